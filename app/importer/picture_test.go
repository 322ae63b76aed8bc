package importer

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestRenditionSizes(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want string
	}{
		{10, 20, "[(10,20)]"},
		{960, 540, "[(960,540)]"},
		{1000, 500, "[(960,480) (1000,500)]"},
		{2500, 1000, "[(960,384) (1920,768) (2500,1000)]"},
		{5000, 100, "[(960,19) (1920,38) (3840,77)]"},
		{5000, 1, "[(960,1) (1920,1) (3840,1)]"},
	} {
		p, _, err := makePicture(File{"a.png", pngOf(t, colourPicture(c.w, c.h))})
		if err != nil {
			t.Fatal(err)
		}
		var got []image.Point
		for _, z := range p.Sizes {
			img, _, err := image.Decode(bytes.NewReader(z.Data))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, img.Bounds().Size())
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%d × %d: %v, want %s", c.w, c.h, got, c.want)
		}
	}
}

func TestOrientation(t *testing.T) {
	// Where the red corner of the upright picture is, for each way to hold
	// the camera: stored at the top left, seen turned.
	corners := []string{"top left", "top right", "bottom right", "bottom left", "top left", "top right", "bottom right", "bottom left"}
	for o := 1; o <= 8; o++ {
		p, _, err := makePicture(File{"a.jpg", withEXIF(jpegOf(t, colourPicture(80, 40)), byte(o))})
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(p.Sizes[0].Data))
		if err != nil {
			t.Fatal(err)
		}
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		if (o >= 5) != (w == 40 && h == 80) {
			t.Errorf("%d: %d × %d", o, w, h)
		}
		red := func(x, y int) bool { r, _, b, _ := img.At(x, y).RGBA(); return r > b }
		got := ""
		for name, at := range map[string]image.Point{"top left": {5, 5}, "top right": {w - 6, 5}, "bottom left": {5, h - 6}, "bottom right": {w - 6, h - 6}} {
			if red(at.X, at.Y) {
				got = name
			}
		}
		if got != corners[o-1] {
			t.Errorf("orientation %d: red is %s, want %s", o, got, corners[o-1])
		}
		if bytes.Contains(p.Sizes[0].Data, []byte("GPS")) {
			t.Errorf("orientation %d: what the camera added was passed on", o)
		}
	}
}

func TestCoat(t *testing.T) {
	photo := image.NewRGBA(image.Rect(0, 0, 1200, 800))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range 800 {
		for x := range 1200 {
			photo.SetRGBA(x, y, color.RGBA{byte(x/8 + r.IntN(24)), byte(y/5 + r.IntN(24)), byte((x+y)/12 + r.IntN(24)), 255})
		}
	}
	clear := colourPicture(1200, 800)
	clear.Pix[3] = 0
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"photo as PNG": {pngOf(t, photo), "image/jpeg"},
		"photo":        {jpegOf(t, photo), "image/jpeg"},
		"drawing":      {pngOf(t, colourPicture(1200, 800)), "image/png"},
		"transparent":  {pngOf(t, clear), "image/png"},
		"still GIF":    {gifOf(t, 1), "image/png"},
	} {
		p, _, err := makePicture(File{"a", c.data})
		if err != nil {
			t.Fatal(err)
		}
		for _, z := range p.Sizes {
			if z.Type != c.want {
				t.Errorf("%s: %d wide is %s", name, z.Width, z.Type)
			}
		}
	}
}

// TestFewColours: a palette loses nothing.
func TestFewColours(t *testing.T) {
	for n := range 3 {
		img := image.NewRGBA(image.Rect(0, 0, 300, 200))
		for i := range 300 * 200 {
			v := byte(i)
			img.Set(i%300, i/300, color.NRGBA{v, 255 - v, byte(n) * v, 255})
		}
		size, err := encodePNG(img)
		if err != nil {
			t.Fatal(err)
		}
		back, err := png.Decode(bytes.NewReader(size.Data))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := back.(*image.Paletted); !ok {
			t.Errorf("%d: %T", n, back)
		}
		for i := range 300 * 200 {
			a, b := img.At(i%300, i/300), color.RGBAModel.Convert(back.At(i%300, i/300))
			if a != b {
				t.Fatalf("%d: pixel %d is %v, was %v", n, i, b, a)
			}
		}
	}
}

func TestAnimation(t *testing.T) {
	data := gifOf(t, 3)
	secret := append([]byte("\x21\xfe\x06secret\x00"), data[len(data)-1])
	p, _, err := makePicture(File{"a.gif", append(data[:len(data)-1:len(data)-1], secret...)})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Sizes) != 1 || p.Sizes[0].Type != "image/gif" || p.Width != 8 || bytes.Contains(p.Sizes[0].Data, []byte("secret")) {
		t.Errorf("%+v", p)
	}
	g, err := gif.DecodeAll(bytes.NewReader(p.Sizes[0].Data))
	if err != nil || len(g.Image) != 3 || g.LoopCount != 0 {
		t.Errorf("%v %+v", err, g)
	}
}

func TestAnimatedWebP(t *testing.T) {
	chunk := func(name, body string) string {
		return name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	}
	body := "WEBP" + chunk("VP8X", "\x0e\x00\x00\x00\x0f\x00\x00\x09\x00\x00") + chunk("ANIM", "\x00\x00\x00\x00\x00\x00") +
		chunk("ANMF", strings.Repeat("x", 20)) + chunk("EXIF", "GPS!") + chunk("XMP ", "GPS!")
	p, _, err := makePicture(File{"a.webp", []byte(chunk("RIFF", body))})
	if err != nil {
		t.Fatal(err)
	}
	out := p.Sizes[0].Data
	if p.Width != 16 || p.Height != 10 || p.Sizes[0].Type != "image/webp" || bytes.Contains(out, []byte("GPS")) || out[20] != 0x02 {
		t.Errorf("%+v", p)
	}
	if n := binary.LittleEndian.Uint32(out[4:]); int(n)+8 != len(out) {
		t.Errorf("the header says %d, it is %d", n, len(out))
	}
}

func TestSVG(t *testing.T) {
	for name, c := range map[string]struct{ in, want, text string }{
		"plain": {`<svg width="10" height="5"><title>T</title><text>a<tspan>b</tspan></text></svg>`,
			`<title>T</title><text>a<tspan>b</tspan></text>`, "T\na\nb"},
		"script":         {`<svg><script>alert(1)</script><g/></svg>`, `<g></g>`, ""},
		"handler":        {`<svg onload="x()"><g onclick="x()" fill="red"/></svg>`, `<g fill="red"></g>`, ""},
		"foreign":        {`<svg><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject><g/></svg>`, `<g></g>`, ""},
		"animated link":  {`<svg><a href="#"><animate attributeName="href" to="javascript:x()"/><g/></a></svg>`, `<g></g>`, ""},
		"outer picture":  {`<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="https://x.example/a.png"/><use href="other.svg#a"/><use xlink:href="#b"/></svg>`, `<image></image><use></use><use xlink:href="#b"></use>`, ""},
		"inner picture":  {`<svg><image href="data:image/png;base64,AAAA"/><image href="data:image/svg+xml;base64,AAAA"/></svg>`, `<image href="data:image/png;base64,AAAA"></image><image></image>`, ""},
		"paint":          {`<svg><rect fill="url(#g)"/><rect fill="url(https://x.example/g)" style="fill: URL( 'http://x' )"/></svg>`, `<rect fill="url(#g)"></rect><rect></rect>`, ""},
		"style":          {`<svg><style>/* c */ .a{fill:red}</style></svg>`, `<style>  .a{fill:red}</style>`, ""},
		"import":         {`<svg><style>@import "https://x.example/a.css";</style></svg>`, `<style></style>`, ""},
		"cut import":     {`<svg><style>@imp<!-- -->ort "https://x.example/a.css";</style></svg>`, `<style></style>`, ""},
		"escaped import": {`<svg><style>@\69mport "https://x.example/a.css";</style></svg>`, `<style></style>`, ""},
		"editor":         {`<svg xmlns:i="http://www.inkscape.org/namespaces/inkscape"><i:grid/><g i:label="x"/><metadata>m</metadata></svg>`, `<g></g>`, ""},
		"entity":         {`<!DOCTYPE svg [<!ENTITY ns "urn:x">]><svg><g id="&ns;"/></svg>`, `<g id="urn:x"></g>`, ""},
		"prefix":         {`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>`, `<g></g>`, ""},
		"base":           {`<svg xml:base="https://x.example/"><g xml:space="preserve"/></svg>`, `<g xml:space="preserve"></g>`, ""},
	} {
		in := c.in
		if !strings.Contains(in, "s:svg") {
			in = strings.Replace(in, "<svg", `<svg xmlns="http://www.w3.org/2000/svg"`, 1)
		}
		p, text, err := makePicture(File{"a.svg", []byte(in)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		out := string(p.Sizes[0].Data)
		checkSVG(t, p.Sizes[0].Data)
		inner := strings.TrimSuffix(out[strings.Index(out, ">")+1:], "</svg>")
		if inner != c.want || text != c.text {
			t.Errorf("%s: %s %q", name, out, text)
		}
	}
}

func TestSVGBombs(t *testing.T) {
	for _, in := range []string{
		`<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>`,
		`<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg">` + strings.Repeat("<g>", 10_000) + strings.Repeat("</g>", 10_000) + `</svg>`,
	} {
		if _, _, err := makePicture(File{"a.svg", []byte(in)}); err == nil {
			t.Errorf("%.80s was taken", in)
		}
	}
}

func TestSVGSize(t *testing.T) {
	for attrs, want := range map[string]string{
		`width="10" height="20"`:                 "10 20",
		`width="1in" height="2in"`:               "96 192",
		`viewBox="0 0 300 150"`:                  "300 150",
		`viewBox="0,0,300,150" width="100"`:      "100 50",
		`viewBox="0 0 300 150" height="75px"`:    "150 75",
		`width="100%" viewBox="0 0 40 30"`:       "40 30",
		``:                                       "0 0",
		`width="1e9" height="1e9"`:               "0 0",
		`width="999999999" height="99999999999"`: "0 0",
	} {
		p, _, err := makePicture(File{"a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" ` + attrs + `/>`)})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(p.Width, p.Height); got != want {
			t.Errorf("%s: %s, want %s", attrs, got, want)
		}
	}
}
