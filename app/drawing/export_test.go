package drawing

// OnArrival has f called for each new job. It must be called before Run.
func (d *Drawing) OnArrival(f func()) { d.testArrived = f }
