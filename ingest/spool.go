package ingest

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// spoolMemory is how much of a mail is held in memory; the rest of a larger one
// lies in a temporary file that has no name any more.
const spoolMemory = 1 << 20

// oursError is trouble on our side, a full disk or a database that is away: the
// mail and the server are not to blame, and nothing is marked.
type oursError struct{ err error }

func (e *oursError) Error() string { return e.err.Error() }
func (e *oursError) Unwrap() error { return e.err }

// spooled is a mail taken off the network.
type spooled struct {
	io.ReadSeeker
	size int64
	file *os.File // nil: in memory
}

// Close frees the temporary file. It may be called twice.
func (s *spooled) Close() {
	if s.file != nil {
		s.file.Close()
	}
}

// spool reads r to its end. An *oursError means that we could not store it; any
// other that the network failed.
func spool(r io.Reader) (*spooled, error) {
	var head bytes.Buffer
	n, err := io.CopyN(&head, r, spoolMemory)
	if err == io.EOF {
		return &spooled{ReadSeeker: bytes.NewReader(head.Bytes()), size: n}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a mail from the server: %w", err)
	}
	f, err := os.CreateTemp("", "gehoord-mail-*")
	if err != nil {
		return nil, &oursError{fmt.Errorf("make a temporary file for a mail: %w; check the space in %s", err, os.TempDir())}
	}
	s := &spooled{file: f}
	os.Remove(f.Name()) // it lives on until it is closed
	source := &spoolSource{r: io.MultiReader(&head, r)}
	if s.size, err = io.Copy(f, source); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	s.ReadSeeker = f
	switch {
	case source.err != nil:
		s.Close()
		return nil, fmt.Errorf("read a mail from the server: %w", source.err)
	case err != nil:
		s.Close()
		return nil, &oursError{fmt.Errorf("write a mail to a temporary file: %w; check the space in %s", err, os.TempDir())}
	}
	return s, nil
}

// spoolSource remembers its own error, so that a failed copy tells which side failed.
type spoolSource struct {
	r   io.Reader
	err error
}

func (s *spoolSource) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}
