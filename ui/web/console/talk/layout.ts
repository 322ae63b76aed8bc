// How the talk divides its room between the slide and the notes: one key goes through
// the ways, and the computer remembers the last.

import { button } from "../../kit/button";
import { setAttribute } from "../../kit/dom";
import { recall, remember } from "../../kit/settings";

const LAYOUTS = ["slide", "equal", "notes"] as const;
const NAMES: Record<Layout, string> = { slide: "Large slide", equal: "Slide and notes alike", notes: "Large notes" };

type Layout = (typeof LAYOUTS)[number];

export class Layouts {
  readonly button = button({ icon: "layout", label: "Layout", class: "is-quiet layout-button", click: () => this.cycle() });
  private layout: Layout;
  private of: HTMLElement | null = null;

  constructor(private readonly said: (name: string) => void) {
    const layout = recall<Layout>("talk.layout", "slide");
    this.layout = LAYOUTS.includes(layout) ? layout : "slide";
  }

  /** Lays out this element: see layout.css. */
  apply(to: HTMLElement): void {
    this.of = to;
    this.put();
  }

  cycle(): void {
    this.layout = LAYOUTS[(LAYOUTS.indexOf(this.layout) + 1) % LAYOUTS.length] as Layout;
    remember("talk.layout", this.layout);
    this.put();
    this.said(NAMES[this.layout]);
  }

  private put(): void {
    if (this.of) this.of.dataset.layout = this.layout;
    setAttribute(this.button, "title", `Layout: ${NAMES[this.layout].toLowerCase()} (V)`);
  }
}
