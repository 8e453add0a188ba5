package ingest

import (
	"regexp"
	"strings"
)

// charsetNames are the names in use that no registry has, and those that mean
// another charset in practice: a superset, as every reader takes it. Those that
// declare nothing are "".
var charsetNames = map[string]string{
	"us-ascii": "", "ascii": "", "ansi_x3.4-1968": "", "iso-ir-6": "", "646": "", "unknown": "", "unknown-8bit": "", "x-unknown": "",
	"default": "", "default_charset": "", "none": "", "binary": "", "8bit": "", "7bit": "", "iso-10646": "", "x-user-defined": "",
	"": "", "utf-8": "utf-8", "utf8": "utf-8", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8-mac": "utf-8", "utf8-mac": "utf-8", "utf": "utf-8", "unicode": "utf-16",
	"utf7": "utf-7", "unicode-1-1-utf-7": "utf-7", "ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16", "utf16": "utf-16", "utf32": "utf-32",
	"gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "ms936": "gb18030", "cp936": "gb18030", "windows-936": "gb18030", "euc-cn": "gb18030",
	"hz": "hz-gb-2312", "big5-hkscs": "big5", "cp950": "big5", "cn-big5": "big5",
	"ks_c_5601-1987": "euc-kr", "ks_c_5601": "euc-kr", "ksc5601": "euc-kr", "cp949": "euc-kr", "windows-949": "euc-kr", "uhc": "euc-kr",
	"cp932": "shift_jis", "windows-31j": "shift_jis", "sjis": "shift_jis", "shift-jis": "shift_jis", "cp51932": "euc-jp",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-3": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "csiso2022jp": "iso-2022-jp",
	"cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp", "csiso2022kr": "iso-2022-kr",
	"iso-8859-1": "windows-1252", "iso-ir-100": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252", "l1": "windows-1252",
	"ansi": "windows-1252", "win-1252": "windows-1252", "cp819": "windows-1252",
	"latin2": "iso-8859-2", "latin-2": "iso-8859-2", "latin5": "iso-8859-9", "latin9": "iso-8859-15", "latin-9": "iso-8859-15", "latin0": "iso-8859-15",
	"iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6",
	"mac": "macintosh", "mac-roman": "macintosh", "macroman": "macintosh", "mac-cyrillic": "x-mac-cyrillic", "koi8r": "koi8-r", "koi8": "koi8-r", "koi8u": "koi8-u",
	"cp878": "koi8-r", "tis620": "windows-874", "tis-620": "windows-874",
}

// codePage is a charset named by its number: cp-850, win1252, ms-1251, ibm-437.
var codePage = regexp.MustCompile(`^(?:cp|win|windows|ms|ibm|dos)[-_ ]?0*(\d{3,4})$`)

var (
	isoName   = regexp.MustCompile(`^(?:iso[-_ ]?8859[-_ ]?)(\d{1,2})(?::\d{4})?$`)
	utf16Name = regexp.MustCompile(`^utf[-_]?(16|32)[-_]?(le|be)?$`)
)

// charsetName returns the name by which convert knows a charset, in lower case; ""
// when nothing useful was declared.
func charsetName(declared string) string {
	name := strings.ToLower(strings.TrimLeft(declared, " \t\"'_"))
	if i := strings.IndexAny(name, " \t\"',;()*"); i >= 0 {
		name = name[:i]
	}
	for range 2 {
		if known, is := charsetNames[name]; is {
			return known
		}
		if m := isoName.FindStringSubmatch(name); m != nil {
			if name = "iso-8859-" + m[1]; name == "iso-8859-1" {
				name = "windows-1252"
			}
			return name
		}
		if m := codePage.FindStringSubmatch(name); m != nil {
			if n := m[1]; len(n) == 4 && strings.HasPrefix(n, "125") || n == "874" {
				return "windows-" + n
			} else if known, is := charsetNames["cp"+n]; is {
				return known
			} else {
				return "ibm" + n
			}
		}
		if m := utf16Name.FindStringSubmatch(name); m != nil {
			return "utf-" + m[1] + m[2]
		}
		if !strings.HasPrefix(name, "x-") || strings.HasPrefix(name, "x-mac-c") {
			break
		}
		name = name[2:]
	}
	return name
}
