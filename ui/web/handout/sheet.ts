// One view on one element: of words on its stage, or a picture with its links.

import { Held } from "../slide/held";
import { HTMLLayer } from "../slide/html-layer";
import { type LinkHooks, LinkPlane } from "../slide/links";
import { painted } from "../slide/painted";
import { Overlay } from "../slide/ink/overlay";
import { aspectOf } from "../slide/picture";
import type { SlideContent, Stroke } from "../wire";

const nothingHeld = new Held();

export class Sheet {
  readonly element = document.createElement("div");
  private words: HTMLLayer | null = null;
  private links: LinkPlane | null = null;
  private image: HTMLImageElement | null = null;

  /** On paper a film is its first frame; else whoever reads plays it. */
  constructor(content: SlideContent, hooks: LinkHooks, ink: readonly Stroke[] = [], onPaper = false) {
    this.element.className = "slide-view sheet";
    this.fill(content, hooks, onPaper);
    if (ink.length === 0) return;
    const overlay = new Overlay();
    overlay.shape(aspectOf(content));
    overlay.ink(ink);
    this.element.appendChild(overlay.elements[0] as Element);
  }

  private fill(content: SlideContent, hooks: LinkHooks, onPaper: boolean): void {
    if (!content.picture) {
      this.words = new HTMLLayer(content, { films: onPaper ? "still" : "own" }, nothingHeld);
      this.element.appendChild(this.words.element);
      return;
    }
    const image = document.createElement("img");
    image.alt = ""; // its words are beside it
    image.draggable = false;
    image.src = content.picture.url;
    this.image = image;
    const plane = document.createElement("div");
    plane.className = "slide-picture";
    plane.appendChild(image);
    this.element.appendChild(plane);
    if ((content.links || []).length === 0) return;
    this.links = new LinkPlane(content, hooks);
    this.element.appendChild(this.links.element);
  }

  /**
   * Resolves once all of it can be painted. It must be in the page. On paper no picture
   * is decoded: all of a talk's would take more memory than there is.
   */
  async ready(onPaper = false): Promise<void> {
    this.fit();
    if (this.words) {
      await this.words.ready();
      this.words.element.classList.remove("is-waiting");
    } else if (this.image) {
      await (onPaper ? loaded(this.image) : painted(this.image)).catch(() => undefined);
    }
    this.fit();
  }

  leave(): void {
    this.element.remove();
    this.words?.leave();
  }

  fit(): void {
    this.words?.fit(this.element);
    this.links?.fit(this.element.clientWidth, this.element.clientHeight);
  }
}

function loaded(image: HTMLImageElement): Promise<void> {
  return new Promise((resolve, reject) => {
    if (image.complete) resolve();
    image.addEventListener("load", () => resolve(), { once: true });
    image.addEventListener("error", () => reject(new Error("The picture did not load.")), { once: true });
  });
}
