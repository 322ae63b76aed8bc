// Going to a slide that was found, in a deck that others may be following.

import { ask } from "../kit/dialog";
import type { DeckState } from "../wire";

/** Whether a deck may go there. Nobody is to be surprised by a room that moves: where somebody can follow it, that is asked. */
export async function mayGo(deck: Pick<DeckState, "title" | "live" | "published" | "current_slide" | "current_step">, slide: number): Promise<boolean> {
  if (!deck.live && !deck.published || deck.current_slide === slide && deck.current_step === 0) return true;
  return ask({
    title: deck.live ? `Show slide ${slide} to the room?` : `Show slide ${slide} to whoever follows?`,
    text: deck.live ? `“${deck.title}” is live: whoever follows it goes there, too.` : `“${deck.title}” can be seen at its own address, or on a screen: whoever has it there goes along.`,
    yes: "Show it",
  });
}
