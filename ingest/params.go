package ingest

import (
	"slices"
	"strconv"
	"strings"
)

// parameters reads a Content-Type or Content-Disposition field: the value before
// the first semicolon in lower case, and the parameters by lower-case name. It
// takes what RFC 2045 section 5.1 has, RFC 2231's continuations and charsets, and
// what people's mailers make of both: blanks in unquoted values, quotes that are
// never closed, encoded words.
func parameters(field string) (string, map[string]string) {
	field = uncomment(field)
	value, rest := field, ""
	if i := strings.IndexAny(field, "; \t\r\n,"); i >= 0 {
		value, rest = field[:i], field[i+1:]
	}
	if strings.Contains(value, "=") { // the value was forgotten
		value, rest = "", field
	}
	value = strings.Trim(value, `"'`)
	params := map[string]string{}
	pieces := map[string][]piece{}
	for rest != "" && len(params)+len(pieces) < 200 {
		var name, v string
		name, v, rest = parameter(rest)
		if name == "" {
			continue
		}
		name = strings.TrimLeft(name, ", \t\r\n")
		if base, section, is := strings.Cut(name, "*"); is {
			pieces[base] = append(pieces[base], newPiece(section, v))
			continue
		}
		if _, known := params[name]; !known {
			params[name] = oneLine(decodeWords(v))
		}
	}
	for base, p := range pieces {
		params[base] = oneLine(join(p))
	}
	return strings.ToLower(oneLine(value)), params
}

// uncomment takes off the comments (RFC 5322 section 3.2.2) around the value of a
// field: those before the first parameter. One that is never closed is none.
func uncomment(field string) string {
	field = strings.TrimSpace(field)
	if !strings.Contains(field, "(") {
		return field
	}
	var out strings.Builder
	depth := 0
	for i := range len(field) {
		switch c := field[i]; {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		case c == '=' || c == '"' || c == ';':
			return strings.TrimSpace(out.String() + field[i:])
		default:
			out.WriteByte(c)
		}
	}
	if depth > 0 {
		return field
	}
	return strings.TrimSpace(out.String())
}

// parameter takes the first name=value off s.
func parameter(s string) (name, value, rest string) {
	end := strings.IndexAny(s, "=;")
	if end < 0 {
		return "", "", ""
	}
	if s[end] == ';' {
		return "", "", s[end+1:]
	}
	name = strings.ToLower(strings.TrimSpace(s[:end]))
	s = strings.TrimLeft(s[end+1:], " \t\r\n")
	if strings.HasPrefix(s, "(") {
		s = uncomment(s)
	}
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, ";")
		if !strings.Contains(name, "name") { // (1) may be part of a name, and else is a comment
			value = uncomment(value)
		}
		return name, strings.TrimSpace(value), rest
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return name, b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return name, b.String(), ""
}

// piece is one section of a parameter (RFC 2231 section 3).
type piece struct {
	number  int
	encoded bool
	value   string
}

// newPiece reads what stands behind the first asterisk of a name: "", "0", "0*".
func newPiece(section, value string) piece {
	number, encoded := strings.CutSuffix(section, "*")
	n, err := strconv.Atoi(number)
	if err != nil {
		return piece{encoded: true, value: value} // name*=
	}
	return piece{number: n, encoded: encoded, value: value}
}

// join puts the sections in order and decodes them as one, for the first names the
// charset of all and a character may be cut.
func join(ps []piece) string {
	slices.SortStableFunc(ps, func(a, b piece) int { return a.number - b.number })
	var raw []byte
	charset := ""
	for i, p := range ps {
		v := p.value
		if !p.encoded {
			raw = append(raw, v...)
			continue
		}
		if i == 0 {
			if parts := strings.SplitN(v, "'", 3); len(parts) == 3 {
				charset, v = parts[0], parts[2]
			}
		}
		raw = append(raw, unhex(v, '%')...)
	}
	if charset == "" {
		return decodeWords(string(raw))
	}
	return decodeText(raw, charset)
}
