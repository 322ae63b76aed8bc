package server

import (
	"net/http"
	"strconv"

	"lectern/app/fault"
)

// pathID reads the id of a deck or device out of the path. What is no id is none.
func pathID(r *http.Request, what string) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, fault.Errorf(fault.NotFound, "There is no such %s", what)
	}
	return id, nil
}
