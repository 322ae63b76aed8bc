// A small picture of a slide: drawn when it comes into sight, never focused,
// never read aloud (the button around it has the words).

import { h } from "../kit/dom";
import type { SlideContent } from "../wire";
import { aspectOf } from "./picture";
import { SlideView } from "./view";

/** When a picture is asked for again that is not drawn yet, in milliseconds. */
const AGAIN = [1000, 2000, 4000, 8000, 16000, 30000];

let observer: IntersectionObserver | null = null;
const waiting = new WeakMap<Element, Thumb>();

export class Thumb {
  readonly element = h("div", { class: "thumb is-undrawn", "aria-hidden": "true" });
  private view: SlideView | null = null;
  private slide: SlideContent | null = null;
  private seen = false;
  private failures = 0;
  private timer = 0;

  /** drawn is what is drawn on a slide. */
  constructor(private readonly drawn: SlideView["drawn"] = null) {
    waiting.set(this.element, this);
    sight().observe(this.element);
  }

  show(slide: SlideContent | null): void {
    if (this.slide === slide) return;
    this.slide = slide;
    this.failures = 0;
    // The shape is there before the picture: nothing moves when it comes.
    this.element.style.setProperty("--aspect", String(aspectOf(slide)));
    if (this.seen) this.draw();
  }

  /** What is drawn on its slide is something else now. */
  redraw(): void {
    this.view?.redraw();
  }

  /** Must be called when the thumb is no longer needed. */
  drop(): void {
    sight().unobserve(this.element);
    window.clearTimeout(this.timer);
    this.view?.destroy();
    this.view = null;
  }

  sighted(): void {
    if (this.seen) return;
    this.seen = true;
    this.draw();
  }

  private draw(): void {
    window.clearTimeout(this.timer);
    if (!this.slide) {
      this.view?.clear();
      return;
    }
    if (!this.view) this.view = new SlideView(this.element, { inert: true });
    this.view.drawn = this.drawn;
    const { view, slide } = this;
    view.show(slide).then(
      (done) => done && this.element.classList.remove("is-undrawn"),
      () => {
        // Until then there is nothing in it; its number and words are beside it.
        if (this.slide !== slide || this.view !== view || this.failures >= AGAIN.length) return;
        this.timer = window.setTimeout(() => this.draw(), AGAIN[this.failures++]);
      },
    );
  }
}

function sight(): IntersectionObserver {
  if (!observer) {
    observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) waiting.get(entry.target)?.sighted();
      },
      { rootMargin: "200px" },
    );
  }
  return observer;
}
