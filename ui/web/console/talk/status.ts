// The state of the room, in words. Everything a presenter may forget has a
// sentence here; the first one also tints the frame.

import type { Blank } from "../../wire";
import type { Wish } from "./mover";

export interface Situation {
  live: boolean;
  published: boolean;
  /** What covers the room, */
  blank: Blank;
  /** and the slide that it sees. */
  shownSlide: number;
  /** The stream is down, or moves do not get through. */
  lost: boolean;
  /** And will stay so: this browser is the presenter's no more. */
  out: boolean;
  /** What was asked for and has not reached the server, */
  unsent: Wish | null;
  /** and why it takes nothing in, in its own words; "" where it does not answer. */
  excuse: string;
  /** How many screens and phones follow; null while nobody knows. */
  viewers: number | null;
  /** Somebody else moved it to this slide, a moment ago. */
  movedTo: number | null;
  /** The file that the deck follows. */
  follows: string | null;
  /** Why what was saved of its file is not shown, in a sentence. */
  broken: string | null;
  /** The title of another deck that is live. */
  otherLive: string | null;
  /** Which slides are cut, in a sentence; "" for none. */
  cut: string;
}

export type Tone = "live" | "off" | "black" | "white" | "frozen" | "driven" | "moved" | "broken" | "lost" | "cut" | "tool";

export interface Status {
  tone: Tone;
  label: string;
  text: string;
}

const COVERS: Record<Blank, string> = { black: "black", white: "white", freeze: "freeze", "": "“show the slide”" };

/** Says what of a wish has not reached the room yet. */
export function unsentWords(wish: Wish, room: string): string {
  const cover = wish.blank === undefined ? "" : COVERS[wish.blank];
  if (wish.slide === undefined) return `${cover.replace(/[a-z]/, (first) => first.toUpperCase())} has not reached ${room}.`;
  return cover ? `Slide ${wish.slide} and ${cover} have not reached ${room}.` : `Slide ${wish.slide} has not reached ${room}.`;
}

/** The commonest fright: the cable is in, and the projector shows the desktop. */
const NOBODY = "No screen shows this yet (Shift V, Q).";

/** At least one; the weightiest first. attached are those of the talk's tools. */
export function statuses(s: Situation, attached: readonly Status[] = []): Status[] {
  const list: Status[] = [];
  if (s.lost && s.out) {
    list.push({ tone: "lost", label: "Signed out", text: "This browser is not the presenter’s any more; the room stays where it is. Open the presenter’s link again: `lectern link` prints one." });
  } else if (s.lost) {
    const text = `${s.unsent ? unsentWords(s.unsent, "the room") : "The room stays where it is."} Trying again…`;
    list.push(s.excuse ? { tone: "lost", label: "Not taken in", text: `${text} ${s.excuse}` } : { tone: "lost", label: "Connection lost", text });
  }
  if (!s.live) {
    const text = s.otherLive
      ? `The room follows “${s.otherLive}”.`
      : s.published
        ? "The room does not see this deck; its own address does."
        : "Nobody sees this deck but you.";
    list.push({ tone: "off", label: "Not live", text });
  }
  if (s.blank === "black") {
    list.push({ tone: "black", label: "Black", text: "The screens are black until you show the slide again (B)." });
  } else if (s.blank === "white") {
    list.push({ tone: "white", label: "White", text: "The screens are white until you show the slide again (W)." });
  } else if (s.blank === "freeze") {
    list.push({ tone: "frozen", label: "Frozen", text: `The screens stay on slide ${s.shownSlide} until you let them follow (F).` });
  }
  // Why nothing is taken in is said once.
  list.push(...attached.map((one) => (s.excuse && one.text.endsWith(s.excuse) ? { ...one, text: one.text.slice(0, -s.excuse.length).trim() } : one)));
  const moved = s.movedTo === null ? "" : `Another device went to slide ${s.movedTo}.`;
  if (list.length === 0) {
    // A phone in the hand is the usual way to move: the room is no less live for it.
    list.push({ tone: "live", label: "Live", text: moved || (s.viewers === 0 ? NOBODY : "The room sees this slide.") });
  } else if (moved && list[0]!.tone !== "live" && list[0]!.tone !== "driven") {
    list.push({ tone: "moved", label: "Moved", text: moved });
  }
  if (s.broken !== null) list.push({ tone: "broken", label: "Not taken in", text: s.broken });
  // Beside a cover's or a freeze's sentence there is no room for it in a small window.
  else if (s.follows !== null && (list[0]!.tone === "live" || list[0]!.tone === "off")) list[0]!.text += ` Follows ${s.follows}.`;
  // During the talk nobody can mend it: then the tiles alone say so.
  if (s.cut && !s.live) list.push({ tone: "cut", label: "Cut", text: s.cut });
  return list;
}
