// How large the notes are: as the speaker chose, and smaller where they would not fit.

import { button } from "../../kit/button";
import { setAttribute } from "../../kit/dom";
import { recall, remember } from "../../kit/settings";

/** In CSS pixels. Nothing is under 18: it is read from a lectern, in the dark. */
const SIZES = [18, 20, 22, 24, 28, 32, 36, 42, 48, 56];
const USUAL = 2;
/** ... where the window is as high as this, and who looks at it no nearer. */
const USUAL_HIGH = 6;
const HIGH = 1600;
const LEADING = 1.45;

export class Sizer {
  readonly smaller: HTMLButtonElement;
  readonly larger: HTMLButtonElement;
  /** What was chosen. */
  private size: number;
  /** What there is room for. */
  private fitted = 0;

  constructor(private readonly text: HTMLElement) {
    const usual = window.innerHeight < HIGH ? USUAL : USUAL_HIGH;
    const size = recall("notes.size", usual);
    this.size = Number.isInteger(size) && SIZES[size] ? size : usual;
    this.smaller = button({ icon: "zoomOut", label: "Smaller notes", title: "Smaller (-)", class: "is-quiet", click: () => this.resize(-1) });
    this.larger = button({ icon: "zoomIn", label: "Larger notes", title: "Larger (+)", class: "is-quiet", click: () => this.resize(1) });
    if (typeof ResizeObserver === "function") new ResizeObserver(() => this.fit()).observe(text);
    this.resize(0);
  }

  /** The height of a line, in CSS pixels. */
  get line(): number {
    return LEADING * (SIZES[this.fitted] as number);
  }

  resize(by: number): void {
    // Smaller means smaller than what is seen.
    this.size = Math.min(SIZES.length - 1, Math.max(0, (by < 0 ? Math.min(this.size, this.fitted) : this.size) + by));
    setAttribute(this.smaller, "aria-disabled", this.size === 0 ? "true" : null);
    setAttribute(this.larger, "aria-disabled", this.size === SIZES.length - 1 ? "true" : null);
    if (by !== 0) remember("notes.size", this.size);
    this.fit();
  }

  /** Takes the largest size, up to the one that was chosen, in which all can be seen; else the smallest, and it scrolls. */
  fit(): void {
    let fitted = this.size;
    this.put(fitted);
    while (fitted > 0 && this.text.scrollHeight > this.text.clientHeight) this.put(--fitted);
    this.fitted = fitted;
  }

  private put(size: number): void {
    this.text.style.setProperty("--notes-size", `${SIZES[size]}px`);
  }
}
