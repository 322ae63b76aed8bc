// What the server sends, as the pages see it.

/** What covers the slide. While frozen, viewers get the frozen position. */
export type Blank = "" | "black" | "white" | "freeze";

/** One picture in the sizes that the server keeps. */
export interface Picture {
  /** The address without a width: append "/" and one of widths. */
  url: string;
  widths: number[];
  /** Of the largest size, in pixels. */
  width: number;
  height: number;
  vector: boolean;
}

/** One slide. Exactly one of html and picture is set. */
export interface SlideContent {
  deck: number;
  slide: number;
  /** Grows when the slides of the deck change. */
  content: number;
  title: string;
  html: string;
  picture: Picture | null;
  class: string;
  lang: string;
  /** Plain text, for screen readers and the text view. */
  text: string;
  steps: number;
  /** Addresses of pictures that are worth fetching ahead. */
  next: string[];
  /** The widths of a next that is a page's picture, where they differ from this one's. */
  next_widths?: number[];
}

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
