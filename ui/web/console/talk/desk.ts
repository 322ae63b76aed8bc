// The talk as its tools see it.

import type { Deck } from "../decks";
import type { Moves } from "./moves";
import type { Opened } from "./opened";
import type { Panes } from "./panes";
import type { Desk } from "./tool";

/** What a desk is made of. Of the panes tools are a part: these come later. */
export interface DeskParts extends Pick<Desk, "change" | "render" | "announce"> {
  opened: Opened;
  moves: Moves;
  panes(): Panes;
  deck(): Deck | undefined;
}

export function deskOf({ opened, moves, panes, deck, change, render, announce }: DeskParts): Desk {
  return {
    get deck() { return deck(); },
    get slides() { return opened.slides; },
    get at() { return moves.at; },
    get blank() { return moves.blank; },
    get view() { return panes().stage.view; },
    move: moves.move,
    inked: (slide) => panes().redraw(slide),
    toggle: togglerOf(deck, change),
    change, render, announce,
  };
}

export function togglerOf(deck: () => Deck | undefined, change: Desk["change"]): Desk["toggle"] {
  /** What is asked for and not answered. */
  const asked = new Map<string, boolean>();
  return (what) => {
    const now = deck();
    if (!now) return;
    const key = `${now.id} ${what}`;
    const to = !(asked.get(key) ?? now[what]);
    asked.set(key, to);
    void change({ [what]: to }).then(() => asked.get(key) === to && asked.delete(key));
  };
}
