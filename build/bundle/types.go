package bundle

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// TypesFile is where ui/web has what Types returns.
const TypesFile = "wire.ts"

// shapes are the Go types that become TypeScript's, and what they are called
// there. Each comes after those that it uses.
var shapes = []struct{ folder, name, as string }{
	{"app/deck", "Blank", "Blank"},
	{"app/deck", "Format", "Format"},
	{"app/deck", "Zoom", "Zoom"},
	{"app/deck", "Stroke", "Stroke"},
	{"app/deck", "Ink", "Ink"},
	{"app/deck", "InkNews", "InkNews"},
	{"app/deck", "MarkKind", "MarkKind"},
	{"app/deck", "Mark", "Mark"},
	{"app/deck", "State", "DeckState"},
	{"app/deck", "RemarkKind", "RemarkKind"},
	{"app/deck", "Remark", "Remark"},
	{"app/deck", "Info", "DeckInfo"},
	{"app/deck", "Summary", "DeckSummary"},
	{"app/deck", "RunKind", "RunKind"},
	{"app/deck", "Run", "Run"},
	{"app/deck", "Link", "Link"},
	{"app/deck", "Driver", "Driver"},
	{"app/deck", "Drive", "Drive"},
	{"app/server", "pictureJSON", "Picture"},
	{"app/server", "viewJSON", "View"},
	{"app/server", "slideJSON", "SlideContent"},
	{"app/server", "talkSlideJSON", "TalkSlide"},
	{"app/server", "deckJSON", "DeckAnswer"},
	{"app/server", "listedJSON", "ListedDeck"},
	{"app/server", "drivingJSON", "Driving"},
	{"app/live", "Event", "StreamEvent"},
	{"app/roster", "Presence", "Presence"},
	{"app/deck", "ScreenKind", "ScreenKind"},
	{"app/deck", "ScreenChoice", "ScreenChoice"},
	{"app/roster", "ScreenState", "ScreenState"},
	{"app/roster", "Screen", "BoardScreen"},
	{"app/roster", "Screens", "BoardSums"},
	{"app/roster", "Told", "ScreenTold"},
	{"app/live", "Import", "ImportEvent"},
	{"app/live", "PagesRead", "PagesRead"},
	{"app/deck", "Message", "Message"},
	{"app/live", "Messages", "Messages"},
	{"app/deck", "Notice", "Notice"},
	{"app/deck", "Item", "ProgrammeItem"},
	{"app/deck", "Programme", "Programme"},
	{"app/deck", "Session", "Session"},
	{"app/deck", "Agenda", "Agenda"},
	{"app/deck", "Show", "Show"},
	{"app/deck", "Between", "Between"},
	{"app/live", "Followed", "Followed"},
	{"app/live", "Follows", "Follows"},
}

// Types returns, as TypeScript, what the server says to the pages: the Go types
// that it encodes as JSON, of the checkout at root.
func Types(root string) ([]byte, error) {
	w := typeWriter{as: map[string]string{"time.Time": "string"}}
	w.WriteString("// What the server says. Written by `go run ./build web` from the Go types that it\n// encodes as JSON: do not edit.\n")
	for _, s := range shapes {
		files, err := filepath.Glob(filepath.Join(root, s.folder, "*.go"))
		if err != nil {
			return nil, err
		}
		found := false
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			found = w.declare(file, s.name, s.as) || found
		}
		if !found {
			return nil, fmt.Errorf("bundle: %s has no type %s", s.folder, s.name)
		}
		w.as[s.name], w.as[filepath.Base(s.folder)+"."+s.name] = s.as, s.as
	}
	return w.Bytes(), w.err
}

type typeWriter struct {
	bytes.Buffer
	as  map[string]string // a Go type's name, alone and after its package's: TypeScript's
	err error
}

// declare writes the type called name if the file has it.
func (w *typeWriter) declare(file *ast.File, name, as string) bool {
	for _, d := range file.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			t, ok := spec.(*ast.TypeSpec)
			if !ok || t.Name.Name != name {
				continue
			}
			w.WriteString("\n")
			if fields, ok := t.Type.(*ast.StructType); ok {
				w.object(as, fields.Fields.List)
			} else {
				fmt.Fprintf(w, "export type %s = %s;\n", as, strings.Join(constants(file, name), " | "))
			}
			return true
		}
	}
	return false
}

func (w *typeWriter) object(as string, fields []*ast.Field) {
	fmt.Fprintf(w, "export interface %s", as)
	for _, f := range fields {
		if len(f.Names) == 0 {
			fmt.Fprintf(w, " extends %s", w.of(f.Type))
		}
	}
	w.WriteString(" {\n")
	var changeable []string
	for _, f := range fields {
		if len(f.Names) == 0 || f.Tag == nil {
			continue
		}
		text, err := strconv.Unquote(f.Tag.Value)
		if err != nil {
			w.err = err
		}
		tag := reflect.StructTag(text)
		name, options, _ := strings.Cut(tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if tag.Get("change") != "" {
			changeable = append(changeable, strconv.Quote(name))
		}
		kind, missing := w.of(f.Type), ""
		if strings.Contains(options, "omit") {
			missing, kind = "?", strings.TrimSuffix(kind, " | null")
		}
		if text := strings.Join(strings.Fields(f.Comment.Text()), " "); text != "" {
			fmt.Fprintf(w, "  /** %s */\n", text)
		}
		fmt.Fprintf(w, "  %s%s: %s;\n", name, missing, kind)
	}
	w.WriteString("}\n")
	if changeable != nil {
		fmt.Fprintf(w, "\n/** What a driver may change of it. */\nexport type DeckChange = Partial<Pick<%s, %s>>;\n", as, strings.Join(changeable, " | "))
	}
}

// of is a Go type in TypeScript.
func (w *typeWriter) of(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return w.of(t.X) + " | null"
	case *ast.ArrayType:
		if _, or := t.Elt.(*ast.StarExpr); or {
			return "(" + w.of(t.Elt) + ")[]"
		}
		return w.of(t.Elt) + "[]"
	case *ast.MapType:
		return "Record<" + w.of(t.Key) + ", " + w.of(t.Value) + ">"
	case *ast.SelectorExpr:
		return w.named(w.name(t.X) + "." + t.Sel.Name)
	}
	return w.named(w.name(t))
}

func (w *typeWriter) name(t ast.Expr) string {
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	w.err = fmt.Errorf("bundle: there is no TypeScript for %T", t)
	return ""
}

func (w *typeWriter) named(name string) string {
	switch name {
	case "int", "int64", "float64":
		return "number"
	case "bool":
		return "boolean"
	case "string":
		return "string"
	}
	if as, ok := w.as[name]; ok {
		return as
	}
	w.err = fmt.Errorf("bundle: there is no TypeScript for %s yet", name)
	return ""
}

// constants are the values of a type of strings.
func constants(file *ast.File, name string) (list []string) {
	for _, d := range file.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, spec := range gen.Specs {
			v := spec.(*ast.ValueSpec)
			if id, ok := v.Type.(*ast.Ident); ok && id.Name == name {
				list = append(list, v.Values[0].(*ast.BasicLit).Value)
			}
		}
	}
	return list
}
