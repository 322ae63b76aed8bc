// The notes of the slide, in a size to choose, at the step that the talk is at.

import { atClicks, clickAt, clickClass } from "../console/talk/clicks";
import { button } from "../kit/button";
import { h, setAttribute } from "../kit/dom";
import { element, parts } from "../kit/markdown";
import { recall, remember } from "../kit/settings";
import type { TalkSlide } from "../wire";

/** In CSS pixels: a phone is held nearer than a lectern. */
const SIZES = [15, 17, 19, 22, 26, 30, 36];
const USUAL = 2;
/** What came before stays in sight. */
const ABOVE = 32;

export class RemoteNotes {
  readonly element: HTMLElement;
  readonly sizes: HTMLElement;
  private size = recall("remote.notes", USUAL);
  private key = "";
  private clicks: number[] = [0];
  private click = -1;

  constructor() {
    this.element = h("section", { class: "notes-text", tabindex: 0, role: "region", "aria-label": "Notes", dir: "auto" });
    this.sizes = h("div", { class: "sizes", role: "group", "aria-label": "Size of the notes" },
      button({ icon: "zoomOut", label: "Smaller notes", class: "is-quiet", click: () => this.resize(-1) }),
      button({ icon: "zoomIn", label: "Larger notes", class: "is-quiet", click: () => this.resize(1) }),
    );
    if (!SIZES[this.size]) this.size = USUAL;
    this.resize(0);
  }

  show(slide: TalkSlide | undefined, step: number): void {
    const key = slide ? `${slide.deck} ${slide.content} ${slide.slide} ${slide.notes}` : "";
    if (key !== this.key) this.load(slide, key);
    const click = clickAt(this.clicks, step);
    if (click !== this.click) this.turnTo(click);
  }

  private load(slide: TalkSlide | undefined, key: string): void {
    this.key = key;
    const notes = slide?.notes.trim() || "";
    const marked = atClicks(parts(notes || "No notes for this slide."));
    this.clicks = marked.clicks;
    this.click = -1;
    this.element.classList.toggle("is-empty", notes === "");
    this.element.classList.toggle("has-clicks", marked.clicks.length > 1);
    this.element.replaceChildren(...marked.parts.map(element));
    setAttribute(this.element, "lang", (notes && slide?.lang) || null);
    this.element.scrollTop = 0;
  }

  /** Lights up what is meant for a click, and scrolls there. */
  private turnTo(click: number): void {
    this.click = click;
    if (this.clicks.length < 2) return;
    for (const now of Array.from(this.element.querySelectorAll(".is-now"))) now.classList.remove("is-now");
    const now = Array.from(this.element.querySelectorAll("." + clickClass(click)));
    for (const part of now) part.classList.add("is-now");
    const first = now[0];
    if (first) this.element.scrollTop += first.getBoundingClientRect().top - this.element.getBoundingClientRect().top - ABOVE;
  }

  private resize(by: number): void {
    this.size = Math.min(SIZES.length - 1, Math.max(0, this.size + by));
    this.element.style.setProperty("--notes-size", `${SIZES[this.size]}px`);
    if (by !== 0) remember("remote.notes", this.size);
  }
}
