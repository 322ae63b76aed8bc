package answer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
)

var errMore = errors.New("more follows the object")

// unreadable says what is wrong with a body that ReadJSON could not read, in a
// sentence for whoever wrote the program that sent it.
func unreadable(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	_, unknown, isUnknown := strings.Cut(err.Error(), "json: unknown field ") // it has no type of its own
	switch {
	case errors.Is(err, errMore):
		return "The request has more than one JSON object"
	case errors.Is(err, io.EOF):
		return "The request has no body; it must be a JSON object"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "The JSON of the request is cut off"
	case errors.As(err, &syntax):
		return fmt.Sprintf("The request is no JSON: something is wrong at its byte %d", syntax.Offset)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Sprintf("%q must be %s", kind.Field, wanted(kind.Type))
	case errors.As(err, &kind):
		return "The request must be " + wanted(kind.Type)
	case isUnknown:
		return "There is no field " + unknown + " here"
	default:
		return "The request is no JSON of the form that is expected here"
	}
}

// wanted names a type as JSON has it.
func wanted(t reflect.Type) string {
	null := ""
	for t.Kind() == reflect.Pointer {
		t, null = t.Elem(), " or null"
	}
	if t == reflect.TypeFor[time.Time]() {
		return "a time as in 2026-11-28T09:30:00Z" + null
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false" + null
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint, reflect.Uint32, reflect.Uint64:
		return "a whole number" + null
	case reflect.Float64, reflect.Float32:
		return "a number" + null
	case reflect.String:
		return "a string" + null
	case reflect.Slice, reflect.Array:
		return "a list" + null
	default:
		return "an object" + null
	}
}
