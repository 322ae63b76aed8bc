package markdown

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/util"

	"lectern/app/importer/markdown/diagram"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/svg"
	"lectern/app/importer/words"
)

// drawnPrefix is how a diagram that was drawn is called among the pictures.
const drawnPrefix = "diagram:"

// scale is Slidev's, of a Mermaid diagram.
var scale = regexp.MustCompile(`\bscale:\s*([0-9.]{1,6})`)

// diagram writes what a fence of a language of diagrams becomes: a picture. Where there
// is none it writes the beginning of a box that names the language, and returns its end;
// the source comes between.
func (m *markdownDeck) diagram(w util.BufWriter, language, info, src string, line int) (end string, done bool) {
	is, drawn := diagram.Is(language)
	if !is {
		return "", false
	}
	name := diagram.Name(language)
	if drawn {
		by := 1.0
		if found := scale.FindStringSubmatch(info); found != nil {
			if asked, err := strconv.ParseFloat(found[1], 64); err == nil && asked > 0.1 && asked < 10 {
				by = asked
			}
		}
		picture, err := m.diagrams.Draw(context.Background(), language, src, by)
		if err == nil {
			var made svg.Made
			if made, err = svg.Make("the diagram", []byte(picture)); err == nil && made.Width < 8 {
				err = &diagram.Wrong{Message: "there is nothing in it"}
			}
		}
		if err == nil {
			fmt.Fprintf(w, "<p><img class=\"diagram\" src=\"%s\" alt=\"%s\" %s=\"%d\"></p>\n", m.pictures.draw(picture), name, dialect.LineAttr, line)
			return "", true
		}
		m.report.Warn(line, "this %s diagram is shown as it is written (%s).", name, words.OneLine(err.Error(), 200))
	} else {
		m.report.Warn(line, "%s diagrams are shown as they are written.", name)
	}
	fmt.Fprintf(w, "<figure class=\"diagram\"><figcaption>%s</figcaption>", name)
	return "</figure>\n", false
}

// draw keeps a drawing until a slide shows it, and returns its name.
func (p *pictures) draw(svg string) string {
	p.drawn = append(p.drawn, svg)
	return drawnPrefix + strconv.Itoa(len(p.drawn)-1)
}

// drawing returns the drawing of a name.
func (p *pictures) drawing(name string) (string, bool) {
	if len(name) <= len(drawnPrefix) || name[:len(drawnPrefix)] != drawnPrefix {
		return "", false
	}
	i, err := strconv.Atoi(name[len(drawnPrefix):])
	if err != nil || i < 0 || i >= len(p.drawn) {
		return "", false
	}
	return p.drawn[i], true
}
