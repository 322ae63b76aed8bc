// The speaker's notes, in a size to choose.

import { button } from "../../kit/button";
import { h, setAttribute } from "../../kit/dom";
import { markdown } from "../../kit/markdown";
import { recall, remember } from "../../kit/settings";
import type { TalkSlide } from "../../wire";

/** In CSS pixels. Nothing is under 18: it is read from a lectern, in the dark. */
const SIZES = [18, 20, 22, 24, 28, 32, 36, 42, 48, 56];
const USUAL = 2;
/** So many lines at a key press. */
const LINES = 3;
const LEADING = 1.45;
const SCROLLS = /^(ArrowDown|ArrowUp|PageDown|PageUp|Home|End)$/;

export class Notes {
  readonly element: HTMLElement;
  private readonly text = h("div", { class: "notes-text", tabindex: 0, role: "region", "aria-label": "Notes", dir: "auto" });
  private readonly smaller: HTMLButtonElement;
  private readonly larger: HTMLButtonElement;
  private size: number;
  private key = "";

  constructor() {
    const size = recall("notes.size", USUAL);
    this.size = Number.isInteger(size) && SIZES[size] ? size : USUAL;
    this.smaller = button({ icon: "zoomOut", label: "Smaller notes", title: "Smaller (-)", class: "is-quiet", click: () => this.resize(-1) });
    this.larger = button({ icon: "zoomIn", label: "Larger notes", title: "Larger (+)", class: "is-quiet", click: () => this.resize(1) });
    this.element = h("section", { class: "talk-notes" },
      h("header", { class: "notes-head" }, h("h2", { text: "Notes" }), this.smaller, this.larger),
      this.text,
    );
    this.text.addEventListener("keydown", (event) => this.scrollKey(event));
    this.resize(0);
    this.element.classList.toggle("is-hidden", recall("notes.hidden", false));
  }

  show(slide: TalkSlide | undefined): void {
    const key = slide ? `${slide.deck} ${slide.content} ${slide.slide}` : "";
    if (key === this.key) return;
    this.key = key;
    const notes = slide?.notes.trim() || "";
    this.element.classList.toggle("is-empty", notes === "");
    this.text.replaceChildren(...markdown(notes || "No notes for this slide."));
    setAttribute(this.text, "lang", (notes && slide?.lang) || null);
    this.text.scrollTop = 0;
  }

  resize(by: number): void {
    this.size = Math.min(SIZES.length - 1, Math.max(0, this.size + by));
    this.text.style.setProperty("--notes-size", `${SIZES[this.size]}px`);
    setAttribute(this.smaller, "aria-disabled", this.size === 0 ? "true" : null);
    setAttribute(this.larger, "aria-disabled", this.size === SIZES.length - 1 ? "true" : null);
    if (by !== 0) remember("notes.size", this.size);
  }

  /** Hides them, for a screen that others can look at, or shows them again. */
  toggle(): void {
    remember("notes.hidden", this.element.classList.toggle("is-hidden"));
  }

  /** Scrolls by some lines, down or (negative) up. */
  scroll(by: number): void {
    this.text.scrollTop += by * LINES * LEADING * (SIZES[this.size] as number);
  }

  /** Keys that scroll do, where there is something to scroll and the focus is in it. */
  private scrollKey(event: KeyboardEvent): void {
    const { scrollHeight, clientHeight } = this.text;
    if (SCROLLS.test(event.key) && scrollHeight > clientHeight && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  }
}
