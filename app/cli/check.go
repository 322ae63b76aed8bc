package cli

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"

	"lectern/app"
	"lectern/app/client"
	"lectern/app/datadir"
	"lectern/app/fault"
	"lectern/app/lan"
	"lectern/app/lan/reach"
)

// check tells whether phones can reach this computer, and what to do where they cannot:
// by the Lectern that runs, or else by listening as one would.
func check(ctx context.Context, o options) error {
	arrived := make(chan string, 1)
	var report reach.Report
	var phone func(context.Context) (string, error)
	if run, running := datadir.FindRunning(o.config.Data); running {
		c := client.Client{Run: run}
		known, err := c.Reach(ctx)
		if err != nil {
			return err
		}
		report.Portal, report.Announces = known.Portal, known.Announces
		for _, a := range known.Addresses {
			report.Addresses = append(report.Addresses, a.Address)
		}
		since := time.Now()
		phone = func(ctx context.Context) (string, error) { return nextPhone(ctx, c, since) }
		fmt.Printf("Lectern runs here, and listens on port %s.\n\n", port(run.URL))
	} else {
		var stop func()
		var err error
		report, stop, err = app.Reach(ctx, o.config, func(host string, from netip.Addr) {
			select {
			case arrived <- fmt.Sprintf("%s has opened http://%s/", from, host):
			default:
			}
		})
		if err != nil {
			return err
		}
		defer stop()
		phone = func(ctx context.Context) (string, error) {
			select {
			case said := <-arrived:
				return said, nil
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		fmt.Print("No Lectern runs here, so this is how it would be.\n\n")
	}
	tell(os.Stdout, report)
	if !report.Can() {
		return fault.Errorf(fault.Conflict, "phones cannot reach this computer: see above")
	}
	if !o.phone {
		return nil
	}
	return awaitPhone(ctx, o, report, phone)
}

// tell writes what was found, for a person.
func tell(w io.Writer, r reach.Report) {
	var phones, screens advice
	for _, a := range r.Addresses {
		mark := "no "
		if a.Can() {
			mark = "yes"
		}
		fmt.Fprintf(w, "  %s  %-32s %s\n", mark, a.URL, way(a))
		if a.Kind != lan.Inside {
			phones.add(a.Firewall)
			screens.add(a.Multicast)
		}
	}
	if len(r.Addresses) == 0 {
		fmt.Fprint(w, "  There is no network here.\n")
	} else if r.Announces {
		mark := map[reach.State]string{reach.Open: "yes", reach.Blocks: "no ", reach.Unknown: "?  "}[r.Found()]
		fmt.Fprintf(w, "  %s  screens find it by themselves    multicast DNS, UDP port 5353\n", mark)
	}
	phones.tell(w, "The firewall keeps phones out. This lets them in:",
		"Whether the firewall lets phones in cannot be seen from here. If they cannot open the page:")
	screens.tell(w, "The firewall keeps screens from finding this computer, and this one from finding a server. This lets their questions and answers in:",
		"Whether the firewall lets screens find this computer cannot be seen from here. If they do not:")
	if r.Portal {
		fmt.Fprint(w, "\nThis network wants something clicked in a browser before it lets anybody out.\nUntil then it may keep phones apart, too.\n")
	}
	if r.Can() {
		fmt.Fprint(w, "\nThat is all that can be seen from here. If a phone in the same network still cannot\nopen the first address, the network keeps its guests apart (\"client isolation\"): use\nanother one, or a phone's hotspot.\n")
	}
}

// advice is what is to be typed, each once, in the order of the addresses.
type advice []reach.Firewall

func (c *advice) add(f *reach.Firewall) {
	if f == nil || f.Command == "" {
		return
	}
	if i := slices.IndexFunc(*c, func(other reach.Firewall) bool { return other.Command == f.Command }); i < 0 {
		*c = append(*c, *f)
	} else if f.State == reach.Blocks {
		(*c)[i].State = reach.Blocks
	}
}

// tell writes them, with why: that they are needed, or may be.
func (c advice) tell(w io.Writer, needed, perhaps string) {
	for _, f := range c {
		why := perhaps
		if f.State == reach.Blocks {
			why = needed
		}
		fmt.Fprintf(w, "\n%s\n  %s\n", why, f.Command)
		switch {
		case f.Keep != "":
			fmt.Fprintf(w, "That holds until this computer restarts. This makes it last:\n  %s\n", f.Keep)
		case f.Fleeting:
			fmt.Fprint(w, "That holds until this computer restarts: the file that the rules are read from needs it, too.\n")
		}
	}
}

// way says where an address leads, and what is wrong with it.
func way(a reach.Address) string {
	said := map[lan.Kind]string{lan.WiFi: "Wi-Fi", lan.Wired: "network", lan.VPN: "VPN", lan.Inside: "containers and virtual machines of this computer", lan.Here: "this computer alone"}[a.Kind]
	if a.Interface != "" {
		said += " (" + a.Interface + ")"
	}
	switch {
	case a.Kind == lan.Inside, a.Kind == lan.Here:
	case !a.Answers:
		said += ": nobody answers there"
	case a.Firewall != nil && a.Firewall.State == reach.Blocks:
		said += ": " + a.Firewall.Name + " keeps phones out"
	case a.Firewall != nil && a.Firewall.State == reach.Unknown && a.Firewall.Command == "":
		said += ": the rules of " + a.Firewall.Name + " cannot be read wholly"
	case a.DefaultRoute:
		said += ", the way to the internet"
	}
	return said
}

// awaitPhone waits for the only proof there is.
func awaitPhone(ctx context.Context, o options, r reach.Report, next func(context.Context) (string, error)) error {
	var best string
	for _, a := range r.Addresses {
		if a.Can() {
			best = a.URL
			break
		}
	}
	fmt.Printf("\nOpen %s on a phone now. Ctrl-C ends it.\n", best)
	if o.config.Terminal {
		if code, err := lan.Terminal(best); err == nil {
			fmt.Printf("\n%s\n", code)
		}
	}
	said, err := next(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("It works: %s.\n", said)
	return nil
}

// nextPhone waits until a phone opens a page of a running Lectern after a time.
func nextPhone(ctx context.Context, c client.Client, since time.Time) (string, error) {
	for {
		known, err := c.Reach(ctx)
		if err != nil {
			return "", err
		}
		for _, a := range known.Addresses {
			if a.Phone != nil && a.Phone.At.After(since) {
				return fmt.Sprintf("%s has opened %s", a.Phone.From, a.URL), nil
			}
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// port is that of an address.
func port(url string) string {
	host := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	if _, port, err := net.SplitHostPort(host); err == nil {
		return port
	}
	return "80"
}
