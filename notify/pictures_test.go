package notify

import (
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

var pictures = flag.String("pictures", "", "write pictures of the letters into this folder; needs chromium")

// pictured are the letters worth a look after a change: one of each make.
var pictured = []complaint.LetterKind{complaint.Notice, complaint.Escalation, complaint.AfterMail, complaint.Whose, complaint.DisputeFiled, complaint.Dossier,
	complaint.Confirmation, complaint.Resolution, complaint.Receipt, complaint.Refusal, complaint.Digest, complaint.OpenList, complaint.Report, complaint.Unjoined}

// TestPictures shows the letters as a phone and a desktop do, light and dark, and
// fails where one is wider than its window. It runs only when it is asked to:
// go test ./notify -run Pictures -pictures DIR.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		return // not asked for; TestLetters holds the same pages to their golden files
	}
	chromium := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			chromium = path
			break
		}
	}
	if chromium == "" {
		t.Fatal("find chromium: it is not installed; apt-get install chromium")
	}
	if err := os.MkdirAll(*pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	letters := load(t)
	var pages []framed
	for _, kind := range Kinds {
		for _, language := range Languages {
			for _, width := range []int{320, 375, 1200} {
				pages = append(pages, framed{Name: fmt.Sprintf("%s.%s-%d", kind, language, width), Width: width, page: htmlOf(t, letters, kind, language, sample(kind))},
					framed{Name: fmt.Sprintf("%s.%s-%d with long words", kind, language, width), Width: width, page: htmlOf(t, letters, kind, language, longWords(kind))})
			}
		}
	}
	heights := measure(t, chromium, pages)
	for _, kind := range pictured {
		for _, width := range []int{375, 1200} {
			for mode, setting := range map[string]string{"light": "1", "dark": "0"} {
				name := fmt.Sprintf("%s.nl-%d", kind, width)
				f := framed{Name: name, Width: width, Height: heights[name], page: htmlOf(t, letters, kind, "nl", sample(kind))}
				run(t, chromium, frames(t, f), "--window-size="+fmt.Sprintf("%d,%d", width, f.Height), "--blink-settings=preferredColorScheme="+setting,
					"--screenshot="+filepath.Join(*pictures, name+"-"+mode+".png"))
			}
		}
	}
}

// framed is a page in a frame of a phone's width: the program's own window cannot
// be made that narrow.
type framed struct {
	Name          string
	Width, Height int
	page          string
}

func htmlOf(t *testing.T, letters *Templates, kind complaint.LetterKind, language string, c Content) string {
	t.Helper()
	_, raw, err := letters.Render(kind, sampleHeaders(language), c)
	if err != nil {
		t.Fatal(err)
	}
	_, page := canonical(t, string(kind), raw)
	return page
}

// longWords is a letter with words that no line has room for.
func longWords(kind complaint.LetterKind) Content {
	c := sample(kind)
	long := strings.Repeat("onbreekbaar", 40)
	c.Text, c.Subject, c.Customer.Address, c.Employee, c.Department = long, long, long+"@klant.example", long[:50], long[:50]
	c.Links = append(c.Links, Link{long, long, "mailto:a@b.example?subject=" + long})
	for i := range c.Items {
		c.Items[i].Subject, c.Items[i].From, c.Items[i].Department = long, long, long
	}
	return c
}

const frameScript = `<script>
onload = function () {
  var out = [];
  document.querySelectorAll("iframe").forEach(function (f) {
    var e = f.contentDocument.documentElement;
    out.push({Name: f.title, Width: e.scrollWidth, Height: e.scrollHeight});
  });
  document.querySelector("pre").textContent = JSON.stringify(out);
};
</script><pre id="sizes"></pre>`

// frames writes a page of frames.
func frames(t *testing.T, list ...framed) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><body style="margin:0">`)
	for _, f := range list {
		fmt.Fprintf(&b, `<iframe title="%s" style="border:0;display:block" width="%d" height="%d" srcdoc="%s"></iframe>`,
			html.EscapeString(f.Name), f.Width, max(f.Height, 100), html.EscapeString(f.page))
	}
	if len(list) > 1 {
		b.WriteString(frameScript)
	}
	file := filepath.Join(t.TempDir(), "frames.html")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func run(t *testing.T, chromium, file string, args ...string) []byte {
	t.Helper()
	args = append([]string{"--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
		"--user-data-dir=" + t.TempDir()}, append(args, "file://"+file)...)
	out, err := exec.CommandContext(t.Context(), chromium, args...).Output()
	if err != nil {
		t.Fatalf("run chromium: %v", err)
	}
	return out
}

var sizes = regexp.MustCompile(`(?s)<pre id="sizes">(.*?)</pre>`)

// measure holds every page to its width, and says how high each is.
func measure(t *testing.T, chromium string, pages []framed) map[string]int {
	t.Helper()
	m := sizes.FindSubmatch(run(t, chromium, frames(t, pages...), "--dump-dom"))
	if m == nil {
		t.Fatal("measure the letters: chromium gave no sizes")
	}
	var got []framed
	if err := json.Unmarshal([]byte(html.UnescapeString(string(m[1]))), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(pages) {
		t.Fatalf("measured %d of %d pages", len(got), len(pages))
	}
	heights := make(map[string]int)
	for i, f := range got {
		if f.Width != pages[i].Width {
			t.Errorf("%s is %d wide", f.Name, f.Width)
		}
		heights[f.Name] = f.Height
	}
	return heights
}
