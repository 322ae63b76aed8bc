package deck

// Notice is an urgent message, over everything on every screen until it is taken back.
type Notice struct {
	Text    string `json:"text"`              // lines of 1 to 500 characters together; "" is none
	Version string `json:"version,omitempty"` // another one of another text; missing for none
}
