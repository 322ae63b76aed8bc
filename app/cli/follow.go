package cli

import (
	"context"
	"fmt"
	"sync"

	"lectern/app"
	"lectern/app/client"
	"lectern/app/fault"
	"lectern/app/importer/source"
	"lectern/app/importer/source/changes"
	"lectern/app/library/watch"
)

// followers are decks of a Lectern that runs already and cannot read their files, as
// another user's, or one in a container, cannot: this process sends what is saved.
type followers []follower

type follower struct {
	through client.Client
	deck    int64
	paths   []string
	from    source.Footprint
}

// take has the running Lectern follow a deck's files, or this process.
func (f *followers) take(ctx context.Context, c app.Config, through client.Client, id int64, paths []string) {
	if !watch.Can(paths) {
		return
	}
	name := source.NameOf(paths)
	err := through.Follow(ctx, id, paths, c.Options.Password)
	if err == nil {
		fmt.Fprintf(c.Out, "It follows %s: what you save there is on the screens at once.\n", name)
		return
	}
	files, err := source.OpenDisk(paths...)
	if err != nil {
		return // it has gone meanwhile
	}
	defer files.Close()
	*f = append(*f, follower{through, id, paths, files.Footprint()})
}

// run sends what is saved until ctx ends; at once where there is nothing to follow.
func (f followers) run(ctx context.Context, c app.Config) {
	var all sync.WaitGroup
	for _, one := range f {
		fmt.Fprintf(c.Out, "This process follows %s for it: what you save there is on the screens at once. Ctrl-C ends that.\n", source.NameOf(one.paths))
		all.Go(func() { one.run(ctx, c) })
	}
	all.Wait()
}

func (f follower) run(ctx context.Context, c app.Config) {
	files := changes.Open(f.from)
	defer files.Close()
	o := c.Options
	o.Update, o.Saved = fmt.Sprint(f.deck), true
	for files.Next(ctx) == nil {
		now, err := source.OpenDisk(f.paths...)
		if err == nil {
			files.Set(now.Footprint())
			now.Close()
			_, err = f.through.Import(ctx, f.paths, o, func(int, int) {})
		}
		if err != nil && ctx.Err() == nil {
			fmt.Fprintf(c.Out, "%s: %s. The screens keep what they had.\n", source.NameOf(f.paths), fault.Sentence(err))
		}
	}
}
