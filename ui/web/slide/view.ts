// One slide on one element, at any size: HTML on a stage of 1280 × 720 that is
// scaled as a whole, or a picture in the size that suits the screen.

import { drawn, wipe } from "./drawn";
import { fitSlide, fitStage, prepareSlide } from "./layout";
import { chooseWidth } from "./picture";
import { isSameSlide } from "./same";
import type { Blank, SlideContent } from "../wire";


export interface SlideViewOptions {
  /** A thumbnail: nothing in it can be clicked or focused. */
  inert?: boolean;
  /** Keeps no pixels of the pictures that were shown before. */
  frugal?: boolean;
}

/** How long a picture may take to decode once its bytes are there. */
const DECODE_WITHIN = 2000;
/** How long the words of a slide wait for the pictures among them. */
const PICTURES_WITHIN = 3000;

export class SlideView {
  private readonly plane = document.createElement("div");
  private readonly cover = document.createElement("div");
  private current: Layer | null = null;
  private newest = 0;
  private magnified = 1;

  constructor(private readonly root: HTMLElement, private readonly options: SlideViewOptions = {}) {
    root.classList.add("slide-view");
    this.plane.className = "slide-plane";
    this.cover.className = "slide-cover";
    this.cover.hidden = true;
    root.append(this.plane, this.cover);
    observeSize(root, this);
  }

  /** The element that holds the slide: a magnifier moves it. */
  get element(): HTMLElement {
    return this.plane;
  }

  /** The width in device pixels that a picture needs to look sharp here. */
  get neededPixels(): number {
    return Math.ceil(this.root.clientWidth * this.magnified * (window.devicePixelRatio || 1));
  }

  /**
   * Shows a slide as it is at a step, once everything in it can be painted; until
   * then what was there stays. Resolves to false when a newer call overtook this one, and rejects
   * when the slide's picture cannot be had.
   */
  async show(slide: SlideContent): Promise<boolean> {
    const turn = ++this.newest;
    if (this.current && isSame(this.current.slide, slide)) return true;
    const layer = slide.picture ? new PictureLayer(slide, this.options) : new HTMLLayer(slide, this.options);
    this.plane.appendChild(layer.element);
    try {
      layer.fit(this.root);
      await layer.ready(this.neededPixels);
      if (turn !== this.newest) {
        this.drop(layer);
        return false;
      }
    } catch (error) {
      this.drop(layer);
      if (turn !== this.newest) return false;
      throw error;
    }
    // One frame has both or neither: no flash, and nothing moves.
    layer.element.classList.remove("is-waiting");
    this.drop(this.current);
    this.current = layer;
    layer.fit(this.root);
    return true;
  }

  /** Nothing but black. */
  clear(): void {
    this.newest++;
    this.drop(this.current);
    this.plane.textContent = "";
    this.current = null;
  }

  private drop(layer: Layer | null): void {
    layer?.element.remove();
    layer?.leave?.();
  }

  /** Covers the slide with black or white; "" and "freeze" show it. */
  blank(state: Blank): void {
    this.cover.hidden = state !== "black" && state !== "white";
    this.cover.classList.toggle("is-white", state === "white");
  }

  /** Says how much larger than the element the slide is shown, so that pictures stay sharp. */
  magnify(factor: number): void {
    this.magnified = factor;
    this.current?.sharpen(this.neededPixels);
  }

  /** Called by itself wherever the browser tells sizes. */
  resize(): void {
    this.current?.fit(this.root);
    this.current?.sharpen(this.neededPixels);
  }

  destroy(): void {
    this.newest++;
    unobserveSize(this.root);
    this.plane.remove();
    this.cover.remove();
  }
}

interface Layer {
  readonly slide: SlideContent;
  readonly element: HTMLElement;
  ready(pixels: number): Promise<void>;
  fit(root: HTMLElement): void;
  sharpen(pixels: number): void;
  /** It is not on the page any more. */
  leave?(): void;
}

class HTMLLayer implements Layer {
  readonly element = document.createElement("div");
  private fitted = false;

  constructor(readonly slide: SlideContent, options: SlideViewOptions) {
    this.element.className = `slide is-waiting ${slide.class || ""}`;
    if (slide.lang) this.element.lang = slide.lang;
    const body = document.createElement("div");
    body.className = "slide-body";
    // The server's importer sanitised it, and the page's policy runs no script.
    body.innerHTML = slide.html;
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
    const pictures = Promise.all(images.map((image) => painted(image).catch(() => image.classList.add("missing"))));
    await Promise.race([pictures, after(PICTURES_WITHIN)]);
    this.fitted = fitSlide(this.element, this.slide);
  }

  fit(root: HTMLElement): void {
    const at = fitStage(root.clientWidth, root.clientHeight);
    if (!at) return;
    this.element.style.transform = `translate(${at.left}px, ${at.top}px) scale(${at.scale})`;
    // Made while it had no size (a hidden view), it could not be measured then.
    if (!this.fitted && !this.element.classList.contains("is-waiting")) this.fitted = fitSlide(this.element, this.slide);
  }

  sharpen(): void {
    // Text is drawn anew at every scale, and its pictures have a srcset.
  }
}

class PictureLayer implements Layer {
  readonly element = document.createElement("div");
  private shown: HTMLImageElement | HTMLCanvasElement | null = null;
  private width = -1;
  private upgrading = 0;

  constructor(readonly slide: SlideContent, private readonly options: SlideViewOptions) {
    this.element.className = "slide-picture is-waiting";
    this.element.dataset.picture = slide.picture?.url;
  }

  async ready(pixels: number): Promise<void> {
    this.width = this.widthFor(pixels);
    this.put(await this.load(this.width));
  }

  fit(): void {
    // object-fit does it.
  }

  /** Takes a larger size when the view has grown; a smaller one is never worth it. */
  sharpen(pixels: number): void {
    const width = this.widthFor(pixels);
    if (this.width < 0 || width <= this.width || width <= this.upgrading) return;
    this.upgrading = width;
    this.load(width).then(
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
    if (this.shown instanceof HTMLCanvasElement) wipe(this.shown);
    this.shown = null;
  }

  private put(next: HTMLImageElement | HTMLCanvasElement): void {
    this.element.appendChild(next);
    this.shown?.remove();
    this.leave();
    this.shown = next;
  }

  private async load(width: number): Promise<HTMLImageElement | HTMLCanvasElement> {
    const url = `${this.slide.picture?.url}/${width}`;
    const canvas = this.options.frugal && !this.slide.picture?.vector ? await drawn(url) : null;
    if (canvas) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", this.slide.title || `Slide ${this.slide.slide}`);
      return canvas;
    }
    const image = document.createElement("img");
    // The words of the picture are beside it, as an article for screen readers.
    image.alt = "";
    image.draggable = false;
    image.src = url;
    await painted(image);
    return image;
  }

  private widthFor(pixels: number): number {
    const picture = this.slide.picture;
    return !picture || picture.vector ? 0 : chooseWidth(picture.widths, pixels);
  }
}

function isSame(a: SlideContent, b: SlideContent): boolean {
  return isSameSlide(a, b) && a.step === b.step;
}

/** Resolves once an image can be painted without a gap; rejects if it never can. */
async function painted(image: HTMLImageElement): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new Error("The picture did not load."));
    if (image.complete && image.naturalWidth > 0) {
      resolve();
      return;
    }
    image.addEventListener("load", () => resolve(), { once: true });
    image.addEventListener("error", fail, { once: true });
    // Failed before anybody listened: there will be no more events.
    if (image.complete && image.getAttribute("src")) void image.decode?.().then(resolve, fail);
  });
  // Some browsers refuse to decode what they can paint, or take their time in a
  // hidden tab, where there is no flash to avoid.
  if (image.decode && document.visibilityState !== "hidden") await Promise.race([image.decode().catch(() => undefined), after(DECODE_WITHIN)]);
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, milliseconds));
}

const views = new Map<Element, SlideView>();
let observer: ResizeObserver | null | undefined;

/** One observer for all views of a page: a console has hundreds. */
function observeSize(root: HTMLElement, view: SlideView): void {
  if (observer === undefined) {
    observer = typeof ResizeObserver === "undefined" ? null : new ResizeObserver((entries) => {
      for (const entry of entries) views.get(entry.target)?.resize();
    });
    // Where there is no observer; and a window moved to a sharper screen has the same size.
    window.addEventListener("resize", () => views.forEach((each) => each.resize()));
  }
  views.set(root, view);
  observer?.observe(root);
}

function unobserveSize(root: HTMLElement): void {
  views.delete(root);
  observer?.unobserve(root);
}
