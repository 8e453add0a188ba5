package ingest

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTMLToText returns what a reader of the page sees: blocks as paragraphs, list
// items, the cells of a row side by side, links with their address, quotations
// behind "> ". Scripts, styles and what is hidden are left out. It builds no tree
// and takes linear time, whatever the nesting.
func HTMLToText(page string) string {
	if text := convertHTML(page, false); text != "" {
		return text
	}
	return convertHTML(page, true) // hidden text is better than none
}

func convertHTML(page string, reveal bool) string {
	c := converter{out: &layout{}, reveal: reveal}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: a Reader of a string has no other error
			return tidy(c.out.b.String())
		case html.TextToken:
			if c.hidden == 0 {
				c.text(string(z.Text()))
			}
		case html.StartTagToken:
			c.start(z.Token())
		case html.SelfClosingTagToken:
			t := z.Token()
			c.start(t)
			if !void[t.DataAtom] {
				c.end(t.Data)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			c.end(string(name))
		}
	}
}

// maxOpen bounds the elements remembered as open, and how far back an end tag
// looks for its own.
const (
	maxOpen = 2000
	maxBack = 50
)

// element is an open element and what its end takes back.
type element struct {
	name   string
	hidden bool
	quote  bool
	pre    bool
	list   bool
	href   string
	linked int // length of the output where the link's text begins
}

// converter follows the open elements.
type converter struct {
	out    *layout
	open   []element
	hidden int   // open elements that are not shown
	pre    int   // open elements that keep white space
	reveal bool  // show what attributes hide
	lists  []int // open lists: the number of the next item, -1 without numbers
}

var void = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true,
	atom.Input: true, atom.Link: true, atom.Meta: true, atom.Param: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// unseen are the elements whose content is no text of the page.
var unseen = map[atom.Atom]bool{
	atom.Head: true, atom.Style: true, atom.Script: true, atom.Title: true, atom.Template: true, atom.Object: true, atom.Select: true,
	atom.Svg: true, atom.Noframes: true, atom.Iframe: true, atom.Audio: true, atom.Video: true, atom.Map: true,
}

// blocks tells how many line ends stand around an element: 1 begins a line, 2 a
// paragraph.
var blocks = map[atom.Atom]int{
	atom.P: 2, atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Ul: 1, atom.Ol: 1, atom.Dl: 2,
	atom.Table: 1, atom.Tr: 1, atom.Div: 1, atom.Section: 1, atom.Article: 1, atom.Header: 1, atom.Footer: 1, atom.Main: 1,
	atom.Nav: 1, atom.Aside: 1, atom.Address: 1, atom.Center: 1, atom.Form: 1, atom.Fieldset: 1, atom.Li: 1, atom.Dt: 1, atom.Dd: 1,
	atom.Pre: 2, atom.Blockquote: 2, atom.Caption: 1, atom.Figure: 1, atom.Figcaption: 1, atom.Body: 1, atom.Thead: 1, atom.Tbody: 1,
}

func (c *converter) text(s string) {
	if c.pre > 0 {
		c.out.verbatim(s)
		return
	}
	c.out.words(s)
}

func (c *converter) start(t html.Token) {
	if void[t.DataAtom] {
		if c.hidden == 0 {
			c.void(t)
		}
		return
	}
	e := element{name: t.Data, hidden: unseen[t.DataAtom] || !c.reveal && hiddenBy(t.Attr)}
	if t.DataAtom == atom.Body && c.hidden > 0 {
		c.reset() // a head that was never closed
	}
	if e.hidden {
		c.hidden++
	}
	if c.hidden == 0 {
		c.shown(t, &e)
	}
	if len(c.open) < maxOpen {
		c.open = append(c.open, e)
	} else {
		c.close(e) // too deep to remember: its end is not awaited
	}
}

// reset forgets all open elements.
func (c *converter) reset() {
	c.open, c.hidden, c.pre, c.lists = c.open[:0], 0, 0, nil
	c.out.quotes = 0
}

// shown begins an element that is to be seen.
func (c *converter) shown(t html.Token, e *element) {
	c.out.lines(blocks[t.DataAtom])
	switch t.DataAtom {
	case atom.Blockquote:
		c.out.quotes++
		e.quote = true
	case atom.Pre, atom.Textarea:
		c.pre++
		e.pre = true
	case atom.Ul, atom.Ol:
		first := -1
		if t.DataAtom == atom.Ol {
			first = 1
		}
		if len(c.lists) < 50 {
			c.lists = append(c.lists, first)
			e.list = true
		}
	case atom.Li:
		c.out.item(c.lists)
	case atom.Td, atom.Th:
		c.out.space()
	case atom.A:
		e.href = attribute(t.Attr, "href")
		e.linked = c.out.b.Len()
	}
}

// void writes an element that has no content.
func (c *converter) void(t html.Token) {
	switch t.DataAtom {
	case atom.Br:
		c.out.br()
	case atom.Hr:
		c.out.lines(1)
		c.out.words("________________________________")
		c.out.lines(1)
	case atom.Img:
		// Webmail writes emoji as images; other alternative texts are noise.
		if alt := attribute(t.Attr, "alt"); len(alt) <= 16 && strings.IndexFunc(alt, func(r rune) bool { return r < 0x2000 }) < 0 {
			c.out.words(alt)
		}
	}
}

// end closes the innermost open element of that name, and what was left open in it.
func (c *converter) end(name string) {
	if name == "p" && c.hidden == 0 {
		c.out.lines(2)
	}
	for i := len(c.open) - 1; i >= 0 && i >= len(c.open)-maxBack; i-- {
		if c.open[i].name != name {
			continue
		}
		for j := len(c.open) - 1; j >= i; j-- {
			c.close(c.open[j])
		}
		c.open = c.open[:i]
		return
	}
}

// close takes back what an element began.
func (c *converter) close(e element) {
	if c.hidden == 0 {
		if e.href != "" {
			c.out.link(e.href, e.linked)
		}
		c.out.lines(blocks[atom.Lookup([]byte(e.name))])
	}
	if e.hidden && c.hidden > 0 {
		c.hidden--
	}
	if e.quote && c.out.quotes > 0 {
		c.out.quotes--
	}
	if e.pre && c.pre > 0 {
		c.pre--
	}
	if e.list && len(c.lists) > 0 {
		c.lists = c.lists[:len(c.lists)-1]
	}
}

// hiddenBy reports whether an element's own attributes hide it, as mailings do with
// the line that inboxes preview.
func hiddenBy(attrs []html.Attribute) bool {
	for _, a := range attrs {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(shorten(a.Val, 2000)), ""))
			// Not font-size:0, which mailings set on the boxes around their text.
			for _, s := range []string{"display:none", "visibility:hidden", "mso-hide:all"} {
				if strings.Contains(style, s) {
					return true
				}
			}
		}
	}
	return false
}

func attribute(attrs []html.Attribute, key string) string {
	for _, a := range attrs {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
