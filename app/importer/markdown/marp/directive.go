package marp

import (
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

var (
	globals = words.Set(`theme style lang headingDivider size math title description author keywords url image marp transition`)
	locals  = words.Set(`paginate header footer class backgroundColor backgroundImage backgroundPosition backgroundRepeat backgroundSize color`)
)

// directives reads a comment as Marpit does: what is YAML and has one directive is no
// note. It reports whether there is one.
func directives(comment string, line int) (meta dialect.FrontMatter, ok bool) {
	first, _, cut := strings.Cut(strings.TrimSpace(comment), ":")
	if !cut || len(strings.Fields(first)) != 1 {
		return nil, false
	}
	above := strings.Count(comment[:len(comment)-len(strings.TrimLeft(comment, " \t\n"))], "\n")
	var quiet dialect.Report
	meta, _ = dialect.ReadFrontMatter([]byte(strings.TrimSpace(comment)), line+above, &quiet)
	for k := range meta {
		if name, once := strings.CutPrefix(k, "_"); locals[name] || globals[k] && !once {
			return meta, true
		}
	}
	if name := strings.TrimPrefix(strings.TrimSpace(first), "_"); len(meta) == 0 && (locals[name] || globals[name]) {
		return dialect.FrontMatter{}, true // with a mistake in it: none that the room should hear of
	}
	return nil, false
}

// state is the local directives that hold on a slide.
type state map[string]dialect.Value

// with is a state after some directives; those for one slide are in once.
func (s state) with(meta dialect.FrontMatter, once state) state {
	out := state{}
	for k, v := range s {
		out[k] = v
	}
	for k, v := range meta {
		switch name, single := strings.CutPrefix(k, "_"); {
		case single && locals[name]:
			once[name] = v
		case locals[k]:
			out[k] = v
		}
	}
	return out
}

// paginate is what a value of the directive means.
func paginate(v dialect.Value) (shown, counted bool) {
	switch strings.ToLower(strings.TrimSpace(v.Text)) {
	case "true":
		return true, true
	case "hold":
		return true, false
	case "skip":
		return false, false
	}
	return false, true
}
