// Pointing and drawing on a slide, with the mouse, a finger or a pen: what a hand does
// on an element that lies over the slide becomes marks, strokes and parts of it.

import { randomId } from "../../kit/random";
import type { Mark, Stroke, Zoom } from "../../wire";
import { partOf } from "../zoom";
import { type Point, pressed, simplified } from "./strokes";

export type SketchTool = "pointer" | "spotlight" | "pen" | "marker" | "eraser" | "zoom";

/** Where somebody points, on whatever slide there is. */
export type Sign = Omit<Mark, "deck" | "slide">;

export interface SketchHooks {
  /** Where on the slide a point of the window is, beside it too; null while there is no slide. */
  locate(clientX: number, clientY: number): { x: number; y: number } | null;
  /** The width of the slide by its height. */
  aspect(): number;
  /** Somebody points; 30 times a second at the most, and every second while the hand is still. */
  mark(sign: Sign): void;
  /** A line is being drawn: all of it. */
  draft(stroke: Stroke): void;
  /** It is drawn; or it is not, after all. */
  draw(stroke: Stroke): void;
  drop(id: string): void;
  /** Whatever lies there, or so near, is rubbed out; ended says that the hand is lifted. */
  erase(at: Point, near: number): void;
  erased(): void;
  /** A part is being dragged open; null is none any more. */
  frame(part: Zoom | null): void;
  zoom(part: Zoom): void;
}

/** What is sent in a second, whatever the hardware has. */
const REST = 1000 / 30;
/** A hand that is still says so: a mark of which nothing is heard goes. */
const STILL = 1000;
/** Points that are nearer than this to the one before are none, in the slide's width. */
const APART = 0.0007;
/** A line that is simpler by so much looks the same. */
const TOLERANCE = 0.00035;
/** The newest points of a line that a mark has: those of some that get lost as well. */
const TAIL = 48;
/** What a stroke takes; a longer line goes on as another one. */
const MOST = 1900;
const ERASER = 0.012;
/** The part that a click zooms to, and how far a finger moves that only taps. */
const CLICK = 0.5;
const TAP = 0.012;

/** Fine and thick, in the slide's width. */
const WIDTHS = { pen: [0.0035, 0.009], marker: [0.02, 0.04] } as const;
/** How one sees through a marker. */
const MARKER_ALPHA = "73";

export class Sketch {
  tool: SketchTool | null = null;
  /** #rrggbb */
  color = "#e5484d";
  thick = false;
  private held: number | null = null; // the pointer that is down
  private stroke: Stroke | null = null;
  /** How hard the pen was pressed in all, at so many points. */
  private force = { sum: 0, points: 0 };
  private from: Point = [0, 0];
  private sign: Sign | null = null;
  private erasing = false;
  private sentAt = -REST;
  private timer = 0;
  /** The timer is that of a still hand: what is new need not wait for it. */
  private waits = false;
  private penAt = -STILL;

  constructor(private readonly surface: HTMLElement, private readonly hooks: SketchHooks) {
    surface.classList.add("sketch");
    surface.addEventListener("pointerdown", this.onDown);
    surface.addEventListener("pointermove", this.onMove);
    surface.addEventListener("pointerup", this.onUp);
    surface.addEventListener("pointercancel", this.onCancel);
    surface.addEventListener("pointerleave", this.onLeave);
    // A long press is no menu while somebody draws.
    surface.addEventListener("contextmenu", (event) => this.tool && event.preventDefault());
  }

  /** Takes another tool into the hand; null puts it away. */
  use(tool: SketchTool | null): void {
    this.cancel();
    this.tool = tool;
  }

  /** Whatever is under way is not done. Returns whether there was something. */
  cancel(): boolean {
    const { stroke } = this;
    const busy = this.held !== null && (this.isDrawing() || this.tool === "zoom");
    this.stroke = null;
    this.held = null;
    if (stroke) this.hooks.drop(stroke.id);
    this.rubbed();
    this.hooks.frame(null);
    this.quiet();
    return busy;
  }

  /** Moves the pointer, from where it is or from the middle, by so much of the slide's width and height. */
  nudge(x: number, y: number): void {
    if (this.tool !== "pointer" && this.tool !== "spotlight") return;
    const from = this.sign ?? { x: 0.5, y: 0.5 };
    this.point([part(from.x + x), part(from.y + y)]);
  }

  private isDrawing(): boolean {
    return this.stroke !== null || this.erasing;
  }

  private readonly onDown = (event: PointerEvent): void => {
    const at = this.at(event);
    this.force = { sum: 0, points: 0 };
    this.feel([event]);
    if (!this.tool || !at || this.held !== null || this.isPalm(event)) return;
    const rubs = this.tool === "eraser" || event.button === 5; // the other end of a pen
    if (event.button !== 0 && !rubs) return;
    event.preventDefault();
    this.held = event.pointerId;
    try {
      this.surface.setPointerCapture(event.pointerId);
    } catch {
      // it is gone already
    }
    this.from = at;
    if (rubs) {
      this.erasing = true;
      this.hooks.erase(at, ERASER);
    } else if (this.tool === "pen" || this.tool === "marker") {
      this.begin(at);
    } else if (this.tool !== "zoom") {
      this.point(at);
    }
  };

  private readonly onMove = (event: PointerEvent): void => {
    if (!this.tool || this.isPalm(event)) return;
    const hovers = this.held === null && (this.tool === "pointer" || this.tool === "spotlight");
    if (event.pointerId !== this.held && !(hovers && event.pointerType !== "touch")) return;
    const events = this.stroke || this.erasing ? event.getCoalescedEvents?.() || [] : [];
    if (this.stroke) this.feel(events.length > 0 ? events : [event]);
    const points = (events.length > 0 ? events : [event]).map((each) => this.at(each)).filter((at): at is Point => at !== null);
    const last = points[points.length - 1];
    if (!last) return;
    if (this.erasing) for (const at of points) this.hooks.erase(at, ERASER);
    else if (this.stroke) this.extend(points);
    else if (this.tool === "zoom") this.hooks.frame(partOf(this.from[0], this.from[1], last[0], last[1]));
    else this.point(last);
  };

  private readonly onUp = (event: PointerEvent): void => {
    if (event.pointerId !== this.held) return;
    const at = this.at(event);
    const { stroke, from } = this;
    this.held = null;
    if (this.erasing) this.rubbed();
    else if (stroke) this.finish();
    else if (this.tool === "zoom" && at) {
      this.hooks.frame(null);
      const [x, y] = Math.hypot(at[0] - from[0], at[1] - from[1]) < TAP ? [CLICK / 2, CLICK / 2] : [0, 0];
      this.hooks.zoom(partOf(from[0] - x, from[1] - y, at[0] + x, at[1] + y));
    } else if (event.pointerType === "touch") this.quiet();
  };

  private readonly onCancel = (event: PointerEvent): void => {
    if (event.pointerId !== this.held) return;
    // The browser has taken the hand away: what is drawn so far was meant.
    if (this.stroke && this.stroke.points.length > 1) {
      this.held = null;
      this.finish();
    } else {
      this.cancel();
    }
  };

  private readonly onLeave = (event: PointerEvent): void => {
    if (this.held === null && event.pointerType !== "touch") this.quiet();
  };

  /** A hand that lies on the screen beside the pen draws nothing. */
  private isPalm(event: PointerEvent): boolean {
    if (event.pointerType === "pen") this.penAt = performance.now();
    return event.pointerType === "touch" && performance.now() - this.penAt < STILL;
  }

  private at(event: { clientX: number; clientY: number }): Point | null {
    const at = this.hooks.locate(event.clientX, event.clientY);
    return at && [part(at.x), part(at.y)];
  }

  /** Only a pen knows how hard it is pressed: a mouse and most fingers always say the same. */
  private feel(events: readonly PointerEvent[]): void {
    for (const { pointerType, pressure } of events) {
      if (pointerType !== "pen" || pressure <= 0) continue;
      this.force.sum += pressure;
      this.force.points++;
    }
  }

  private begin(at: Point): void {
    const marker = this.tool === "marker";
    this.stroke = {
      id: randomId(), color: this.color + (marker ? MARKER_ALPHA : ""),
      width: this.width, points: [at],
    };
    this.grown();
  }

  private get width(): number {
    return WIDTHS[this.tool === "marker" ? "marker" : "pen"][this.thick ? 1 : 0];
  }

  private extend(points: readonly Point[]): void {
    for (const at of points) {
      const { stroke } = this;
      if (!stroke) return;
      const last = stroke.points[stroke.points.length - 1] as Point;
      if (Math.hypot(at[0] - last[0], (at[1] - last[1]) / this.hooks.aspect()) < APART) continue;
      stroke.points.push(at);
      if (stroke.points.length < MOST) continue;
      this.finish();
      this.begin(at);
    }
    this.grown();
  }

  private grown(): void {
    const { stroke, force } = this;
    if (!stroke) return;
    if (force.points > 0 && this.tool === "pen") stroke.width = pressed(this.width, force.sum / force.points);
    this.hooks.draft(stroke);
    const from = Math.max(0, stroke.points.length - TAIL);
    const [x, y] = stroke.points[stroke.points.length - 1] as Point;
    this.say({ kind: "pen", x, y, from, stroke: { ...stroke, points: stroke.points.slice(from) } });
  }

  private finish(): void {
    const { stroke } = this;
    this.stroke = null;
    if (!stroke) return;
    this.hooks.draw({ ...stroke, points: simplified(stroke.points as Point[], TOLERANCE, this.hooks.aspect()) });
    this.quiet();
  }

  private rubbed(): void {
    if (!this.erasing) return;
    this.erasing = false;
    this.hooks.erased();
  }

  private point(at: Point): void {
    this.say({ kind: this.tool as "pointer" | "spotlight", x: at[0], y: at[1] });
  }

  /** Tells the newest, at once or when its turn comes; and goes on telling it. */
  private say(sign: Sign): void {
    this.sign = sign;
    const wait = this.sentAt + REST - performance.now();
    if (wait <= 0) this.send();
    else if (!this.timer || this.waits) this.later(wait, false);
  }

  private later(wait: number, still: boolean): void {
    window.clearTimeout(this.timer);
    this.waits = still;
    this.timer = window.setTimeout(() => this.send(), wait);
  }

  private send(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (!this.sign) return;
    this.sentAt = performance.now();
    this.hooks.mark(this.sign);
    this.later(STILL, true);
  }

  /** Nobody points any more. */
  private quiet(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (!this.sign) return;
    this.sign = null;
    this.hooks.mark({ kind: "none", x: 0, y: 0 });
  }
}

function part(x: number): number {
  return Math.round(Math.min(1, Math.max(0, x)) * 1e4) / 1e4;
}
