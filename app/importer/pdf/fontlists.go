package pdf

import (
	"slices"
	"strings"
	"unicode"

	"lectern/app/importer/fonts"
)

// like are fonts whose letters take up as much as those of another one, by family, or
// that stand for it.
var like = map[string][]string{
	"arial":            {"liberationsans", "arimo", "nimbussans", "texgyreheros"},
	"helvetica":        {"helveticaneue", "arial", "liberationsans", "arimo", "nimbussans", "texgyreheros"},
	"helveticaneue":    {"helvetica", "arial", "liberationsans", "arimo"},
	"timesnewroman":    {"liberationserif", "tinos", "nimbusroman", "texgyretermes"},
	"times":            {"timesnewroman", "liberationserif", "tinos", "nimbusroman", "texgyretermes"},
	"couriernew":       {"liberationmono", "cousine", "nimbusmonops", "texgyrecursor"},
	"courier":          {"couriernew", "liberationmono", "cousine", "nimbusmonops"},
	"calibri":          {"carlito"},
	"cambria":          {"caladea"},
	"georgia":          {"gelasio"},
	"arialnarrow":      {"liberationsansnarrow"},
	"palatino":         {"palatinolinotype", "urwpalladio", "p052", "texgyrepagella"},
	"bookantiqua":      {"palatinolinotype", "urwpalladio", "p052", "texgyrepagella"},
	"garamond":         {"ebgaramond"},
	"verdana":          {"dejavusans"},
	"tahoma":           {"verdana", "dejavusans"},
	"consolas":         {"inconsolata", "dejavusansmono"},
	"comicsansms":      {"comicneue", "comicrelief"},
	"franklingothic":   {"librefranklin"},
	"centurygothic":    {"urwgothic", "texgyreadventor"},
	"avantgarde":       {"urwgothic", "texgyreadventor"},
	"newcenturyschlbk": {"c059", "texgyreschola"},
}

// Where a letter is looked for first, by what the font looks like.
var (
	sans   = []string{"liberationsans", "arimo", "arial", "helvetica", "dejavusans", "notosans", "freesans", "segoeui", "lucidagrande", "arialunicodems"}
	serif  = []string{"liberationserif", "tinos", "timesnewroman", "times", "dejavuserif", "notoserif", "freeserif"}
	mono   = []string{"liberationmono", "cousine", "couriernew", "dejavusansmono", "notosansmono", "freemono", "consolas", "menlo"}
	others = []string{ // by script
		"notosansarabic", "notonaskharabic", "geezapro", "tahoma", "notosanshebrew", "davidlibre", "arialhebrew", "david",
		"notosansdevanagari", "lohitdevanagari", "mangal", "nirmalaui", "kohinoordevanagari", "devanagarimt",
		"notosansthai", "thonburi", "leelawadeeui", "notosanssymbols", "notosanssymbols2", "segoeuisymbol", "symbola", "applesymbols", "notosansmath",
	}
	chinese  = []string{"notosanscjksc", "sourcehansanssc", "notoserifcjksc", "microsoftyahei", "simsun", "pingfangsc", "hiraginosansgb", "stheiti", "wenquanyimicrohei", "wenquanyizenhei", "arplumingcn", "droidsansfallback"}
	taiwan   = []string{"notosanscjktc", "sourcehansanstc", "notoserifcjktc", "microsoftjhenghei", "mingliu", "pmingliu", "pingfangtc", "arplumingtw", "wenquanyimicrohei", "droidsansfallback"}
	japanese = []string{"notosanscjkjp", "sourcehansansjp", "notoserifcjkjp", "yugothic", "msgothic", "meiryo", "hiraginosans", "hiraginokakugothicpro", "ipagothic", "ipaexgothic", "takaogothic", "vlgothic", "droidsansfallback"}
	korean   = []string{"notosanscjkkr", "sourcehansanskr", "notoserifcjkkr", "malgungothic", "batang", "applesdgothicneo", "nanumgothic", "undotum", "droidsansfallback"}
)

// eastern are the names by which PDFium asks for fonts of China, Japan and Korea.
var eastern = []string{"WenQuanYi Micro Hei", "MS PGothic", "MS Gothic", "MS PMincho", "MS Mincho", "UnDotum"}

// eastern reports whether what is written is Chinese, Japanese or Korean.
func (n need) eastern() bool {
	k := 0
	for r := range n.signs {
		if eastAsian(r) {
			k++
		}
	}
	return k > 0 && 2*k >= len(n.signs)
}

func eastAsian(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xffe0
}

// candidates are families in the order in which they are tried.
func (n need) candidates() []string {
	list := slices.Clone(like[n.family()])
	if n.eastern() {
		k := fonts.Key(n.name)
		has := func(words ...string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(k, w) })
		}
		kana, hangul := false, false
		for r := range n.signs {
			kana = kana || unicode.In(r, unicode.Hiragana, unicode.Katakana)
			hangul = hangul || unicode.Is(unicode.Hangul, r)
		}
		first := chinese
		switch {
		case kana || has("mincho", "gothic", "heisei", "kozmin", "kozgo", "ryumin"):
			first = japanese
		case hangul || has("batang", "dotum", "gulim", "hysm", "myeongjo"):
			first = korean
		case has("mingliu", "msung", "mhei", "mingstd", "kaiu", "jhenghei"):
			first = taiwan
		}
		for _, l := range [][]string{first, chinese, taiwan, japanese, korean} {
			list = append(list, l...)
		}
	}
	switch std := n.standard(); {
	case std == "Courier New" || std == "" && n.fixed:
		list = append(append(append(list, mono...), sans...), serif...)
	case std == "Times New Roman" || std == "" && n.serif:
		list = append(append(append(list, serif...), sans...), mono...)
	default:
		list = append(append(append(list, sans...), serif...), mono...)
	}
	return append(list, others...)
}
