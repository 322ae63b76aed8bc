// A deck gets other slides, with its address, its position and whoever follows it.

import { ask } from "../../kit/dialog";
import { complain, say } from "../../kit/toast";
import type { Deck } from "../decks";
import * as server from "../server";
import { type Imported, intoDecks, type NamedFile, nameOf, Upload } from "./upload";

/** Has a deck take the slides of another one, which is gone then; and says how to undo it. */
export async function replace(deck: Deck, by: number, reload: () => Promise<void>): Promise<void> {
  const { before } = await server.replaceDeck(deck.id, by);
  await reload();
  const putBack = async (): Promise<void> => {
    await server.restoreDeck(before);
    await server.replaceDeck(deck.id, before);
    await reload();
  };
  say(`“${deck.title}” has the new slides.`, { label: "Undo", run: () => void putBack().catch(complain) });
}

/** Whether a deck came from a file of this name. (A list has only the beginning of a long one.) */
function isFrom({ source }: Deck, name: string): boolean {
  return source.endsWith("…") ? name.startsWith(source.slice(0, -1)) : name === source;
}

/** Takes in what was dropped on a deck's talk, if that is a file of the deck's name. */
export async function replaceByDropped(deck: Deck, files: readonly NamedFile[], reload: () => Promise<void>): Promise<void> {
  const [only, ...others] = intoDecks(files);
  if (!only || others.length > 0 || !isFrom(deck, nameOf(only))) {
    say(`Here only another ${deck.source || "file of this deck"} can be dropped, to take the place of these slides. New decks go to the library.`);
    return;
  }
  const yes = await ask({
    title: `Replace the slides by this ${deck.source}?`,
    text: deck.live ? "Every screen has the new ones at once. The slide where you are, the address and the clock stay." : "The slide where you are and the address stay.",
    yes: "Replace",
  });
  if (!yes) return;
  say(`Reading ${deck.source}…`);
  const { id } = await new Promise<Imported>((done, failed) => new Upload(only, "", { sent: () => undefined, done, failed }).start());
  if (id === deck.id) say("The same file is the same deck: nothing has changed.");
  else await replace(deck, id, reload);
}
