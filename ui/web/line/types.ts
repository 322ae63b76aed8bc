// What the server says beside the slides themselves, as the pages see it.

import type { StreamEvent } from "../wire";

/** What is not told of every position. */
type Told = "key" | "playing" | "played" | "played_at" | "zoom" | "words" | "inviting" | "ink" | "since";

/** The whole position of a deck: the data of one stream event. */
export type Position = Required<Omit<StreamEvent, Told>> & Pick<StreamEvent, Told>;

/** A deck as a viewer may know it. */
export interface DeckOutline {
  deck: number;
  title: string;
  slides: number;
  content: number;
  /** That whoever asks so is given slides in. */
  lang: string;
  /** Those that there are, the deck's own first. */
  langs: string[];
  aspect: number;
  /** The slides that the room has seen. */
  shown: number[];
  /** How far each of them was shown. */
  shown_steps: number[];
  /** Who gives the talk, as its file says; or "". */
  author: string;
  /** The sections that begin with slides that the room has seen. */
  sections: { slide: number; name: string }[];
  /** It is shown in the midst of another deck's talk. */
  moment?: boolean;
}

/** Where people join: what /join.json says. */
export interface Join {
  name: string;
  urls: string[];
  /** Another one when the server has other pages. */
  pages?: string;
}
