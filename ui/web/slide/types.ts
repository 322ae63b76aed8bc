// A slide, as the server sends it.

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

