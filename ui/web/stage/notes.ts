// The notes, as large as the monitor lets them be, at the step that the talk is at.

import { atClicks, clickAt, clickClass } from "../console/talk/clicks";
import { h, setAttribute } from "../kit/dom";
import { element, parts } from "../kit/markdown";
import type { TalkSlide } from "../wire";

/** Parts of the shorter side: what three metres read with ease, and at all. */
const LARGEST = 1 / 15;
const SMALLEST = 1 / 28;
const SHRINKS = 0.93;

export class StageNotes {
  readonly element = h("section", { class: "stage-notes", "aria-label": "Notes", dir: "auto" });
  private key = "";
  private clicks: number[] = [0];
  private click = 0;

  constructor() {
    if (typeof ResizeObserver === "function") new ResizeObserver(() => this.fit()).observe(this.element);
  }

  show(slide: TalkSlide | undefined, step: number): void {
    const key = slide ? JSON.stringify([slide.deck, slide.content, slide.slide, slide.notes]) : "";
    const came = key !== this.key;
    if (came) {
      this.key = key;
      const notes = slide?.notes.trim() || "";
      const marked = atClicks(parts(notes || "No notes"));
      this.clicks = marked.clicks;
      this.element.replaceChildren(...marked.parts.map(element));
      this.element.classList.toggle("is-empty", notes === "");
      this.element.classList.toggle("has-clicks", marked.clicks.length > 1);
      setAttribute(this.element, "lang", (notes && slide?.lang) || null);
      this.fit();
    }
    const click = clickAt(this.clicks, step);
    if (came || click !== this.click) this.turnTo(click);
  }

  private fit(): void {
    const side = Math.min(window.innerWidth, window.innerHeight);
    let size = side * LARGEST;
    const put = (): void => this.element.style.setProperty("--notes-size", `${Math.round(size)}px`);
    put();
    while (size > side * SMALLEST && this.element.scrollHeight > this.element.clientHeight) {
      size *= SHRINKS;
      put();
    }
    this.element.classList.toggle("is-long", this.element.scrollHeight > this.element.clientHeight);
    this.turnTo(this.click);
  }

  /** Lights up what is meant for a click, and has it in sight: nobody scrolls here. */
  private turnTo(click: number): void {
    this.click = click;
    for (const now of Array.from(this.element.querySelectorAll(".is-now"))) now.classList.remove("is-now");
    const now = Array.from(this.element.querySelectorAll("." + clickClass(click)));
    for (const part of now) part.classList.add("is-now");
    const first = now[0];
    this.element.scrollTop = 0;
    if (first && click > 0) this.element.scrollTop = first.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
  }
}
