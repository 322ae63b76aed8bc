// What the lower third says: of the talk that is live, or of what the agenda has of it.

import type { DeckOutline } from "../line/types";
import type { Agenda, Session } from "../wire";
import type { Options } from "./options";

export interface Words {
  /** The event, and the room. */
  event: string;
  title: string;
  speaker: string;
  section: string;
}

/**
 * The talk's words at a time, in ms since 1970, with the room at a slide; 0 while that is
 * covered. Agendas run late: the one of its talks that is called as the deck is it, whatever
 * the time; the one that is on by the clock counts for a deck alone that does not say who
 * gives it.
 */
export function wordsOf(deck: DeckOutline, slide: number, agenda: Agenda, now: number, options: Options): Words {
  const session = sessionOf(deck, agenda, now, options.room);
  const room = session?.room || options.room;
  const sections = deck.sections.filter((one) => one.slide <= slide);
  return {
    event: [options.event ?? agenda.name, room].filter(Boolean).join(" · "),
    title: options.title ?? (session?.title || deck.title),
    speaker: options.speaker ?? (session ? session.speakers : deck.author),
    section: sections.length > 0 ? sections[sections.length - 1]!.name : "",
  };
}

function sessionOf(deck: DeckOutline, agenda: Agenda, now: number, room: string): Session | null {
  const here = agenda.sessions.filter((one) => room === "" || same(one.room, room));
  const called = here.filter((one) => same(one.title, deck.title));
  if (called.length > 0) {
    const away = (one: Session): number => Math.max(Date.parse(one.begins) - now, now - Date.parse(one.ends), 0);
    return called.reduce((best, one) => (away(one) < away(best) ? one : best));
  }
  if (deck.author !== "") return null;
  const on = here.filter((one) => Date.parse(one.begins) <= now && now < Date.parse(one.ends));
  return on.length === 1 ? on[0]! : null;
}

function same(a: string, b: string): boolean {
  const plain = (text: string): string => text.normalize("NFC").toLocaleLowerCase().replace(/\s+/g, " ").trim();
  return plain(a) === plain(b);
}
