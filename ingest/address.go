package ingest

import (
	"regexp"
	"strings"

	"gehoord/internal/complaint"
)

// maxAddresses bounds what is read of one field.
const maxAddresses = 1000

// addresses reads a field of mailboxes (RFC 5322 section 3.4), groups included. It
// reads what net/mail refuses too: 8-bit names, names with commas, <<a@b>>,
// semicolons between mailboxes, mailto:. What has no address is left out.
func addresses(field string) []complaint.Address {
	var list []complaint.Address
	var s mailbox
	var open bool     // a comment is never closed: no more are looked for
	var unquoted bool // nor is a quoted string
	end := func() {
		if a, ok := s.address(); ok && len(list) < maxAddresses {
			list = append(list, a)
		}
	}
	field = strings.ReplaceAll(field, "\x00", "")
	for i := 0; i < len(field); i++ {
		switch c := field[i]; c {
		case '"':
			if !unquoted {
				i, unquoted = s.quoted(field, i)
			}
		case '(':
			if open {
				s.phrase.WriteByte(c)
				continue
			}
			i, open = s.remark(field, i)
		case '<':
			i = s.angle(field, i)
		case '>': // one too many
		case ',', ';':
			end()
		case ':':
			if so := s.phrase.String(); !s.angled && !strings.Contains(so, "@") && !strings.HasSuffix(so, "mailto") {
				s = mailbox{} // the name of a group
				continue
			}
			s.phrase.WriteByte(c)
		default:
			s.phrase.WriteByte(c)
		}
	}
	end()
	return list
}

// mailbox is what was read of one so far.
type mailbox struct {
	before  string // a name with a comma: what stood before it
	phrase  strings.Builder
	comment string
	spec    string // within the angle brackets
	angled  bool
}

// quoted reads the quoted string that begins at i, and returns where it ends and
// whether it never does. Then its quote means nothing.
func (s *mailbox) quoted(field string, i int) (int, bool) {
	var b strings.Builder
	start := i
	for i++; i < len(field) && field[i] != '"'; i++ {
		if field[i] == '\\' && i+1 < len(field) {
			i++
		}
		b.WriteByte(field[i])
	}
	if i >= len(field) {
		return start, true
	}
	if i+1 < len(field) && field[i+1] == '@' { // a quoted local part
		s.phrase.WriteString(`"` + b.String() + `"`)
	} else {
		s.phrase.WriteString(b.String())
	}
	return i, false
}

// remark reads the comment that begins at i, and returns where it ends and whether
// it never does. Then it is no comment but part of the name.
func (s *mailbox) remark(field string, i int) (int, bool) {
	start, depth := i+1, 0
	for ; i < len(field); i++ {
		switch field[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.comment = field[start:i]
				return i, false
			}
		}
	}
	s.phrase.WriteByte('(')
	return start - 1, true
}

// angle reads the address in angle brackets that begins at i.
func (s *mailbox) angle(field string, i int) int {
	rest := field[i+1 : min(len(field), i+2000)]
	n := strings.IndexByte(rest, '>')
	if comma := strings.IndexByte(rest, ','); n < 0 && comma >= 0 {
		n = comma
	}
	if n < 0 {
		n = len(rest)
	}
	if !s.angled {
		s.spec = strings.Trim(remarks.ReplaceAllString(rest[:n], ""), "<> \t")
	}
	s.angled = true
	end := i + 1 + n
	if end < len(field) && field[end] == ',' {
		end--
	}
	return end
}

var addrSpec = regexp.MustCompile(`("[^"]{1,100}"|[^\s<>()\[\],;:"]+)@([^\s<>()\[\],;:"@]+|\[[^\s\[\]]+\])`)

// blankAround finds the blanks that obsolete syntax allows in an address (RFC 5322
// section 4.4): around the at sign, and around a dot.
var blankAround = regexp.MustCompile(`\s*(@)\s*|\s+(\.)\s*|(\.)\s+`)

// remarks finds comments within an address (RFC 5322 section A.5).
var remarks = regexp.MustCompile(`\([^()"]*\)`)

// address ends a mailbox; false when no address was in it.
func (s *mailbox) address() (complaint.Address, bool) {
	phrase := s.phrase.String()
	spec, name := s.spec, s.before+phrase
	if !s.angled {
		spec, name = phrase, s.comment
		if at := addrSpec.FindStringIndex(phrase); at != nil && name == "" { // Jan a@b, Jan [mailto:a@b]
			before, _ := strings.CutSuffix(strings.TrimRight(phrase[:at[0]], " \t"), "mailto:")
			name = s.before + strings.TrimRight(before, " \t[(")
		}
		if !strings.Contains(spec, "@") && strings.TrimSpace(spec) != "" {
			// "Vries, Anna de <…>": the comma was in the name.
			*s = mailbox{before: shorten(s.before+strings.TrimSpace(phrase), 200) + ", "}
			return complaint.Address{}, false
		}
	}
	if strings.TrimSpace(name) == "" {
		name = s.comment
	}
	*s = mailbox{}
	a := complaint.Address{Address: tidyAddress(spec), Name: tidyName(name)}
	return a, a.Address != ""
}

// tidyAddress returns the address in spec with its domain in lower case.
func tidyAddress(spec string) string {
	spec = oneLine(decodeWords(spec))
	if len(spec) > 6 && strings.EqualFold(spec[:7], "mailto:") {
		spec = spec[7:]
	}
	if whole := blankAround.ReplaceAllString(spec, "$1$2$3"); !strings.ContainsAny(whole, " \t") {
		spec = whole
	}
	if m := addrSpec.FindStringSubmatch(spec); m != nil {
		return m[1] + "@" + strings.ToLower(strings.TrimRight(m[2], "."))
	}
	if strings.ContainsAny(spec, " \t@,:;()") {
		return ""
	}
	return spec // a local name, as daemons use
}

// tidyName decodes a display name and takes off the quotes some mailers add.
func tidyName(s string) string {
	s = oneLine(decodeWords(strings.TrimSpace(s)))
	for _, q := range []string{`"`, `'`} {
		if len(s) > 1 && strings.HasPrefix(s, q) && strings.HasSuffix(s, q) {
			s = strings.TrimSpace(s[1 : len(s)-1])
		}
	}
	return strings.Join(strings.Fields(s), " ")
}

// sender returns the first mailbox of the From fields and how many there are.
//
// The count is 0 where an address is written in encoded words, which RFC 2047 section 5
// forbids: it is read, and proves nobody.
func sender(fields []string) (complaint.Address, int) {
	var first complaint.Address
	count, plain := 0, true
	for _, f := range fields {
		list := addresses(f)
		if len(list) == 0 && strings.Contains(f, "=?") {
			list = addresses(decodeWords(f)) // the address too was put in the word
		}
		if count == 0 && len(list) > 0 {
			first = list[0]
		}
		count += len(list)
		plain = plain && !encodedSpec.MatchString(f)
	}
	if !plain {
		count = 0
	}
	return first, count
}

// encodedSpec finds an encoded word within an address.
var encodedSpec = regexp.MustCompile(`=\?[^?\s]+\?[QqBb]\?[^?\s]*\?=[^\s<>",]*@|@[^\s<>",]*=\?`)
