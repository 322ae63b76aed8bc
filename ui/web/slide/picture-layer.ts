// A slide that is one picture, in the size that suits the screen.

import { drawn, wipe } from "./drawn";
import { BlobURLs, type Held } from "./held";
import { headingOf } from "./heading";
import { LinkPlane } from "./links";
import { after, painted } from "./painted";
import { chooseWidth } from "./picture";
import type { SlideContent } from "../wire";
import type { Layer, SlideViewOptions } from "./view";

/** How long a picture may take, in milliseconds, before its smallest size stands in for it. */
const PATIENCE = 250;

/** Not wider than this is a page's smallest picture, which is drawn before all others. */
const SMALL = 480;

/** When a larger picture is asked for again that could not be had, in milliseconds. */
const AGAIN = [1000, 2000, 4000, 8000, 16000];

type Drawn = HTMLImageElement | HTMLCanvasElement;

export class PictureLayer implements Layer {
  readonly element = document.createElement("div");
  private readonly urls = new BlobURLs();
  private readonly url: string;
  private readonly links: LinkPlane | null;
  private shown: Drawn | null = null;
  private width = -1;
  private upgrading = 0;
  private failures = 0;
  private timer = 0;
  private left = false;

  constructor(readonly slide: SlideContent, private readonly options: SlideViewOptions, private readonly held: Held) {
    this.url = slide.picture?.url || "";
    this.element.className = "slide-picture is-waiting";
    this.element.dataset.picture = this.url;
    this.links = options.links && slide.links ? new LinkPlane(slide, options.links) : null;
    if (this.links) this.element.appendChild(this.links.element);
  }

  async ready(pixels: number): Promise<void> {
    if (await this.isHeld()) return;
    const width = this.widthFor(pixels);
    const wanted = this.load(`${this.url}/${width}`);
    const small = this.standIn();
    if (small === 0 || small >= width || (await arrives(wanted, PATIENCE))) {
      this.put(await wanted);
      this.width = width;
      return;
    }
    const sized = (picture: Promise<Drawn>, width: number): Promise<{ picture: Drawn; width: number }> => picture.then((picture) => ({ picture, width }));
    const first = await either(sized(this.load(`${this.url}/${small}`), small), sized(wanted, width));
    this.put(first.picture);
    this.width = first.width;
    if (first.width < width && !this.left) this.upgrade(width, wanted);
  }

  /** object-fit does it for the picture itself. */
  fit(root: HTMLElement): void {
    this.links?.fit(root.clientWidth, root.clientHeight);
  }

  refreshLinks(): void {
    this.links?.refresh();
  }

  /** Takes a larger size when the view has grown; a smaller one is never worth it. */
  sharpen(pixels: number): void {
    const width = this.widthFor(pixels);
    if (this.width < 0 || width <= this.width || width <= this.upgrading) return;
    this.upgrade(width, this.load(`${this.url}/${width}`));
  }

  /** Takes a larger size once it comes. One that does not come is asked for again: it may have to be drawn. */
  private upgrade(width: number, coming: Promise<Drawn>): void {
    window.clearTimeout(this.timer);
    this.upgrading = width;
    this.element.dataset.coming = String(width); // the page says so, for whoever waits for it
    coming.then(
      (larger) => {
        if (this.upgrading !== width || !this.shown) return;
        this.put(larger);
        this.width = width;
        this.failures = 0;
        delete this.element.dataset.coming;
      },
      () => {
        if (this.upgrading !== width) return;
        this.upgrading = 0;
        const wait = AGAIN[this.failures++];
        if (wait === undefined) delete this.element.dataset.coming;
        else if (this.shown) this.timer = window.setTimeout(() => this.upgrade(width, this.load(`${this.url}/${width}`)), wait);
      },
    );
  }

  leave(): void {
    this.left = true;
    window.clearTimeout(this.timer);
    this.upgrading = 0;
    this.wipe();
    this.urls.revoke();
  }

  /** Shows what came ahead, if it did, in whatever width. */
  private async isHeld(): Promise<boolean> {
    const picture = this.held.get(this.url);
    if (!picture) return false;
    try {
      this.put(await this.load(picture.blob));
      this.width = picture.width;
      return true;
    } catch {
      this.held.drop(this.url);
      return false;
    }
  }

  private put(next: Drawn): void {
    if (this.left) { // it comes too late
      if (next instanceof HTMLCanvasElement) wipe(next);
      return;
    }
    this.element.insertBefore(next, this.links?.element ?? null);
    this.shown?.remove();
    this.wipe();
    this.shown = next;
  }

  private wipe(): void {
    if (this.shown instanceof HTMLCanvasElement) wipe(this.shown);
    this.shown = null;
  }

  private async load(source: string | Blob): Promise<Drawn> {
    const canvas = this.options.frugal && !this.slide.picture?.vector ? await drawn(source) : null;
    if (canvas) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", headingOf(this.slide) || `Slide ${this.slide.slide}`);
      return canvas;
    }
    const image = document.createElement("img");
    // The words of the picture are beside it, as an article for screen readers.
    image.alt = "";
    image.draggable = false;
    image.src = typeof source === "string" ? source : this.urls.of(source);
    await painted(image);
    return image;
  }

  /** The width that stands in for a larger one; 0 where there is none. */
  private standIn(): number {
    const picture = this.slide.picture;
    const smallest = !picture || picture.vector ? 0 : Math.min(...picture.widths);
    return smallest <= SMALL ? smallest : 0;
  }

  private widthFor(pixels: number): number {
    const picture = this.slide.picture;
    return !picture || picture.vector ? 0 : chooseWidth(picture.widths, pixels);
  }
}

/** Whether something comes in so many milliseconds. */
function arrives(what: Promise<unknown>, within: number): Promise<boolean> {
  return Promise.race([what.then(() => true, () => false), after(within).then(() => false)]);
}

/** The first of two that comes. */
function either<T>(a: Promise<T>, b: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let failed = 0;
    const fail = (error: unknown): void => {
      if (++failed === 2) reject(error);
    };
    a.then(resolve, fail);
    b.then(resolve, fail);
  });
}
