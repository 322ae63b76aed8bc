package convert

import (
	"context"
	"fmt"

	"lectern/app/fault"
	"lectern/app/importer/office"
	"lectern/app/importer/words"
)

// importTalk makes a deck of a talk of an office's program.
func importTalk(ctx context.Context, c *choice, to *guard) error {
	name := words.Base(c.main)
	switch {
	case c.kind == office.Locked:
		return fault.Errorf(fault.NotADeck, "%s is locked with a password; save a copy without one", name)
	case !c.kind.Read():
		return fault.Errorf(fault.NotADeck, "%s is %s; export it as PDF and import that", name, c.kind.What())
	}
	talk, err := office.Read(ctx, c.files, c.main, c.kind)
	if err != nil {
		return err
	}
	defer talk.Close()
	to.Step(name)
	if err := to.Remark(ctx, fmt.Sprintf("%s is shown as its titles, words and pictures, without its layout; export it as PDF to show it as it was made.", name)); err != nil {
		return err
	}
	for _, r := range talk.Remarks() {
		if err := to.Remark(ctx, r); err != nil {
			return err
		}
	}
	return talk.Import(ctx, to)
}
