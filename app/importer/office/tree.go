package office

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
)

// The bounds of one part of a file as a tree. A slide of PowerPoint's has a few
// thousand elements; OpenDocument has all slides in one part.
const (
	maxNodes = 400_000 // elements and texts
	maxDepth = 256
	maxXML   = 32 << 20 // bytes
)

var (
	errDamaged = errors.New("office: it is no XML")
	errDeep    = errors.New("office: it is nested too deeply")
	errMany    = errors.New("office: it has too many elements")
)

// node is an element, or a text where it has no name. Names are without their
// namespaces: PowerPoint has two sets of these for the same words, and no part has
// two elements of one local name that mean different things where they are looked for.
type node struct {
	name  string
	attrs []xml.Attr
	text  string
	kids  []*node
}

// parse makes a tree of one part. It knows no entities but XML's own, and reads no
// document type.
func parse(r io.Reader) (*node, error) {
	d := xml.NewDecoder(io.LimitReader(r, maxXML))
	d.CharsetReader = charset.NewReaderLabel
	root := &node{}
	open := []*node{root}
	count := 0
	for {
		tok, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			var bad *xml.SyntaxError
			if errors.As(err, &bad) {
				return nil, errors.Join(errDamaged, err)
			}
			return nil, err
		}
		if count++; count > maxNodes {
			return nil, errMany
		}
		top := open[len(open)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			if len(open) > maxDepth {
				return nil, errDeep
			}
			n := &node{name: tok.Name.Local, attrs: tok.Copy().Attr}
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			if len(open) == 1 || top.name != tok.Name.Local {
				return nil, errDamaged
			}
			open = open[:len(open)-1]
		case xml.CharData:
			top.kids = append(top.kids, &node{text: string(tok)})
		}
	}
	if len(open) != 1 {
		return nil, errDamaged
	}
	for _, n := range root.kids {
		if n.name != "" {
			return n, nil
		}
	}
	return nil, errDamaged
}

// attr is an attribute by its local name. Of two, such as id and r:id, it is the one
// without a prefix.
func (n *node) attr(name string) string {
	found := ""
	for _, a := range n.attrs {
		if a.Name.Local == name {
			if a.Name.Space == "" {
				return a.Value
			}
			found = a.Value
		}
	}
	return found
}

// ref is an attribute that names a relationship: r:id, r:embed.
func (n *node) ref(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// is reports whether an attribute says yes.
func (n *node) is(name string) bool {
	v := n.attr(name)
	return v == "1" || v == "true" || v == "on"
}

func (n *node) int(name string) int {
	v, _ := strconv.Atoi(n.attr(name))
	return v
}

// child is the element at the end of a path of names, or nil. A nil node has no
// children.
func (n *node) child(path ...string) *node {
	for _, name := range path {
		if n == nil {
			return nil
		}
		var next *node
		for _, k := range n.kids {
			if k.name == name {
				next = k
				break
			}
		}
		n = next
	}
	return n
}

// all are the children of a name.
func (n *node) all(name string) []*node {
	if n == nil {
		return nil
	}
	var out []*node
	for _, k := range n.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// find calls f for each element inside n, outermost first, and goes into those for
// which it is true.
func (n *node) find(f func(*node) bool) {
	if n == nil {
		return
	}
	for _, k := range n.kids {
		if k.name != "" && f(k) {
			k.find(f)
		}
	}
}

// has reports whether there is an element of one of these names inside n.
func (n *node) has(names ...string) bool {
	found := false
	n.find(func(k *node) bool {
		for _, name := range names {
			found = found || k.name == name
		}
		return !found
	})
	return found
}

// words is all text inside n.
func (n *node) words() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *node) write(b *strings.Builder) {
	b.WriteString(n.text)
	for _, k := range n.kids {
		k.write(b)
	}
}
