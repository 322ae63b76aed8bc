package deck

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Change is new values for some of the fields of a State that a driver may
// change, by their names in JSON.
type Change map[string]any

// FromStart makes a deck live from its beginning: nothing covers it, and its clock
// stands at zero.
func FromStart() Change {
	return Change{"live": true, "current_slide": 1, "blank": Shown, "started_at": (*time.Time)(nil)}
}

// changeable are the types of these fields, and changeBy who may change each.
var changeable, changeBy = func() (map[string]reflect.Type, map[string]string) {
	fields, by := map[string]reflect.Type{}, map[string]string{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[State]()) {
		if who := f.Tag.Get("change"); who != "" {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			fields[name], by[name] = f.Type, who
		}
	}
	return fields, by
}()

// Drives reports whether it takes the driver to make the change of a live deck, or of
// one that it makes live.
func (c Change) Drives() bool { return c.any(func(by string) bool { return by != "presenter" }) }

// Presents reports whether it takes a presenter to make the change.
func (c Change) Presents() bool { return c.any(func(by string) bool { return by != "driver" }) }

func (c Change) any(of func(by string) bool) bool {
	for name := range c {
		if of(changeBy[name]) {
			return true
		}
	}
	return false
}

// Check returns an error where a field is none that may be changed, or its value
// is of another type.
func (c Change) Check() error {
	for name, value := range c {
		switch want := changeable[name]; {
		case want == nil:
			return fmt.Errorf("deck: unknown field %q", name)
		case reflect.TypeOf(value) != want:
			return fmt.Errorf("deck: %s is %T, want %s", name, value, want)
		}
	}
	return nil
}

// UnmarshalJSON takes an object. A field that is null is left alone, unless the
// state may have none there.
func (c *Change) UnmarshalJSON(b []byte) error {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(b, &given); err != nil {
		return err
	}
	*c = Change{}
	for name, raw := range given {
		kind := changeable[name]
		if kind == nil {
			return fmt.Errorf("json: unknown field %q", name) // as encoding/json says it
		}
		if string(raw) == "null" && kind.Kind() != reflect.Pointer {
			continue
		}
		value := reflect.New(kind)
		if err := json.Unmarshal(raw, value.Interface()); err != nil {
			return &json.UnmarshalTypeError{Value: strings.TrimSpace(string(raw)), Type: kind, Field: name}
		}
		(*c)[name] = value.Elem().Interface()
	}
	return nil
}
