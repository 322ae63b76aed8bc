package deck

// Drive is who moves the live deck.
type Drive struct {
	Turn   int64   `json:"turn"`   // grows with every change
	Driver *Driver `json:"driver"` // nil: nobody does, and a presenter who moves it becomes it
	Asks   *Driver `json:"asks"`   // who would like to be it; or nil
}

// Driver is a device that moves the live deck, or may.
type Driver struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"` // presenter or remote
}

// Drives reports whether it is this device.
func (d Drive) Drives(device int64) bool { return d.Driver != nil && d.Driver.ID == device }
