// What the server says beside the slides themselves, as the pages see it.

import type { Blank } from "../slide/types";

/** The whole position of a deck: the data of one stream event. */
export interface Position {
  deck: number;
  slide: number;
  step: number;
  slides: number;
  rev: number;
  blank: Blank;
  content: number;
  at: string;
}

/** A deck as a viewer may know it. */
export interface DeckOutline {
  deck: number;
  title: string;
  slides: number;
  content: number;
  lang: string;
  aspect: number;
  /** The slides that the room has seen. */
  shown: number[];
}

/** Where people join: what /join.json says. */
export interface Join {
  name: string;
  urls: string[];
  version?: string;
}
