package notify

import (
	"bytes"
	"mime"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"gehoord/internal/complaint"
)

// attach adds a file to a letter. Its name and type are what its sender wrote, and
// neither can begin a header, name a folder, or be read as another mail.
func attach(msg *gomail.Msg, f complaint.File) error {
	name := fileName(f.Name)
	return msg.AttachReader(name, bytes.NewReader(f.Data),
		gomail.WithFileContentType(gomail.ContentType(mediaType(f))),
		func(to *gomail.File) {
			// RFC 2231. go-mail writes the name in RFC 2047 beside the type, which older programs read.
			to.Header.Set(string(gomail.HeaderContentDisposition), mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		})
}

// maxName keeps a name, each byte written as %XX, within a header line (RFC 5322: 998 bytes).
const maxName = 60

// fileName is a name that is safe to save under: one that is no path, has no
// control or invisible characters, and is not too long for a header.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, r):
			return '_'
		case !unicode.IsPrint(r) && r != ' ':
			return -1 // also those that turn the reading direction: gpj.exe is not exe.jpg
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if name == "" {
		return "bijlage"
	}
	if n := utf8.RuneCountInString(name); n > maxName {
		ext := path.Ext(name)
		if utf8.RuneCountInString(ext) > 10 {
			ext = ""
		}
		name = string([]rune(name)[:maxName-utf8.RuneCountInString(ext)]) + ext
	}
	return name
}

// mediaType is what the file says it is, when that is a type that can be attached
// as bytes. Mails and multiparts cannot (RFC 2046 section 5.2.1): they go as bytes
// of no type, to be saved and opened.
func mediaType(f complaint.File) string {
	const unknown = "application/octet-stream"
	t, params, err := mime.ParseMediaType(f.Type)
	if err != nil || !strings.Contains(t, "/") || strings.HasPrefix(t, "multipart/") || strings.HasPrefix(t, "message/") || len(t) > 100 {
		return unknown
	}
	charset := params["charset"]
	if charset == "" && strings.HasPrefix(t, "text/") && utf8.Valid(f.Data) {
		charset = "utf-8"
	}
	if charset == "" {
		return t
	}
	if typ := mime.FormatMediaType(t, map[string]string{"charset": charset}); typ != "" && len(typ) < 200 && isASCII(typ) {
		return typ
	}
	return t
}
