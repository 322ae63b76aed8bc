// How the talk is, for somebody who looks at the phone for half a second: one
// sentence, and what can be done about it.

import type { Wish } from "../console/talk/mover";
import { unsentWords } from "../console/talk/status";
import type { Blank } from "../wire";

export interface Situation {
  /** The stream is down, or moves do not get through. */
  lost: boolean;
  /** What was asked for and has not reached the server, */
  unsent: Wish | null;
  /** and why it takes nothing in, in its own words; "" where it does not answer. */
  excuse: string;
  mine: boolean;
  /** The name of the other device that drives; null for nobody. */
  other: string | null;
  /** This device asked to drive. */
  asked: boolean;
  /** The name of who would like to drive instead of this one. */
  asks: string | null;
  /** A second press takes over. */
  armed: boolean;
  blank: Blank;
  /** The slide that the room sees, */
  shown: number;
  /** or no more than a part of it. */
  part: boolean;
  /** Nobody sees it, and whoever presses moves. */
  rehearsing: boolean;
  /** It is there for a moment, in the midst of a talk. */
  moment: boolean;
  /** When the deck goes on by itself, in words, or that it does not; "" for one that cannot. */
  advance: string;
  advancing: boolean;
}

export type Offer = "take" | "ask" | "unask" | "give" | "refuse" | "whole" | "back" | "auto" | "hold";

export interface Words {
  tone: "live" | "covered" | "driven" | "lost" | "unseen";
  text: string;
  offers: Offer[];
}

const COVERED: Record<Exclude<Blank, "">, string> = { black: "The room is black", white: "The room is white", freeze: "" };

const REHEARSED: Record<Exclude<Blank, "">, string> = { black: "it would be black", white: "it would be white", freeze: "it would stay" };

export function words(s: Situation): Words {
  if (s.lost) {
    const text = s.unsent ? `${unsentWords(s.unsent, s.rehearsing ? "Lectern" : "the room")} Trying again …` : `${s.excuse ? "" : "Connection lost. "}${s.rehearsing ? "Trying" : "The room stays where it is; trying"} again …`;
    return { tone: "lost", text: s.excuse ? `${text} ${s.excuse}` : text, offers: [] };
  }
  const goesOn: Offer[] = s.advance ? [s.advancing ? "hold" : "auto"] : [];
  if (s.rehearsing) {
    const text = s.blank !== "" ? REHEARSED[s.blank] : s.advance ? `${s.advance[0]!.toLowerCase()}${s.advance.slice(1)}` : "nobody sees this";
    return { tone: "unseen", text: `Rehearsal: ${text}`, offers: s.part ? ["whole"] : goesOn };
  }
  if (s.mine && s.asks !== null) return { tone: "driven", text: `${s.asks} asks to drive`, offers: ["give", "refuse"] };
  if (s.armed) return { tone: "driven", text: "Press again to take over", offers: ["take"] };
  if (s.other !== null) {
    return s.asked
      ? { tone: "driven", text: `${s.other} was asked`, offers: ["take", "unask"] }
      : { tone: "driven", text: s.advance ? `${s.other} drives. ${s.advance}` : `${s.other} drives`, offers: ["take", "ask"] };
  }
  if (!s.mine) return { tone: "driven", text: "Nobody drives", offers: ["take"] };
  if (s.blank === "freeze") return { tone: "covered", text: `The room stays on slide ${s.shown}`, offers: [] };
  if (s.blank !== "") return { tone: "covered", text: COVERED[s.blank], offers: [] };
  if (s.moment) return { tone: "covered", text: "For a moment, in the midst of the talk", offers: ["back"] };
  if (s.part) return { tone: "covered", text: "The room sees a part of the slide", offers: ["whole"] };
  return { tone: "live", text: s.advance || "This phone drives", offers: goesOn };
}
