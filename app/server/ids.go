package server

import (
	"net/http"
	"strconv"

	"lectern/app/fault"
)

// pathID reads a deck's id out of the path. What is no id is no deck.
func pathID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, fault.Errorf(fault.NotFound, "There is no such deck")
	}
	return id, nil
}
