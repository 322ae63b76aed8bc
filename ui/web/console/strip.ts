// All slides in a row at the bottom. It scrolls itself; a click goes there.

import type { TalkSlide } from "./decks";
import { h, setAttribute } from "./dom";
import { Thumb } from "./thumb";

/** A button with a slide's picture and number: the strip and the overview are made of them. */
export function slideButton(slide: TalkSlide, thumb: Thumb, go: (n: number) => void): HTMLButtonElement {
  thumb.show(slide);
  return h("button", {
    type: "button",
    class: "slide-button",
    "aria-label": slide.title ? `Slide ${slide.slide}: ${slide.title}` : `Slide ${slide.slide}`,
    onclick: () => go(slide.slide),
  }, thumb.element, h("span", { class: "slide-number", "aria-hidden": "true", text: String(slide.slide) }));
}

export class Strip {
  readonly element: HTMLElement;
  private readonly list = h("ol", { class: "strip-list" });
  private thumbs: Thumb[] = [];
  private buttons: HTMLButtonElement[] = [];
  private current = 0;

  constructor(private readonly go: (n: number) => void) {
    this.element = h("nav", { class: "talk-strip", "aria-label": "All slides" }, this.list);
    // One stop for the Tab key, not one for each slide; arrows move within.
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  load(slides: readonly TalkSlide[]): void {
    this.clear();
    this.buttons = slides.map((slide) => {
      const thumb = new Thumb();
      this.thumbs.push(thumb);
      const button = slideButton(slide, thumb, this.go);
      button.tabIndex = -1;
      return button;
    });
    this.list.replaceChildren(...this.buttons.map((button) => h("li", null, button)));
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
    for (const thumb of this.thumbs) thumb.drop();
    this.thumbs = [];
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
