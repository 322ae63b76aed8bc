package jpeg

import (
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".jpg"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func always(int) error { return nil }

// TestAsLibjpeg: to the last bit, whatever the sampling and the damage. The sums are of
// what libjpeg-turbo's djpeg 2.1 made of the files, which its cjpeg wrote.
func TestAsLibjpeg(t *testing.T) {
	for name, want := range map[string]uint32{
		"1x1":              0x23fdb04c,
		"1x2":              0x1a57fa25,
		"1x3":              0x79193275,
		"1x4":              0xf3699a75,
		"2x1":              0x18532f74,
		"2x2":              0xa2359f08,
		"2x4":              0x6a9ecb05,
		"3x1":              0x12fa0d34,
		"4x1":              0x80e91789,
		"4x2":              0x888ca6e4,
		"flipped":          0xa4a1771d,
		"gray":             0xb6bcf914,
		"luma-smaller":     0x68fa65d8,
		"progressive-1x4":  0xf3699a75,
		"progressive-2x1":  0x18532f74,
		"progressive-2x2":  0xa2359f08,
		"progressive-3x1":  0x12fa0d34,
		"progressive-gray": 0xb6bcf914,
		"restart":          0xa2359f08,
		"rgb":              0xcd6577fa,
		"cut":              0x57a32e7b,
		"noend":            0xa2359f08,
		"restart-missing":  0x6f32aa05,
		"restart-lost":     0x6f32aa05,
		"restart-twice":    0x6f32aa05,
		"rubbish":          0xa2359f08,
	} {
		img, missing, err := Decode(read(t, name), always)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sum := uint32(0)
		row := make([]byte, 3*img.width)
		for y := range img.height {
			img.Row(y, row)
			sum = crc32.Update(sum, crc32.IEEETable, row)
		}
		if sum != want {
			t.Errorf("%s: %#08x, want %#08x", name, sum, want)
		}
		if part := map[string]bool{"cut": true, "restart-missing": true, "restart-lost": true, "restart-twice": true}; part[name] != (missing > 0) || missing > 0.5 {
			t.Errorf("%s: %.2f is missing", name, missing)
		}
	}
}

// TestNotShown: what no browser shows says which kind it is.
func TestNotShown(t *testing.T) {
	for name, want := range map[string]error{"arithmetic": ErrArithmetic, "deep": ErrDeep} {
		if _, _, err := Decode(read(t, name), always); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole := read(t, "2x2")
	lossless := []byte(strings.Replace(string(whole), "\xff\xc0", "\xff\xc3", 1))
	if _, err := DecodeConfig(lossless); !errors.Is(err, ErrLossless) {
		t.Error(err)
	}
	for n := range len(whole) / 2 {
		if _, missing, err := Decode(whole[:n], always); err == nil && missing == 0 {
			t.Errorf("the first %d bytes are all of it", n)
		}
	}
}

// TestStop: decoding ends when it is told to.
func TestStop(t *testing.T) {
	stop := errors.New("stop")
	for _, name := range []string{"2x2", "progressive-2x2"} {
		for most := range 3 {
			asked := 0
			_, _, err := Decode(read(t, name), func(int) error {
				if asked++; asked > most {
					return stop
				}
				return nil
			})
			if err != stop {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.jpg")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := DecodeConfig(data); err != nil || c.Width*c.Height > 1<<16 {
			return
		}
		img, missing, err := Decode(data, func(scans int) error {
			if scans > 50 {
				return errors.New("too many")
			}
			return nil
		})
		if err != nil {
			return
		}
		row := make([]byte, 3*img.width)
		for y := range img.height {
			img.Row(y, row)
		}
		if missing < 0 || missing > 0.5 {
			t.Errorf("%v is missing", missing)
		}
	})
}
