// The pane of what the next key brings: a step of this slide, or the next slide.

import { h, setText } from "../../kit/dom";
import { headingOf } from "../../slide/heading";
import { SlideView } from "../../slide/view";
import type { TalkSlide } from "../../wire";
import { type Place, viewAt } from "../decks";
import { draw } from "./stage";

/** What comes next: smaller, unframed, and never to be taken for this slide. */
export class NextPane {
  readonly element: HTMLElement;
  private readonly slot = h("div", { class: "stage-slide" });
  private readonly words = h("span", { class: "next-words" });
  private readonly view: SlideView;

  /** drawn is what is drawn on a slide. */
  constructor(drawn: SlideView["drawn"] = null) {
    this.element = h("section", { class: "talk-next", "aria-label": "Next" },
      h("p", { class: "next-caption" }, h("b", { text: "Next" }), " ", this.words),
      h("div", { class: "next-fit" }, h("div", { class: "next-frame", "aria-hidden": "true" }, this.slot)),
    );
    this.view = new SlideView(this.slot, { inert: true });
    this.view.drawn = drawn;
  }

  show(slides: readonly TalkSlide[], at: Place, next: Place | null): void {
    const slide = next ? slides[next.slide - 1] : undefined;
    const view = next ? viewAt(slide, next.step) : undefined;
    this.element.classList.toggle("is-end", !view);
    if (!next || !slide || !view) {
      setText(this.words, "this is the last slide");
      this.view.clear();
      return;
    }
    const step = next.slide === at.slide;
    setText(this.words, step ? `step ${next.step} of ${slide.steps}` : [String(next.slide), headingOf(slide)].filter(Boolean).join(" · "));
    draw(this.view, view);
  }

  clear(): void {
    this.view.clear();
  }
}
