package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// EachInMbox calls each for every mail of an mbox (RFC 4155), numbered from 1.
// Mails begin at a line "From " at the start or after an empty line; ">From "
// within a mail loses one ">". What stands before the first such line is a mail
// too.
func EachInMbox(r io.Reader, each func(n int, mail []byte) error) error {
	lines := bufio.NewReaderSize(r, 64<<10)
	var mail bytes.Buffer
	n := 0
	flush := func() error {
		if len(bytes.TrimSpace(mail.Bytes())) == 0 {
			mail.Reset()
			return nil
		}
		n++
		err := each(n, bytes.Clone(mail.Bytes()))
		mail.Reset()
		return err
	}
	for empty := true; ; {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			switch {
			case empty && bytes.HasPrefix(line, []byte("From ")):
				if err := flush(); err != nil {
					return err
				}
			case bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) && line[0] == '>':
				mail.Write(line[1:])
			default:
				mail.Write(line)
			}
			empty = len(bytes.TrimRight(line, "\r\n")) == 0
		}
		if errors.Is(err, io.EOF) {
			return flush()
		}
		if err != nil {
			return fmt.Errorf("read the mbox: %w", err)
		}
	}
}
