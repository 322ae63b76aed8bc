// Slides of other decks, found in the midst of a talk.

import { choose } from "../../kit/dialog";
import { complain } from "../../kit/toast";
import type { Deck, Decks } from "../decks";
import type { Hit } from "../searching";
import * as server from "../server";
import { mayGo } from "../to-slide";
import { backAt, showDeck } from "./moment/moment";

/** Goes to a slide that was found, from the deck that is open. */
export async function goElsewhere(decks: Decks, open: Deck | undefined, { deck: id, slide }: Hit): Promise<void> {
  const deck = decks.get(id);
  if (!deck || !open) return;
  if (id === open.interlude_of) await backAt(id, slide);
  else if (!open.live) await openAt(decks, deck, slide);
  else {
    const how = await choose(`Show slide ${slide} of “${deck.title}” to the room?`, "Every screen shows it in the midst of your talk. Esc leads back to where that is.",
      [{ text: "Show it for a moment", answer: "show" }, { text: "Open that deck", answer: "open" }]);
    if (how === "show") await showDeck(id, open, slide);
    else if (how === "open") await openAt(decks, deck, slide);
  }
}

async function openAt(decks: Decks, deck: Deck, slide: number): Promise<void> {
  if (!(await mayGo(deck, slide))) return;
  try {
    decks.answer(await server.changeDeck(deck.id, { current_slide: slide, current_step: 0 }));
  } catch (error) {
    complain(error);
  }
  location.hash = `#deck=${deck.id}`;
}
