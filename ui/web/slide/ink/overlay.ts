// What lies over a slide: what is drawn on it, and where the presenter points. Two
// drawings in SVG, scaled as the slide is; the one that moves is small, so that nothing
// of the other is painted anew. It is decoration: nobody reads it aloud, nothing in it is
// clicked.

import type { Mark, Stroke } from "../../wire";
import { inkOf, pathOf, type Point } from "./strokes";

/** The drawings' own width; their height follows from the slide's shape. */
const WIDTH = 10_000;
/** How large a pointer is, and what the spotlight leaves light, in the slide's width. */
const POINTER = 0.014;
const SPOT = 0.13;
/** The time in which a pointer comes nearer to where it is told to be, by two thirds, in milliseconds. */
const GLIDE = 28;
/** A frame's time may be before what it is to show: it goes as far as all others all the same. */
const FRAME = 1000 / 60;
/** A mark of which nothing more is heard goes by itself: its sender, or the server, may be gone. */
const LASTS = 6000;
const SVG = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number>;

export class Overlay {
  readonly elements: readonly SVGSVGElement[];
  private readonly still = svg("slide-ink");
  private readonly moving = svg("slide-mark");
  private readonly spot = make("g", { class: "mark-spot" });
  private readonly dark = make("path", { "fill-rule": "evenodd" });
  private readonly dot = make("g", { class: "mark-pointer" });
  private readonly lines = make("g", {});
  private readonly drawn = new Map<string, { stroke: Stroke; path: Element }>();
  private height = WIDTH / (16 / 9);
  private mark: Mark | null = null;
  /** Lines that are being drawn, as far as they are known, until they are among what is drawn. */
  private readonly growing = new Map<string, { path: Element; points: Point[]; timer: number }>();
  private at: Point = [0, 0];
  private frame = 0;
  private last = 0;
  private timer = 0;

  constructor() {
    const outer = make("circle", { r: POINTER * WIDTH, class: "mark-ring" });
    const inner = make("circle", { r: POINTER * WIDTH * 0.58, class: "mark-core" });
    this.dot.append(outer, inner);
    this.spot.append(this.dark);
    this.moving.append(this.lines, this.spot, this.dot);
    this.elements = [this.still, this.moving];
    this.shape(16 / 9);
    this.show(null);
  }

  /** Takes the shape of the slide: its width by its height. */
  shape(aspect: number): void {
    const height = WIDTH / aspect;
    if (height === this.height && this.still.hasAttribute("viewBox")) return;
    this.height = height;
    for (const each of this.elements) each.setAttribute("viewBox", `0 0 ${WIDTH} ${Math.round(height)}`);
    const r = SPOT * WIDTH;
    this.dark.setAttribute("d", `M${-2 * WIDTH} ${-2 * WIDTH}h${4 * WIDTH}v${4 * WIDTH}h${-4 * WIDTH}zM${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`);
    this.drawn.forEach(({ path }) => path.remove());
    this.drawn.clear();
  }

  /** Shows what is drawn: only what differs from before is touched. */
  ink(strokes: readonly Stroke[]): void {
    const keep = new Set<string>();
    let before: Element | null = null;
    for (const stroke of strokes) {
      keep.add(stroke.id);
      let there = this.drawn.get(stroke.id);
      if (!there || there.stroke !== stroke) {
        const path: Element = there?.path || make("path", {});
        this.dress(path, stroke, stroke.points as Point[]);
        there = { stroke, path };
        this.drawn.set(stroke.id, there);
      }
      const next: Element | null = before ? before.nextElementSibling : this.still.firstElementChild;
      if (next !== there.path) this.still.insertBefore(there.path, next);
      before = there.path;
    }
    this.drawn.forEach(({ path }, id) => {
      if (keep.has(id)) return;
      path.remove();
      this.drawn.delete(id);
    });
    // What was seen growing is there now.
    for (const id of Array.from(this.growing.keys())) if (keep.has(id)) this.drop(id);
  }

  /** Shows where the presenter points; null takes it away. */
  show(mark: Mark | null): void {
    window.clearTimeout(this.timer);
    const shown = mark && mark.kind !== "none" ? mark : null;
    const jump = !this.mark || this.mark.kind !== shown?.kind || isStill();
    this.mark = shown;
    setShown(this.spot, shown?.kind === "spotlight");
    setShown(this.dot, shown?.kind === "pointer");
    if (shown?.kind === "pen") this.grow(shown);
    if (!shown) {
      window.cancelAnimationFrame(this.frame);
      this.frame = 0;
      return;
    }
    this.timer = window.setTimeout(() => this.show(null), LASTS);
    if (jump) this.put([shown.x, shown.y]);
    else if (!this.frame) {
      this.last = performance.now() - FRAME;
      this.frame = window.requestAnimationFrame(this.glide);
    }
  }

  /** Shows a line that is being drawn here: all of it, until it is among the others. */
  draft(stroke: Stroke): void {
    this.line(stroke, stroke.points as Point[]);
  }

  /** The line is not drawn after all. */
  drop(id: string): void {
    const line = this.growing.get(id);
    if (!line) return;
    window.clearTimeout(line.timer);
    line.path.remove();
    this.growing.delete(id);
  }

  /** Nothing of what was on another slide stays. */
  clear(): void {
    this.show(null);
    for (const id of Array.from(this.growing.keys())) this.drop(id);
    this.ink([]);
  }

  /** A line grows by its newest points. Where some were missed it goes straight on: in the end all of it comes. */
  private grow(mark: Mark): void {
    const { stroke, from = 0 } = mark;
    if (!stroke || this.drawn.has(stroke.id)) return;
    const line = this.line(stroke, (this.growing.get(stroke.id)?.points || []).slice(0, from).concat(stroke.points as Point[]));
    // Where it never comes to be, its sender is gone.
    window.clearTimeout(line.timer);
    line.timer = window.setTimeout(() => this.drop(stroke.id), LASTS);
  }

  private line(stroke: Stroke, points: Point[]): { timer: number } {
    let line = this.growing.get(stroke.id);
    if (!line) {
      line = { path: make("path", {}), points, timer: 0 };
      this.growing.set(stroke.id, line);
      this.lines.append(line.path);
    }
    line.points = points;
    this.dress(line.path, stroke, points);
    return line;
  }

  private dress(path: Element, stroke: Stroke, points: readonly Point[]): void {
    const { color, opacity } = inkOf(stroke.color);
    set(path, {
      d: pathOf(points, WIDTH, this.height),
      stroke: color, "stroke-opacity": Math.round(opacity * 1000) / 1000, "stroke-width": Math.round(stroke.width * WIDTH * 10) / 10,
    });
  }

  private readonly glide = (now: number): void => {
    this.frame = 0;
    const { mark } = this;
    if (!mark) return;
    const part = 1 - Math.exp(-Math.max(0, now - this.last) / GLIDE);
    this.last = now;
    const [x, y] = this.at;
    const dx = mark.x - x;
    const dy = mark.y - y;
    if (Math.hypot(dx, dy) < 0.0005) {
      this.put([mark.x, mark.y]);
      return;
    }
    this.put([x + dx * part, y + dy * part]);
    this.frame = window.requestAnimationFrame(this.glide);
  };

  private put(at: Point): void {
    this.at = at;
    const to = `translate(${Math.round(at[0] * WIDTH)} ${Math.round(at[1] * this.height)})`;
    this.spot.setAttribute("transform", to);
    this.dot.setAttribute("transform", to);
  }
}

/** Whoever wants no motion gets none between two places. */
function isStill(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function svg(name: string): SVGSVGElement {
  const element = document.createElementNS(SVG, "svg");
  set(element, { class: name, "aria-hidden": "true", focusable: "false" });
  return element;
}

function make(tag: string, attributes: Attributes): Element {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  return element;
}

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

function setShown(element: Element, shown: boolean): void {
  if (shown) element.removeAttribute("display");
  else element.setAttribute("display", "none");
}
