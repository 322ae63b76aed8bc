// All slides in a row at the bottom. It scrolls itself; a click goes there.

import { h, setAttribute } from "../../kit/dom";
import type { Cut } from "../../slide/cut";
import type { SlideView } from "../../slide/view";
import type { TalkSlide } from "../../wire";
import { spotName, spotsOf } from "./stack";
import { redraw, Tile } from "./tile";

export class Strip {
  readonly element: HTMLElement;
  private readonly list = h("ol", { class: "strip-list" });
  private tiles: Tile[] = [];
  private buttons: HTMLButtonElement[] = [];
  private current = 0;

  /** drawn is what is drawn on a slide. */
  constructor(private readonly go: (n: number) => void, private readonly drawn: SlideView["drawn"]) {
    this.element = h("nav", { class: "talk-strip", "aria-label": "All slides" }, this.list);
    // One stop for the Tab key, not one for each slide; arrows move within.
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  load(slides: readonly TalkSlide[]): void {
    this.clear();
    const spots = spotsOf(slides);
    this.tiles = slides.map((slide, i) => new Tile(slide, spotName(spots[i]), this.go, this.drawn));
    this.buttons = this.tiles.map((tile) => tile.button);
    for (const button of this.buttons) button.tabIndex = -1;
    this.list.replaceChildren(...this.tiles.map((tile) => tile.element));
  }

  /** Takes the same slides as they are by now. */
  update(slides: readonly TalkSlide[]): void {
    slides.forEach((slide, i) => this.tiles[i]?.update(slide));
  }

  /** Marks the slides that are cut. */
  cut(cuts: ReadonlyMap<number, Cut>): void {
    this.tiles.forEach((tile, i) => tile.cut(cuts.get(i + 1)));
  }

  /** What is drawn on a slide is something else now; 0 is any. */
  redraw(n: number): void {
    redraw(this.tiles, n);
  }

  mark(n: number): void {
    if (n === this.current) return;
    const before = this.buttons[this.current - 1];
    if (before) {
      setAttribute(before, "aria-current", null);
      before.tabIndex = -1;
    }
    this.current = n;
    const button = this.buttons[n - 1];
    if (!button) return;
    button.setAttribute("aria-current", "true");
    button.tabIndex = 0;
    this.centre(button);
  }

  clear(): void {
    for (const tile of this.tiles) tile.drop();
    this.tiles = [];
    this.buttons = [];
    this.current = 0;
    this.list.replaceChildren();
  }

  /** Sets scrollLeft itself: scrollIntoView would scroll the page too. */
  private centre(button: HTMLElement): void {
    const outer = this.element.getBoundingClientRect();
    const inner = button.getBoundingClientRect();
    this.element.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }

  private key(event: KeyboardEvent): void {
    const at = this.buttons.indexOf(document.activeElement as HTMLButtonElement);
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const to = this.buttons[at + by];
    if (at < 0 || by === 0 || !to) return;
    to.focus({ preventScroll: true });
    this.centre(to);
    event.preventDefault();
    event.stopPropagation();
  }
}
