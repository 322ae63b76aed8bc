package server

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"lectern/app/server/answer"
)

// getShown tells which slides of a deck can be looked back at, and in which languages.
func (s *Server) getShown(w http.ResponseWriter, r *http.Request) {
	d, c, err := s.openSlides(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	shown, err := s.shownOf(r.Context(), d)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	type section struct {
		Slide int    `json:"slide"`
		Name  string `json:"name"`
	}
	numbers, steps, sections, aspect := []int{}, []int{}, []section{}, 0.0
	for _, n := range slices.Sorted(maps.Keys(shown)) {
		slide := c.slide(n)
		if slide == nil {
			continue
		}
		numbers, steps = append(numbers, n), append(steps, min(shown[n], slide.Steps))
		// What a section is called is told where the room has read it: as a title.
		if slide.Section != "" && slide.Section == slide.Title {
			sections = append(sections, section{n, slide.Section})
		}
		// The first page that was shown stands for all.
		if v := slide.View(0); aspect == 0 && v != nil && v.Picture != nil && v.Picture.Width > 0 && v.Picture.Height > 0 {
			aspect = float64(v.Picture.Width) / float64(v.Picture.Height)
		}
	}
	if aspect == 0 {
		aspect = 16.0 / 9
	}
	if c.empty() {
		s.fail(w, r, errNotShown)
		return
	}
	title := d.Title
	if title == c.info.Title { // nobody has called it something else since
		title = c.info.TitleIn(c.lang)
	}
	answer.JSON(w, http.StatusOK, struct {
		Deck    int64    `json:"deck"`
		Title   string   `json:"title"` // in Lang
		Author  string   `json:"author"`
		Slides  int      `json:"slides"`
		Content int64    `json:"content"`
		Lang    string   `json:"lang"`  // that whoever asks so is given slides in
		Langs   []string `json:"langs"` // those that there are, the deck's own first
		Aspect  float64  `json:"aspect"`
		Shown   []int    `json:"shown"`
		Steps   []int    `json:"shown_steps"` // how far each of them was

		Sections []section `json:"sections"`         // that begin with them
		Moment   bool      `json:"moment,omitempty"` // it is shown in the midst of another deck's talk
	}{d.ID, title, c.info.Author, d.Slides, d.Content, cmp.Or(c.lang, c.info.Lang), languages(c.info), aspect, numbers, steps, sections, d.InterludeOf != nil})
}
