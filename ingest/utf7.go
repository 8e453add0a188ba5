package ingest

import (
	"encoding/base64"
	"unicode/utf16"
)

// decodeUTF7 decodes UTF-7 (RFC 2152), which golang.org/x/text does not have. What
// is not a well-formed shift stays as it stands.
func decodeUTF7(raw []byte) string {
	var out []rune
	for i := 0; i < len(raw); {
		if raw[i] != '+' {
			if raw[i] < 0x80 {
				out = append(out, rune(raw[i]))
			} else {
				out = append(out, '\uFFFD')
			}
			i++
			continue
		}
		end := i + 1
		for end < len(raw) && isBase64(raw[end]) {
			end++
		}
		closed := end < len(raw) && raw[end] == '-'
		switch {
		case end == i+1 && closed: // +- is a plus sign
			out = append(out, '+')
		case end == i+1:
			out = append(out, '+')
			closed = false
		default:
			out = append(out, utf16BE(raw[i+1:end])...)
		}
		i = end
		if closed {
			i++
		}
	}
	return string(out)
}

// utf16BE decodes unpadded base64 of UTF-16.
func utf16BE(b []byte) []rune {
	if len(b)%4 == 1 {
		b = b[:len(b)-1]
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(b)))
	n, _ := base64.RawStdEncoding.Decode(raw, b)
	units := make([]uint16, 0, n/2)
	for i := 0; i+1 < n; i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return utf16.Decode(units)
}

// isBase64 reports whether c is of the base64 alphabet, the padding not counted.
func isBase64(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}
