// One slide to press: the strip and the overview are made of these. The
// button lies over the picture rather than around it, so that its name is
// what it says and not every word of the slide.

import { h, setText } from "../../kit/dom";
import { headingOf } from "../../slide/heading";
import { Thumb } from "../../slide/thumb";
import type { TalkSlide } from "../../wire";

export class Tile {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  private readonly thumb = new Thumb();
  private readonly title = h("span", { class: "tile-title", dir: "auto" });

  constructor(slide: TalkSlide, go: (n: number) => void) {
    this.update(slide);
    this.button = h("button", { type: "button", class: "tile-button", onclick: () => go(slide.slide) },
      h("span", { class: "visually-hidden", text: "Slide " }),
      h("span", { class: "tile-number", text: String(slide.slide) }),
      " ",
      this.title,
    );
    this.element = h("li", { class: "tile" }, this.thumb.element, this.button);
  }

  /** Takes the slide as it is by now. */
  update(slide: TalkSlide): void {
    this.thumb.show(slide);
    setText(this.title, headingOf(slide));
  }

  drop(): void {
    this.thumb.drop();
  }
}
