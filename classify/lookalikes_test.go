package classify

import (
	"bufio"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make lookalikes.txt anew from the dictionaries in /usr/share/dict")

// TestLookalikes: real words that are one slip from a word of the rules stand on the
// list. With -update it is made anew, from Debian's wdutch, wbritish and wamerican.
func TestLookalikes(t *testing.T) {
	if *update {
		makeLookalikes(t)
		return
	}
	for word := range lookalikes {
		if fold(word) != word {
			t.Errorf("%q is not folded", word)
		}
	}
	for _, word := range strings.Fields(alwaysAlike) {
		if !lookalikes[word] {
			t.Errorf("%s is not on the list", word)
		}
	}
}

// alwaysAlike are on the list whatever the rules look like.
const alwaysAlike = "storting contact bepalen"

func makeLookalikes(t *testing.T) {
	r, found := Builtin(), strings.Fields(alwaysAlike)
	lookalikes = nil
	for _, name := range []string{"dutch", "british-english", "american-english"} {
		f, err := os.Open("/usr/share/dict/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			for word := range wordsOf(fold(lines.Text())) {
				if len(word) >= leastSlip && len(word) <= 14 && len(r.speller.meant(word)) > 0 && !r.knows(word) {
					found = append(found, word)
				}
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(found)
	if err := os.WriteFile("lookalikes.txt", []byte(strings.Join(slices.Compact(found), "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// knows tells whether a rule says which word this is.
func (r *Rules) knows(word string) bool {
	known := false
	r.index.find(&text{words: []string{word}, tokens: []token{{0, 0, -1}}}, func(f find) { known = known || r.recognised[f.phrase] })
	return known
}
