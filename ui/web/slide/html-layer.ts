// A slide of words: its HTML on a stage of 1280 × 720 that is scaled as a whole.

import { BlobURLs, type Held, nodesOf, type Placed } from "./held";
import { fitSlide, fitStage, prepareSlide } from "./layout";
import { dress } from "./look";
import { after, painted } from "./painted";
import type { SlideContent } from "../wire";
import type { Layer, SlideViewOptions } from "./view";

/** How long the words of a slide wait for the pictures among them. */
const PICTURES_WITHIN = 3000;

export class HTMLLayer implements Layer {
  readonly element = document.createElement("div");
  private readonly urls = new BlobURLs();
  private readonly placed: Map<HTMLImageElement, Placed>;
  private fitted = false;
  private readonly undress: () => void;

  constructor(readonly slide: SlideContent, options: SlideViewOptions, held: Held) {
    this.element.className = `slide is-waiting ${slide.class || ""}`;
    if (slide.lang) this.element.lang = slide.lang;
    this.undress = dress(this.element, slide.css);
    const body = document.createElement("div");
    body.className = "slide-body";
    const { nodes, placed } = nodesOf(slide.html, held, this.urls);
    this.placed = placed;
    body.appendChild(nodes);
    this.element.appendChild(body);
    prepareSlide(this.element, body);
    if (options.inert) {
      this.element.classList.add("is-inert");
      body.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
    }
  }

  async ready(): Promise<void> {
    const images = Array.from(this.element.querySelectorAll("img"));
    // A picture that is missing must not hold back the words beside it.
    const pictures = Promise.all(images.map((image) => this.painted(image).catch(() => image.classList.add("missing"))));
    await Promise.race([Promise.all([pictures, this.letters()]), after(PICTURES_WITHIN)]);
    this.fitted = fitSlide(this.element, this.slide);
  }

  fit(root: HTMLElement): void {
    const at = fitStage(root.clientWidth, root.clientHeight);
    if (!at) return;
    this.element.style.transform = `translate(${at.left}px, ${at.top}px) scale(${at.scale})`;
    // Made while it had no size (a hidden view), it could not be measured then.
    if (!this.fitted && !this.element.classList.contains("is-waiting")) this.fitted = fitSlide(this.element, this.slide);
  }

  /** Text is drawn anew at every scale, and its pictures have a srcset. */
  sharpen(pixels: number): void {
    this.placed.forEach(({ width, srcset }, image) => {
      if (pixels > width && largestOf(srcset) > width) this.ask(image);
    });
  }

  leave(): void {
    this.urls.revoke();
    this.undress();
  }

  /** Has an image ask the server after all; until that answers it shows what it has. */
  private ask(image: HTMLImageElement): boolean {
    const placed = this.placed.get(image);
    if (!placed) return false;
    this.placed.delete(image);
    if (placed.srcset !== null) image.setAttribute("srcset", placed.srcset);
    image.setAttribute("src", placed.src);
    return true;
  }

  /** Formulas are measured in their own font, which comes with the first of them. */
  private async letters(): Promise<void> {
    if (document.fonts && this.element.querySelector("math")) await document.fonts.load('1em "Lectern Math"').catch(() => {});
  }

  private async painted(image: HTMLImageElement): Promise<void> {
    try {
      await painted(image);
    } catch (error) {
      if (!this.ask(image)) throw error;
      await painted(image);
    }
  }
}

function largestOf(srcset: string | null): number {
  return Math.max(0, ...(srcset || "").split(",").map((candidate) => parseInt(candidate.trim().split(" ")[1] || "0", 10)));
}
