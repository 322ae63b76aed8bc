package look

// within puts the selectors of a rule in the place of & in those of a rule inside it
// (CSS Nesting 1), or before those that have none.
func within(outer, inner []selector) ([]selector, error) {
	if outer == nil {
		for _, s := range inner {
			if s[0].comb != 0 || hasAmpersand(s) {
				return nil, errSelector
			}
		}
		return inner, nil
	}
	var all []selector
	for _, in := range inner {
		if !hasAmpersand(in) {
			in = append(selector{{parts: []part{{kind: '&'}}}}, in...)
			if in[1].comb == 0 {
				in[1].comb = ' '
			}
		}
		for _, out := range outer {
			s, err := replaceAmpersand(in, out)
			if err != nil {
				return nil, err
			}
			if all = append(all, s); len(all) > maxSelectors {
				return nil, errLong
			}
		}
	}
	return all, nil
}

func hasAmpersand(s selector) bool {
	for _, c := range s {
		for _, p := range c.parts {
			if p.kind == '&' {
				return true
			}
			for _, in := range p.inner {
				if hasAmpersand(in) {
					return true
				}
			}
		}
	}
	return false
}

func replaceAmpersand(in, out selector) (s selector, err error) {
	parts := 0
	for _, c := range in {
		var more []part
		at := -1
		for i, p := range c.parts {
			if p.kind == '&' && at < 0 {
				at = i
				continue
			}
			if hasAmpersand(selector{{parts: []part{p}}}) {
				return nil, errSelector // twice in one, or in brackets: nobody writes that
			}
			more = append(more, p)
		}
		if at < 0 {
			s = append(s, c)
		} else {
			if c.parts[0].kind == 't' && out[len(out)-1].parts[0].kind == 't' {
				return nil, errSelector
			}
			for i, o := range out {
				o.parts = append([]part(nil), o.parts...)
				if i == 0 {
					o.comb = c.comb
				}
				if i == len(out)-1 {
					if len(more) > 0 && more[0].kind == 't' {
						o.parts = append(more, o.parts...)
					} else {
						o.parts = append(o.parts, more...)
					}
				}
				s = append(s, o)
			}
		}
	}
	for _, c := range s {
		parts += len(c.parts)
	}
	if len(s) > maxCompounds || parts > maxParts {
		return nil, errLong
	}
	return s, nil
}
