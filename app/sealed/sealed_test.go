package sealed

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// known is what the pages' half is held to as well: ui/web/line/sealed.test.ts.
type known struct {
	Secret        string `json:"secret"` // hex
	Deck, Content int64
	Slide, Step   int
	Key           string // as in an event
	Commitment    string // hex
	Plain         string // hex
	Sealed        string // hex
}

// TestKnown: a changed format is another one, with other words in its derivations.
func TestKnown(t *testing.T) {
	text, err := os.ReadFile("testdata/known.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []known
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		key := From(unhex(t, k.Secret)).Of(k.Deck, k.Content, k.Slide, k.Step)
		if parsed, err := Parse(k.Key); err != nil || parsed != key {
			t.Errorf("%s is %v, %v", k.Key, parsed, err)
		}
		if key.String() != k.Key {
			t.Errorf("the key of %d/%d/%d/%d is %s, want %s", k.Deck, k.Content, k.Slide, k.Step, key, k.Key)
		}
		if c := key.Commitment(); hex.EncodeToString(c[:]) != k.Commitment {
			t.Errorf("the commitment of %s is %x, want %s", k.Key, c, k.Commitment)
		}
		if got := key.Seal(unhex(t, k.Plain)); hex.EncodeToString(got) != k.Sealed {
			t.Errorf("%s seals to\n%x, want\n%s", k.Plain, got, k.Sealed)
		}
	}
	if len(all) < 3 {
		t.Errorf("%d answers are known", len(all))
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestParse(t *testing.T) {
	for _, text := range []string{"", "abc", "not base64 !", strings.Repeat("A", 42), strings.Repeat("A", 44), strings.Repeat("A", 43) + "="} {
		if k, err := Parse(text); err == nil {
			t.Errorf("%q is the key %v", text, k)
		}
	}
}

// TestKeysDiffer: each of the numbers makes another key, and none runs into the next.
func TestKeysDiffer(t *testing.T) {
	keys, seen := From(bytes.Repeat([]byte{7}, 32)), map[Key]string{}
	add := func(k Key, of string) {
		if other, taken := seen[k]; taken {
			t.Errorf("%s has the key of %s", of, other)
		}
		seen[k] = of
	}
	for _, of := range [][4]int64{{1, 2, 3, 4}, {2, 2, 3, 4}, {1, 3, 3, 4}, {1, 2, 4, 4}, {1, 2, 3, 5}, {1, 2, 34, 0}, {12, 3, 4, 0}, {1, 23, 4, 0}, {0, 0, 0, 0}, {math.MaxInt64, -1, 1, 0}} {
		add(keys.Of(of[0], of[1], int(of[2]), int(of[3])), string(json.RawMessage(must(json.Marshal(of)))))
	}
	add(From(bytes.Repeat([]byte{8}, 32)).Of(1, 2, 3, 4), "another secret")
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// TestSeal: only the key opens, only what was sealed, and no nonce comes twice.
func TestSeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := From(rapid.SliceOfN(rapid.Byte(), 16, 64).Draw(t, "secret"))
		key, other := keys.Of(1, 2, 3, 0), keys.Of(1, 2, 3, 1)
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := key.Seal(plain)
		if len(sealed) != len(plain)+Overhead || !bytes.Equal(sealed, key.Seal(plain)) {
			t.Fatalf("%d bytes become %d, and not the same ones again", len(plain), len(sealed))
		}
		if got, err := key.Open(sealed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%x, %v; want %x", got, err, plain)
		}
		if more := key.Seal(append(plain, 0)); bytes.Equal(more[:commitmentSize], sealed[:commitmentSize]) == bytes.Equal(more[:nonceEnd], sealed[:nonceEnd]) {
			t.Fatal("two plain texts of a key share the nonce, or not the commitment")
		}
		if _, err := other.Open(sealed); err != ErrKey {
			t.Fatalf("another key: %v", err)
		}
		// Not even where somebody writes the other key's commitment over it.
		c := other.Commitment()
		if _, err := other.Open(append(c[:], sealed[commitmentSize:]...)); err != ErrKey {
			t.Fatalf("another key, with its commitment: %v", err)
		}
		at := rapid.IntRange(0, len(sealed)*8-1).Draw(t, "bit")
		sealed[at/8] ^= 1 << (at % 8)
		if _, err := key.Open(sealed); err != ErrKey {
			t.Fatalf("bit %d damaged: %v", at, err)
		}
		if _, err := key.Open(sealed[:rapid.IntRange(0, len(sealed)-1).Draw(t, "cut")]); err != ErrKey {
			t.Fatalf("cut: %v", err)
		}
	})
}

// TestBundle: what is put in comes out, with any number of pictures.
func TestBundle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Bundle{View: must(json.Marshal(map[string]string{"html": "<p>" + rapid.String().Draw(t, "html") + "</p>"}))}
		size := len(in.View)
		for range rapid.IntRange(0, 3).Draw(t, "pictures") {
			p := Picture{rapid.String().Draw(t, "address"), rapid.String().Draw(t, "type"), rapid.SliceOf(rapid.Byte()).Draw(t, "data")}
			in.Pictures = append(in.Pictures, p)
			size += len(p.Data)
		}
		plain := must(in.Bytes())
		if len(plain) != Padded(len(plain)) || len(plain) < size {
			t.Fatalf("%d bytes in %d", size, len(plain))
		}
		out, err := Read(plain)
		if err != nil || len(out.Pictures) != len(in.Pictures) {
			t.Fatalf("%+v, %v", out, err)
		}
		var a, b any
		if json.Unmarshal(in.View, &a) != nil || json.Unmarshal(out.View, &b) != nil || string(must(json.Marshal(a))) != string(must(json.Marshal(b))) {
			t.Fatalf("%s, want %s", out.View, in.View)
		}
		for i, p := range in.Pictures {
			q := out.Pictures[i]
			if q.Address != valid(p.Address) || q.Type != valid(p.Type) || !bytes.Equal(q.Data, p.Data) {
				t.Fatalf("%+v, want %+v", q, p)
			}
		}
	})
	if plain := must(Bundle{View: json.RawMessage(`{"html":"<p>&</p>"}`)}.Bytes()); !bytes.Contains(plain, []byte("<p>&</p>")) {
		t.Errorf("HTML is longer than it has to be: %q", plain[:60])
	}
}

func valid(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

func FuzzRead(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 2, '{', '}'})
	f.Add([]byte{255, 255, 255, 255, '{', '}'})
	f.Add(append([]byte{0, 0, 0, 36}, `{"view":1,"pictures":[{"size":1000}]}`...))
	f.Add(append([]byte{0, 0, 0, 34}, `{"view":1,"pictures":[{"size":-1}]}`...))
	f.Add(must(Bundle{View: json.RawMessage("{}"), Pictures: []Picture{{"/pictures/a/960", "image/png", []byte("picture")}}}.Bytes()))
	f.Fuzz(func(t *testing.T, plain []byte) {
		b, err := Read(plain)
		size := 0
		for _, p := range b.Pictures {
			size += len(p.Data)
		}
		if size > len(plain) || err != nil && b.Pictures != nil {
			t.Errorf("%d bytes of pictures in %d, %v", size, len(plain), err)
		}
	})
}

// TestPadded: few lengths, and little waste.
func TestPadded(t *testing.T) {
	lengths := map[int]bool{}
	for size := 0; size < 1<<20; size++ {
		p := Padded(size)
		if p < size || size > leastSize && float64(p) > 1.125*float64(size) {
			t.Fatalf("%d becomes %d", size, p)
		}
		lengths[p] = true
	}
	if want := 7*8 + 1; len(lengths) != want {
		t.Errorf("%d lengths up to a megabyte, want %d", len(lengths), want)
	}
}

func BenchmarkSeal(b *testing.B) {
	key, plain := From(make([]byte, 32)).Of(1, 2, 3, 4), make([]byte, 1<<20)
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		key.Seal(plain)
	}
}
