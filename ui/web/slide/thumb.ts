// A small picture of a slide: drawn when it comes into sight, never focused,
// never read aloud (the button around it has the words).

import { h } from "../kit/dom";
import type { SlideContent } from "../wire";
import { SlideView } from "./view";

let observer: IntersectionObserver | null = null;
const waiting = new WeakMap<Element, Thumb>();

export class Thumb {
  readonly element = h("div", { class: "thumb", "aria-hidden": "true" });
  private view: SlideView | null = null;
  private slide: SlideContent | null = null;
  private seen = false;

  constructor() {
    waiting.set(this.element, this);
    sight().observe(this.element);
  }

  show(slide: SlideContent | null): void {
    if (this.slide === slide) return;
    this.slide = slide;
    if (this.seen) this.draw();
  }

  /** Must be called when the thumb is no longer needed. */
  drop(): void {
    sight().unobserve(this.element);
    this.view?.destroy();
    this.view = null;
  }

  sighted(): void {
    if (this.seen) return;
    this.seen = true;
    this.draw();
  }

  private draw(): void {
    if (!this.slide) {
      this.view?.clear();
      return;
    }
    if (!this.view) this.view = new SlideView(this.element, { inert: true });
    this.element.style.setProperty("--aspect", String(aspectOf(this.slide)));
    // A picture that cannot be had leaves the thumb dark; its words are beside it.
    this.view.show(this.slide).catch(() => undefined);
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

/** Width by height. Markdown slides are all drawn on a stage of 16:9. */
export function aspectOf(slide: SlideContent | null | undefined): number {
  const picture = slide?.picture;
  if (picture && picture.width > 0 && picture.height > 0) return picture.width / picture.height;
  return 16 / 9;
}
