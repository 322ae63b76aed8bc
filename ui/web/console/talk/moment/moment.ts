// What the room sees for a moment, in the midst of a talk: a drawing board, or another
// deck. By the same keys, and by those that move on, back to where the talk was.

import { recall, remember } from "../../../kit/settings";
import { say } from "../../../kit/toast";
import { driving } from "../../driving";
import * as server from "../../server";

/** What this file needs to know of a deck. */
export interface OnShow {
  id: number;
  live: boolean;
  interlude_of?: number;
}

/** The talk that a deck is, or in whose midst it is live. */
export function talkOf(deck: OnShow): number {
  return deck.interlude_of ?? deck.id;
}

/**
 * Which deck a page that shows one is to show instead, as what is live changes; 0 for
 * none. before is the talk in whose midst the deck on the page was live, or 0.
 */
export function follow(open: OnShow, live: OnShow | undefined, before: number): number {
  if (!live || live.id === open.id) return 0;
  const talk = open.interlude_of || before || open.id;
  return talkOf(live) === talk ? live.id : 0;
}

/** The board is one for a dark room, as it was the last time. */
const DARK = "board.dark";

/** Shows the board of the talk: the dark one or the white one where that is said, else the one that was taken last. */
export function showBoard(dark?: boolean): Promise<void> {
  if (dark !== undefined) remember(DARK, dark);
  return once(() => server.actLive(recall(DARK, false) ? "board?dark" : "board"));
}

export function backToTalk(): Promise<void> {
  return once(() => server.actLive("back"));
}

/** Shows a deck, where it stands or at a slide, in the midst of the talk of the deck that is live. */
export function showDeck(id: number, live: OnShow, slide?: number): Promise<void> {
  return once(() => server.changeDeck(id, { interlude_of: talkOf(live), ...(slide && { current_slide: slide, current_step: 0 }) }));
}

/** Leads from what is shown for a moment back to its talk, at a slide of that. */
export function backAt(talk: number, slide: number): Promise<void> {
  return once(() => server.changeDeck(talk, { live: true, current_slide: slide, current_step: 0 }));
}

/** Whether something can be shown for a moment; says why not. */
export function mayShow(live: OnShow | undefined): live is OnShow {
  if (live?.live) return true;
  say("Boards and pictures are for a talk that is live: the room sees them for a moment.");
  return false;
}

/** Does it, be it after this device took over. */
async function once(act: () => Promise<unknown>): Promise<void> {
  if (!driving.lets(() => void once(act))) return;
  try {
    await act();
  } catch (error) {
    driving.explain(error, () => void once(act));
  }
}
