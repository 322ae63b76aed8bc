// The slide's words: large and plain for who reads them, hidden beside a
// picture for who hears them.

import { icon } from "../kit/icons";
import { recall, remember } from "../kit/settings";
import { BlobURLs, type Held, nodesOf } from "../slide/held";
import { nameBoxes } from "../slide/marks";
import { isSameSlide } from "../slide/same";
import { writeWords } from "../slide/words";
import type { SlideContent } from "../wire";

const SIZES = [1, 1.25, 1.5, 1.85, 2.3, 3];
const KEPT_AS = "reader.size";

export class Reader {
  private size = recall(KEPT_AS, 0);
  private readonly body = document.createElement("div");
  private slide: SlideContent | null = null;

  private readonly urls = new BlobURLs();

  constructor(private readonly element: HTMLElement, private readonly held: Held, onClose: () => void) {
    this.body.className = "reader-body";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button is-quiet is-icon reader-close";
    close.setAttribute("aria-label", "Back to the slide");
    close.title = "Back to the slide";
    close.appendChild(icon("close"));
    close.addEventListener("click", onClose);
    element.append(this.body, close);
    this.resize(0);
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  toggle(open: boolean): void {
    if (open === this.open) return;
    this.element.hidden = !open;
    this.fill();
    if (open) this.element.focus();
  }

  get atLeast(): boolean {
    return this.size === 0;
  }

  get atMost(): boolean {
    return this.size === SIZES.length - 1;
  }

  resize(by: number): void {
    this.size = Math.max(0, Math.min(SIZES.length - 1, this.size + by));
    this.element.style.setProperty("--reader-size", String(SIZES[this.size]));
    remember(KEPT_AS, this.size);
  }

  show(slide: SlideContent | null): void {
    // What comes at a step is read on from where somebody is.
    const top = isSameSlide(slide, this.slide) ? this.element.scrollTop : 0;
    this.slide = slide;
    this.fill();
    this.element.scrollTop = top;
  }

  private fill(): void {
    const { slide } = this;
    this.body.textContent = "";
    this.urls.revoke();
    if (!slide || !this.open) return; // nobody reads it, and its pictures would be asked for
    this.body.dir = "auto";
    this.body.lang = slide.lang || "";
    if (slide.html) this.body.appendChild(nodesOf(slide.html, this.held, this.urls, Math.ceil(window.innerWidth * (window.devicePixelRatio || 1))).nodes);
    else writeWords(this.body, slide);
    // The place of what is to come: there is nothing in it to read.
    this.body.querySelectorAll(".veiled, .page-number").forEach((part) => part.remove());
    nameBoxes(this.body);
    // What may be wider than the page can be scrolled with keys too.
    this.body.querySelectorAll("table").forEach((table) => (table.tabIndex = 0));
    if (!this.body.textContent?.trim()) {
      const none = document.createElement("p");
      none.className = "reader-none";
      none.textContent = "This slide has no text.";
      this.body.appendChild(none);
    }
  }
}
