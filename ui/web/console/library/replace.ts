// A deck gets other slides, with its address, its position and whoever follows it.

import { ask } from "../../kit/dialog";
import { complain, Progress, say } from "../../kit/toast";
import type { ApiError } from "../../line/api";
import type { DeckInfo } from "../../wire";
import * as server from "../server";
import { askPassword } from "./password";
import { type Imported, intoDecks, type NamedFile, nameOf, Upload } from "./upload";

type Replaced = Pick<DeckInfo, "id" | "title" | "source" | "live">;

/** Has a deck take the slides of another one, which is gone then; and says how to undo it. */
export async function replace(deck: Replaced, by: number, reload: () => Promise<void>): Promise<void> {
  const { before } = await server.replaceDeck(deck.id, by);
  await reload();
  sayReplaced(deck, before, reload);
}

/** Gives a deck back what it had: before is the deck that has that. */
export async function putBack(id: number, before: number, reload: () => Promise<void>): Promise<void> {
  await server.replaceDeck(id, before);
  await reload();
}

/** Has a deck take the slides of a file that was dropped, or chosen, after a question. Another deck of the same file stays as it is. */
export async function replaceByFiles(deck: Replaced, files: readonly NamedFile[], reload: () => Promise<void>): Promise<void> {
  const [only, ...others] = intoDecks(files);
  if (!only) return;
  if (others.length > 0) {
    say("One file, or folder, can take the place of these slides. New decks go to the library.");
    return;
  }
  const name = nameOf(only);
  const stays = deck.live ? "Every screen has the new ones at once. The slide where you are, the address and the clock stay." : "The slide where you are and the address stay.";
  const yes = await ask({
    title: isFrom(deck, name) ? `Replace the slides by this ${name}?` : `Replace the slides of “${deck.title}” by ${name}?`,
    text: `${stays} What the deck has now can be brought back for 30 days.`,
    yes: "Replace",
  });
  if (!yes) return;
  const imported = await send(only, name, deck.id);
  if (!imported) return;
  await reload();
  const { before } = imported;
  if (before) sayReplaced(deck, before, reload);
  else say("The same file is the same deck: nothing has changed.");
}

/** Sends what is to take a deck's place, with a password where it is locked; undefined where that was given up. */
async function send(files: readonly NamedFile[], name: string, over: number): Promise<Imported | undefined> {
  let password = "";
  for (;;) {
    try {
      return await sendWith(password, files, name, over);
    } catch (error) {
      if (!(error as ApiError).locked) throw error;
      password = await askPassword(name, password !== "");
      if (!password) return undefined;
    }
  }
}

function sendWith(password: string, files: readonly NamedFile[], name: string, over: number): Promise<Imported | undefined> {
  let progress: Progress;
  return new Promise<Imported | undefined>((done, failed) => {
    const sent = (part: number): void => progress.say(part < 1 ? `Sending ${name}, ${Math.floor(part * 100)} %` : `Reading ${name}…`);
    const upload = new Upload(files, password, { sent, done, failed }, over);
    progress = new Progress(`Sending ${name}`, () => {
      upload.cancel();
      done(undefined);
    });
    upload.start();
  }).finally(() => progress.end());
}

/** Whether a deck came from a file of this name. (A list has only the beginning of a long one.) */
function isFrom({ source }: Replaced, name: string): boolean {
  return source.endsWith("…") ? name.startsWith(source.slice(0, -1)) : name === source;
}

function sayReplaced(deck: Replaced, before: number, reload: () => Promise<void>): void {
  say(`“${deck.title}” has the new slides.`, { label: "Undo", run: () => void putBack(deck.id, before, reload).catch(complain) });
}
