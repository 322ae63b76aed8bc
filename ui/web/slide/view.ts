// One slide on one element, at any size: of words (html-layer.ts) or a picture
// (picture-layer.ts).

import type { Playback } from "./film";
import { Held } from "./held";
import { HTMLLayer } from "./html-layer";
import { Overlay } from "./ink/overlay";
import type { LinkHooks } from "./links";
import { aspectOf, pixelsFor } from "./picture";
import { PictureLayer } from "./picture-layer";
import { isSameSlide } from "./same";
import { transformOf, unzoomed } from "./zoom";
import type { Blank, Mark, SlideContent, Stroke, Zoom } from "../wire";

export interface SlideViewOptions {
  /** A thumbnail: nothing in it can be clicked or focused. */
  inert?: boolean;
  /** Keeps no pixels of the pictures that were shown before. */
  frugal?: boolean;
  /** Films are played, without their sound, though it is inert; or by whoever looks; or they are their first frames, on paper. */
  films?: "silent" | "own" | "still";
  /** What becomes of a picture's links; without this it has none. */
  links?: LinkHooks;
}

export class SlideView {
  /** What is here before the server is asked for it. */
  readonly held = new Held();
  /** What is drawn on a slide, as far as it is known; redraw says that this has changed. */
  drawn: ((slide: SlideContent) => readonly Stroke[]) | null = null;
  /** A magnifier moves it; in it lies what all of the room sees enlarged, in that the slide itself. */
  private readonly lens = document.createElement("div");
  private readonly room = document.createElement("div");
  private readonly plane = document.createElement("div");
  private readonly cover = document.createElement("div");
  private current: Layer | null = null;
  private newest = 0;
  private magnified = 1;
  private playback: Playback = {};
  private overlay: Overlay | null = null;
  private part: Zoom | null = null;

  constructor(private readonly root: HTMLElement, private readonly options: SlideViewOptions = {}) {
    root.classList.add("slide-view");
    this.lens.className = "slide-lens";
    this.room.className = "slide-room";
    this.plane.className = "slide-plane";
    this.cover.className = "slide-cover";
    this.cover.hidden = true;
    this.room.append(this.plane);
    this.lens.append(this.room);
    root.append(this.lens, this.cover);
    observeSize(root, this);
  }

  /** The element that holds the slide: a magnifier moves it. */
  get element(): HTMLElement {
    return this.lens;
  }

  /** Where on the slide a point of the window is, in its parts; null while there is no slide. */
  locate(clientX: number, clientY: number): { x: number; y: number } | null {
    const box = this.room.getBoundingClientRect(); // as it is enlarged
    return this.current ? unzoomed(clientX - box.left, clientY - box.top, box.width, box.height, aspectOf(this.current.slide)) : null;
  }

  /** The width of the slide by its height. */
  get aspect(): number {
    return aspectOf(this.current?.slide);
  }

  /** The width in device pixels that a picture needs to look sharp here. */
  get neededPixels(): number {
    return this.pixelsFor(this.current?.slide);
  }

  private pixelsFor(slide: SlideContent | undefined): number {
    const magnified = this.magnified / (this.part?.w ?? 1);
    return pixelsFor(slide, this.root.clientWidth, this.root.clientHeight, magnified, window.devicePixelRatio || 1);
  }

  /**
   * Shows a slide as it is at a step, once everything in it can be painted; until
   * then what was there stays. Resolves to false when a newer call overtook this one, and rejects
   * when the slide's picture cannot be had.
   */
  async show(slide: SlideContent): Promise<boolean> {
    const turn = ++this.newest;
    if (this.current && isSame(this.current.slide, slide)) {
      this.redraw();
      return true;
    }
    const layer: Layer = slide.picture ? new PictureLayer(slide, this.options, this.held) : new HTMLLayer(slide, this.options, this.held, this.pixelsFor(slide));
    this.plane.appendChild(layer.element);
    try {
      layer.fit(this.root);
      await layer.ready(this.pixelsFor(slide));
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
    const another = !isSameSlide(this.current?.slide ?? null, slide);
    this.drop(this.current);
    this.current = layer;
    if (another) this.overlay?.clear();
    this.redraw();
    layer.play?.(this.playback);
    layer.fit(this.root);
    layer.sharpen(this.neededPixels); // what was held may be small
    return true;
  }

  /** Says how the films of the slide stand, of this one and of the next that is shown. */
  play(state: Playback): void {
    this.playback = state;
    this.current?.play?.(state);
  }

  /** Nothing but black. */
  clear(): void {
    this.newest++;
    this.drop(this.current);
    this.plane.textContent = "";
    this.current = null;
    this.overlay?.clear();
  }

  /** What is drawn on the slide is something else now. */
  redraw(): void {
    const { current } = this;
    const strokes = (current && this.drawn?.(current.slide)) || [];
    if (strokes.length > 0 || this.overlay) this.over().ink(strokes);
  }

  /** Shows where the presenter points, if that is on this slide; null is nowhere. */
  mark(mark: Mark | null): void {
    const here = mark && mark.kind !== "none" && this.current?.slide.deck === mark.deck && this.current.slide.slide === mark.slide;
    if (here) this.over().show(mark);
    else this.overlay?.show(null);
  }

  /** Shows a line that is being drawn here, until it is among what is drawn. */
  draft(stroke: Stroke): void {
    this.over().draft(stroke);
  }

  /** The line is not drawn after all. */
  dropDraft(id: string): void {
    this.overlay?.drop(id);
  }

  /** Fills the view with a part of the slide, for all of the room; null shows all of it. */
  zoom(part: Zoom | null, glide = true): void {
    const before = this.part;
    this.part = part;
    this.room.classList.toggle("is-gliding", glide);
    this.fitRoom();
    if (before?.w !== part?.w) this.current?.sharpen(this.neededPixels);
  }

  private fitRoom(): void {
    const to = this.part ? transformOf(this.part, this.root.clientWidth, this.root.clientHeight, this.aspect) : "";
    if (this.room.style.transform !== to) this.room.style.transform = to;
  }

  private over(): Overlay {
    if (!this.overlay) {
      this.overlay = new Overlay();
      this.room.append(...this.overlay.elements);
    }
    this.overlay.shape(this.aspect);
    return this.overlay;
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

  /** Other slides may be gone to than before. */
  refreshLinks(): void {
    this.current?.refreshLinks?.();
  }

  /** Called by itself wherever the browser tells sizes. */
  resize(): void {
    this.current?.fit(this.root);
    this.current?.sharpen(this.neededPixels);
    this.room.classList.remove("is-gliding");
    this.fitRoom();
  }

  destroy(): void {
    this.newest++;
    this.drop(this.current);
    this.current = null;
    unobserveSize(this.root);
    this.overlay?.clear();
    this.lens.remove();
    this.cover.remove();
  }
}

/** A slide on the plane. */
export interface Layer {
  readonly slide: SlideContent;
  readonly element: HTMLElement;
  ready(pixels: number): Promise<void>;
  fit(root: HTMLElement): void;
  sharpen(pixels: number): void;
  refreshLinks?(): void;
  play?(state: Playback): void;
  /** It is not on the page any more. */
  leave?(): void;
}

function isSame(a: SlideContent, b: SlideContent): boolean {
  // A page that turned out to be impossible to draw is words by then.
  return isSameSlide(a, b) && a.lang === b.lang && a.step === b.step && a.picture?.url === b.picture?.url;
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
