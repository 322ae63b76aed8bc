// One slide to press: the strip and the overview are made of these. The
// button lies over the picture rather than around it, so that its name is
// what it says and not every word of the slide.

import { h, setAttribute, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { type Cut, cutWords } from "../../slide/cut";
import { headingOf } from "../../slide/heading";
import { Thumb } from "../../slide/thumb";
import type { TalkSlide } from "../../wire";

export class Tile {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  private readonly thumb = new Thumb();
  private readonly title = h("span", { class: "tile-title", dir: "auto" });
  private readonly cutWords = h("span", { class: "visually-hidden" });
  private readonly cutMark = h("span", { class: "tile-cut", hidden: true }, icon("warning", 16), this.cutWords);

  /** spot is where the slide stands in a stack: "3.2", or "". */
  constructor(slide: TalkSlide, spot: string, go: (n: number) => void) {
    this.update(slide);
    this.button = h("button", { type: "button", class: "tile-button", onclick: () => go(slide.slide) },
      h("span", { class: "visually-hidden", text: "Slide " }),
      h("span", { class: "tile-number", text: String(slide.slide) }),
      spot && h("span", { class: "tile-spot" }, icon(slide.below ? "below" : "stack", 16), spot),
      " ",
      this.title,
      this.cutMark,
      slide.section && h("span", { class: "tile-section", dir: "auto" }, h("span", { class: "visually-hidden", text: "begins " }), slide.section),
    );
    this.element = h("li", { class: slide.below ? "tile is-below" : "tile" }, this.thumb.element, this.button);
  }

  /** Takes the slide as it is by now. */
  update(slide: TalkSlide): void {
    this.thumb.show(slide);
    setText(this.title, headingOf(slide));
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
