// A slide that is one picture, in the size that suits the screen.

import { drawn, wipe } from "./drawn";
import { BlobURLs, type Held } from "./held";
import { LinkPlane } from "./links";
import { painted } from "./painted";
import { chooseWidth } from "./picture";
import type { SlideContent } from "../wire";
import type { Layer, SlideViewOptions } from "./view";

export class PictureLayer implements Layer {
  readonly element = document.createElement("div");
  private readonly urls = new BlobURLs();
  private readonly url: string;
  private readonly links: LinkPlane | null;
  private shown: HTMLImageElement | HTMLCanvasElement | null = null;
  private width = -1;
  private upgrading = 0;

  constructor(readonly slide: SlideContent, private readonly options: SlideViewOptions, private readonly held: Held) {
    this.url = slide.picture?.url || "";
    this.element.className = "slide-picture is-waiting";
    this.element.dataset.picture = this.url;
    this.links = options.links && slide.links ? new LinkPlane(slide, options.links) : null;
    if (this.links) this.element.appendChild(this.links.element);
  }

  async ready(pixels: number): Promise<void> {
    if (await this.isHeld()) return;
    this.width = this.widthFor(pixels);
    this.put(await this.load(`${this.url}/${this.width}`));
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
    this.upgrading = width;
    this.load(`${this.url}/${width}`).then(
      (larger) => {
        if (this.upgrading !== width || !this.shown) return;
        this.put(larger);
        this.width = width;
      },
      () => {
        if (this.upgrading === width) this.upgrading = 0;
      },
    );
  }

  leave(): void {
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

  private put(next: HTMLImageElement | HTMLCanvasElement): void {
    this.element.insertBefore(next, this.links?.element ?? null);
    this.shown?.remove();
    this.wipe();
    this.shown = next;
  }

  private wipe(): void {
    if (this.shown instanceof HTMLCanvasElement) wipe(this.shown);
    this.shown = null;
  }

  private async load(source: string | Blob): Promise<HTMLImageElement | HTMLCanvasElement> {
    const canvas = this.options.frugal && !this.slide.picture?.vector ? await drawn(source) : null;
    if (canvas) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", this.slide.title || `Slide ${this.slide.slide}`);
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

  private widthFor(pixels: number): number {
    const picture = this.slide.picture;
    return !picture || picture.vector ? 0 : chooseWidth(picture.widths, pixels);
  }
}
