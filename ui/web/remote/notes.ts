// The notes of the slide, in a size to choose.

import { button } from "../kit/button";
import { h, setAttribute } from "../kit/dom";
import { markdown } from "../kit/markdown";
import { recall, remember } from "../kit/settings";
import type { TalkSlide } from "../wire";

/** In CSS pixels: a phone is held nearer than a lectern. */
const SIZES = [15, 17, 19, 22, 26, 30, 36];
const USUAL = 2;

export class RemoteNotes {
  readonly element: HTMLElement;
  readonly sizes: HTMLElement;
  private size = recall("remote.notes", USUAL);
  private key = "";

  constructor() {
    this.element = h("section", { class: "notes-text", tabindex: 0, role: "region", "aria-label": "Notes", dir: "auto" });
    this.sizes = h("div", { class: "sizes", role: "group", "aria-label": "Size of the notes" },
      button({ icon: "zoomOut", label: "Smaller notes", class: "is-quiet", click: () => this.resize(-1) }),
      button({ icon: "zoomIn", label: "Larger notes", class: "is-quiet", click: () => this.resize(1) }),
    );
    if (!SIZES[this.size]) this.size = USUAL;
    this.resize(0);
  }

  show(slide: TalkSlide | undefined): void {
    const key = slide ? `${slide.deck} ${slide.content} ${slide.slide} ${slide.notes}` : "";
    if (key === this.key) return;
    this.key = key;
    const notes = slide?.notes.trim() || "";
    this.element.classList.toggle("is-empty", notes === "");
    this.element.replaceChildren(...markdown(notes || "No notes for this slide."));
    setAttribute(this.element, "lang", (notes && slide?.lang) || null);
    this.element.scrollTop = 0;
  }

  private resize(by: number): void {
    this.size = Math.min(SIZES.length - 1, Math.max(0, this.size + by));
    this.element.style.setProperty("--notes-size", `${SIZES[this.size]}px`);
    if (by !== 0) remember("remote.notes", this.size);
  }
}
