package browser

import (
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// swipe draws a finger across the page, or taps where it begins. It takes as long as a
// hand does, by the events' own times, however busy the machine is.
func (p *tab) swipe(y, from, to float64) {
	p.t.Helper()
	at := func(x float64) []*input.TouchPoint { return []*input.TouchPoint{{X: x, Y: y}} }
	events := []input.DispatchTouchEventParams{{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: at(from)}}
	if from != to {
		for _, x := range []float64{(from + to) / 2, to} {
			events = append(events, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchMove, TouchPoints: at(x)})
		}
	}
	events = append(events, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
	begin := float64(time.Now().UnixMicro()) / 1e6
	for i, e := range events {
		e.Timestamp = input.TimeSinceEpoch(begin + float64(i)*0.03)
		if _, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, e); err != nil {
			p.t.Fatal(err)
		}
	}
}
