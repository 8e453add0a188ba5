package ingest

import (
	"encoding/binary"
	"errors"
)

// lzfuStart is what the dictionary of packed RTF holds at the start (MS-OXRTFCP
// section 2.1.2.1).
const lzfuStart = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

var errLZFu = errors.New("packed RTF is cut off or broken")

// unpackRTF unpacks RTF (MS-OXRTFCP), at most limit bytes of it. With the error comes
// what could be unpacked. The lengths and the checksum in the header are not
// believed: the end is where the data says so, or where it ends.
func unpackRTF(b []byte, limit int) ([]byte, error) {
	const header = 16
	if len(b) < header {
		return nil, errLZFu
	}
	kind := binary.LittleEndian.Uint32(b[8:])
	b = b[header:]
	switch kind {
	case 0x414c454d: // "MELA": not packed
		return b[:min(len(b), limit)], nil
	case 0x75465a4c: // "LZFu"
	default:
		return nil, errLZFu
	}
	var dict [4096]byte
	at := copy(dict[:], lzfuStart)
	var out []byte
	put := func(c byte) {
		out = append(out, c)
		dict[at] = c
		at = (at + 1) % len(dict)
	}
	for len(b) > 0 {
		flags := b[0]
		b = b[1:]
		for range 8 {
			if len(out) >= limit {
				return out[:limit], nil
			}
			if flags&1 == 0 {
				if len(b) == 0 {
					return out, errLZFu
				}
				put(b[0])
				b = b[1:]
			} else {
				if len(b) < 2 {
					return out, errLZFu
				}
				ref := binary.BigEndian.Uint16(b)
				b = b[2:]
				from := int(ref >> 4)
				if from == at {
					return out, nil
				}
				for i := range int(ref&0xf) + 2 {
					put(dict[(from+i)%len(dict)])
				}
			}
			flags >>= 1
		}
	}
	return out, errLZFu
}
