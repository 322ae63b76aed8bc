package markdown

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"

	"lectern/app/importer/markdown/look"
	"lectern/app/importer/words"
)

// policy is the last thing a slide passes. It is written down by itself, not
// as what rawHTML and finish leave: it has to hold if one of them is wrong.
// Nothing of it lets a slide run a script, fetch anything, take an id or a
// class of the page around it, or style itself.
var policy = newPolicy()

// layoutClasses are the theme's, which elements of a slide may have. What else it
// knows (of code) is in the policy by itself.
var layoutClasses = words.Set(`task missing chroma ground cols col head foot page-number diagram icon fit flow
	alert alert-title footnotes footnote-ref`)

// classes are the theme's, and those of authors, which none of the page around the
// slide begins like.
var classes = regexp.MustCompile(`^((line|cl|hl|dim|veiled|alert-(note|tip|important|warning|caution)|` + strings.Join(slices.Sorted(maps.Keys(layoutClasses)), "|") +
	`|x-[^\s"'<>&]{1,100}|` + look.OwnClass + `|` + look.CoveredClass + `)( |$))+$`)

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote",
		"ul", "ol", "li", "dl", "dt", "dd", "pre", "code", "kbd", "samp", "var", "em", "strong", "b", "i", "u", "s",
		"del", "ins", "mark", "small", "sub", "sup", "abbr", "cite", "q", "time", "wbr", "bdi", "bdo",
		"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
		"figure", "figcaption", "ruby", "rt", "rp", "header", "footer")
	allowFormulas(p)
	p.AllowElements("canvas") // an empty one holds the place of a picture
	number := regexp.MustCompile(`^[0-9]{1,5}$`)
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(?i:ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("lang").Matching(words.LangTag).Globally()
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(?i:left|center|right|justify)$`)).
		OnElements("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "tr", "table")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[0-9]{1,3}$`)).OnElements("th", "td")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col|rowgroup|colgroup)$`)).OnElements("th")
	p.AllowAttrs("start", "value").Matching(regexp.MustCompile(`^-?[0-9]{1,9}$`)).OnElements("ol", "li")
	p.AllowAttrs("reversed").Matching(regexp.MustCompile(`^(reversed)?$`)).OnElements("ol")
	p.AllowAttrs("title").OnElements("abbr", "img", "a")

	p.AllowAttrs("class").Matching(regexp.MustCompile(`^chroma$`)).OnElements("pre")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[a-z0-9_+#.-]{1,40}$`)).OnElements("code")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(line|cl|hl|missing|[a-z]{1,2}|[a-z][a-z0-9])$`)).OnElements("span")
	p.AllowAttrs("class").Matching(classes).Globally()
	p.AllowAttrs("data-page", "data-pages").Matching(regexp.MustCompile(`^[0-9]{1,5}([./][0-9]{1,5})?$`)).OnElements("div")
	p.AllowAttrs("aria-hidden").Matching(regexp.MustCompile(`^true$`)).Globally()

	p.AllowAttrs("src").Matching(regexp.MustCompile(`^picture:[0-9]{1,6}$`)).OnElements("img")
	p.AllowElements("video", "audio")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^picture:[0-9]{1,6}$`)).OnElements("video", "audio")
	p.AllowAttrs("autoplay", "loop", "muted").Matching(regexp.MustCompile(`^$`)).OnElements("video", "audio")
	p.AllowAttrs("aria-label").OnElements("video", "audio")
	p.AllowAttrs("width", "height").Matching(number).OnElements("video")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(number).OnElements("img", "canvas")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")

	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(?i:https?://|mailto:)`)).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "picture")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^noopener noreferrer$`)).OnElements("a")
	p.AllowAttrs("target").Matching(regexp.MustCompile(`^_blank$`)).OnElements("a")
	p.RequireNoFollowOnLinks(false)
	p.RequireNoReferrerOnLinks(true)
	return p
}
