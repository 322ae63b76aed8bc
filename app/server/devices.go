package server

import (
	"net/http"
	"time"

	"lectern/app/server/access"
)

// deviceJSON is a browser or phone that was let in.
type deviceJSON struct {
	ID       int64     `json:"id"`
	Name     string    `json:"name"`
	Role     string    `json:"role"`
	Driver   bool      `json:"driver"` // moves the live deck
	This     bool      `json:"this"`   // it is the one that asks
	LastSeen time.Time `json:"last_seen"`
}

func (s *Server) listDevices(w http.ResponseWriter, r *http.Request) (int, any, error) {
	devices, err := s.Store.Devices().All(r.Context())
	if err != nil {
		return 0, nil, err
	}
	now := s.guard.Drive.Now()
	own := access.From(r.Context()).Device
	list := make([]deviceJSON, len(devices))
	for i, d := range devices {
		list[i] = deviceJSON{
			ID: d.ID, Name: d.Name, Role: d.Role, LastSeen: d.LastSeen,
			Driver: now.Drives(d.ID), This: d.ID == own,
		}
	}
	return http.StatusOK, list, nil
}

// deleteDevice sends one away. All servers hear of it, and end what it has open.
func (s *Server) deleteDevice(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "device")
	if err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, s.Store.DeleteDevice(r.Context(), id)
}

// deleteDevices sends everybody else away, and makes the links that were given so
// far worthless.
func (s *Server) deleteDevices(w http.ResponseWriter, r *http.Request) (int, any, error) {
	if err := s.Store.DropCodes(r.Context()); err != nil {
		return 0, nil, err
	}
	s.guard.DropLocal()
	return http.StatusNoContent, nil, s.Store.DeleteOtherDevices(r.Context(), access.From(r.Context()).Device)
}
