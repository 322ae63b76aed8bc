// One slide to press: the strip and the overview are made of these. The
// button lies over the picture rather than around it, so that its name is
// what it says and not every word of the slide.

import { h, setAttribute, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { type Cut, cutWords } from "../../slide/cut";
import { headingOf } from "../../slide/heading";
import { Thumb } from "../../slide/thumb";
import type { SlideView } from "../../slide/view";
import type { TalkSlide } from "../../wire";

/** The signs of a slide with a bookmark, and of one that is passed by, with words for screen readers. */
export function signsOf(slide: TalkSlide): HTMLElement[] {
  const sign = (name: "bookmark" | "hidden", words: string): HTMLElement =>
    h("span", { class: "sign is-" + name, title: words }, icon(name, 16), h("span", { class: "visually-hidden", text: ` ${words}` }));
  return [
    ...(slide.bookmark ? [sign("bookmark", "Bookmark")] : []),
    ...(slide.hidden ? [sign("hidden", "Hidden: → passes it by")] : []),
  ];
}

/** Has the tile of a slide, or all of them for 0, show what is drawn there by now. */
export function redraw(tiles: readonly Tile[], slide: number): void {
  for (const tile of slide > 0 ? tiles.slice(slide - 1, slide) : tiles) tile.redraw();
}

export class Tile {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  private readonly thumb: Thumb;
  private readonly title = h("span", { class: "tile-title", dir: "auto" });
  private readonly signs = h("span", { class: "tile-signs" });
  private readonly cutWords = h("span", { class: "visually-hidden" });
  private readonly cutMark = h("span", { class: "tile-cut", hidden: true }, icon("warning", 16), this.cutWords);

  /** spot is where the slide stands in a stack: "3.2", or "". */
  constructor(slide: TalkSlide, spot: string, go: (n: number) => void, drawn: SlideView["drawn"]) {
    this.thumb = new Thumb(drawn);
    this.button = h("button", { type: "button", class: "tile-button", onclick: () => go(slide.slide) },
      h("span", { class: "visually-hidden", text: "Slide " }),
      h("span", { class: "tile-number", text: String(slide.slide) }),
      spot && h("span", { class: "tile-spot" }, icon(slide.below ? "below" : "stack", 16), spot),
      " ",
      this.title,
      this.signs,
      this.cutMark,
      slide.section && h("span", { class: "tile-section", dir: "auto" }, h("span", { class: "visually-hidden", text: "begins " }), slide.section),
    );
    this.element = h("li", { class: slide.below ? "tile is-below" : "tile" }, this.thumb.element, this.button);
    this.update(slide);
  }

  /** Takes the slide as it is by now. */
  update(slide: TalkSlide): void {
    this.thumb.show(slide);
    setText(this.title, headingOf(slide));
    const signs = signsOf(slide);
    if (signs.length !== this.signs.childElementCount || signs.some((sign, i) => sign.className !== this.signs.children[i]?.className)) this.signs.replaceChildren(...signs);
    this.element.classList.toggle("is-passed", slide.hidden === true);
  }

  redraw(): void {
    this.thumb.redraw();
  }

  /** Says that not all of it can be seen. */
  cut(cut: Cut | undefined): void {
    this.cutMark.hidden = !cut;
    setText(this.cutWords, cut ? `Cut: ${cutWords(cut)}` : "");
    setAttribute(this.button, "title", cut ? `Cut: ${cutWords(cut)}` : null);
  }

  drop(): void {
    this.thumb.drop();
  }
}
