package cli

import (
	"context"
	"fmt"
	"strings"
)

const commandHelp = `Lectern: present, and every screen in the room follows.

  lectern [FILE…]           the presenter's window; FILEs are imported, the first goes live
  lectern serve [FILE…]     the same without a window
  lectern kiosk [URL]       a full-screen follower; finds the server by itself
  lectern import FILE…      add decks to the library; prints id, slides, title of each
  lectern export DECK FILE  write a deck, by its id or title, as a file of that ending:
                            .pdf, .html (for anybody), .zip (pictures and notes) or
                            .lectern (everything)
  lectern check             can phones reach this computer? What to do where they cannot
  lectern link              print a link that opens the console in one more browser
  lectern db                print the database's address: psql "$(lectern db)"
  lectern version           version, commit, PostgreSQL, with or without window

A FILE is a PDF, a talk (.pptx, .odp), a Markdown file, a picture, or a folder or a zip of these.
Several pictures, and nothing else, are one deck.

Flags, before or after the command (or as environment, LECTERN_ADDR and so on):
`

func printHelp(context.Context, options) error {
	fmt.Print(help())
	return nil
}

// help is what `lectern help` prints. The flags' part is made from the grammar.
func help() string {
	const column = 28
	var b strings.Builder
	b.WriteString(commandHelp)
	for _, f := range new(grammar).parser().Model.Flags {
		name := "  --" + f.Name
		if f.PlaceHolder != "" {
			name += " " + f.PlaceHolder
		}
		if len([]rune(name)) >= column {
			name += "\n" + strings.Repeat(" ", column)
		}
		fmt.Fprintf(&b, "%-*s%s\n", column, name, f.Help)
	}
	return b.String()
}
