// Pointing and drawing as a tool of the talk: with the mouse, a finger or a pen on the
// slide, for the whole room.

import { button } from "../../kit/button";
import { h, setAttribute } from "../../kit/dom";
import { keyOf } from "../../kit/keys";
import { complain } from "../../kit/toast";
import { Pointing } from "../../line/pointing";
import { Sketch, type SketchTool } from "../../slide/ink/sketch";
import type { InkNews, Mark, Zoom } from "../../wire";
import { driving } from "../driving";
import { aimed, OFFERED, partWords, WAYS } from "./draw/aim";
import { Drawing } from "./draw/drawing";
import { COLORS, Palette } from "./draw/palette";
import type { Status } from "./status";
import type { Desk, Tool } from "./tool";

const WORDS: Record<SketchTool, [label: string, does: string]> = {
  pointer: ["Pointer", "The room sees where you point."],
  spotlight: ["Spotlight", "The room sees what you point at, and the rest darker."],
  pen: ["Drawing", "The room sees what you draw."],
  marker: ["Drawing", "The room sees what you mark."],
  eraser: ["Drawing", "What you touch is erased."],
  zoom: ["Zoom", "Drag over the part that the room is to see (or arrows, + −, Enter)."],
};

/** How far an arrow moves the pointer, in the slide's width. */
const NUDGE = 0.02;

export class Draw implements Tool {
  readonly button: HTMLElement;
  readonly foot: HTMLElement;
  readonly overlay: HTMLElement;
  private readonly palette: Palette;
  private readonly frame = h("div", { class: "sketch-frame", hidden: true });
  private readonly surface = h("div", { class: "sketch-surface", hidden: true }, this.frame);
  private readonly sketch: Sketch;
  private readonly drawing: Drawing;
  private readonly pointing = new Pointing((error) => this.refused(error));
  private deck = 0;
  private slide = 0;
  /** The part that is being chosen. */
  private aim: Zoom | null = null;
  /** The part that was asked for, until the server says so. */
  private asked: Zoom | null | undefined;

  constructor(private readonly desk: Desk) {
    this.drawing = new Drawing({ drawn: (slide) => desk.inked(slide), changed: () => this.show(), failing: () => desk.render() });
    this.palette = new Palette({
      use: (tool) => this.use(this.sketch.tool === tool ? null : tool),
      color: (color) => this.paint(color),
      thick: () => this.paint(this.sketch.color, !this.sketch.thick),
      undo: () => this.drawing.undo(this.slide),
      redo: () => this.drawing.redo(this.slide),
      clear: () => this.drawing.clear(this.slide),
      clearAll: () => void this.drawing.clearAll(this.slide),
      close: () => this.close(),
    });
    this.foot = this.palette.element;
    this.overlay = h("div", { class: "stage-overlay sketch-layer" }, this.surface);
    this.button = button({ icon: "pencil", title: "Point and draw (D, L)", class: "is-quiet bar-draw", click: () => (this.palette.element.hidden ? this.open() : this.close()) });
    this.sketch = new Sketch(this.surface, {
      locate: (x, y) => desk.view.locate(x, y),
      aspect: () => desk.view.aspect,
      mark: (sign) => this.point({ ...sign, deck: this.deck, slide: this.slide }),
      draft: (stroke) => desk.view.draft(stroke),
      drop: (id) => desk.view.dropDraft(id),
      draw: (stroke) => this.drawing.draw(this.slide, stroke),
      erase: (at, near) => this.drawing.rub(this.slide, at, near, desk.view.aspect),
      erased: () => this.drawing.lift(this.slide),
      frame: (part) => this.showFrame(part),
      zoom: (part) => void this.zoom(part),
    });
  }

  key(event: KeyboardEvent): boolean {
    const key = keyOf(event);
    if (key === "Escape") return this.escape();
    if (this.aimBy(key)) return true;
    if (key === "l") this.toggle("pointer");
    else if (key === "Shift+l") this.toggle("spotlight");
    else if (key === "d") this.toggle("pen");
    else if (key === "Shift+d") this.toggle("marker");
    else if (key === "z") this.part ? void this.zoom(null) : this.toggle("zoom");
    else if (key === "Shift+x") this.drawing.clear(this.slide);
    else if (key === "x") this.toggle("eraser");
    else if (key === "Shift+c" && this.sketch.tool) this.paint(this.sketch.color, !this.sketch.thick);
    else if (key === "c" && this.sketch.tool) this.paint(COLORS[(COLORS.findIndex(({ color }) => color === this.sketch.color) + 1) % COLORS.length]!.color);
    else return false;
    return true;
  }

  /** A held arrow goes on. */
  held(event: KeyboardEvent): boolean {
    return keyOf(event) !== "Enter" && this.aimBy(keyOf(event));
  }

  chord(event: KeyboardEvent): boolean {
    const key = keyOf(event);
    if (event.altKey) return false;
    const way = WAYS[key];
    if (way && (this.sketch.tool === "pointer" || this.sketch.tool === "spotlight")) this.sketch.nudge(way[0] * NUDGE, way[1] * NUDGE * this.desk.view.aspect);
    else if (key === "y" || key === "Shift+z") this.drawing.redo(this.slide);
    else if (key !== "z") return false;
    else this.drawing.undo(this.slide);
    return true;
  }

  hear(name: string, data: unknown): void {
    if (name === "ink") this.drawing.hear(data as InkNews);
    const mark = data as Mark;
    if (name !== "mark" || mark.deck !== this.deck) return;
    // One's own is here already.
    if (!this.sketch.tool || mark.kind === "none") this.desk.view.mark(mark);
  }

  lost(lost: boolean): void {
    if (!lost) this.drawing.hurry();
  }

  update(): void {
    const { deck, at, view } = this.desk;
    if (!deck) return;
    view.drawn = this.drawing.on;
    this.deck = deck.id;
    // Whoever asks for a board wants to draw.
    if (this.drawing.open(deck.id, deck.content) && deck.board && deck.interlude_of && driving.mine) this.open();
    if (at.slide !== this.slide) {
      this.sketch.cancel();
      this.asked = undefined;
    }
    const glide = this.slide === at.slide;
    this.slide = at.slide;
    if (this.asked !== undefined && same(this.asked, deck.zoom)) this.asked = undefined;
    view.zoom(this.part, glide);
    this.show();
  }

  status(): Status | undefined {
    const { tool } = this.sketch;
    if (this.drawing.lost) return { tone: "lost", label: "Not sent", text: `What you have drawn has not reached the room. Trying again… ${this.drawing.excuse}` };
    if (tool) {
      const [label, does] = WORDS[tool];
      return { tone: "tool", label, text: `${this.desk.deck?.live ? does : does.replace("the room is to see", "you want to see").replace(/^The room sees/, "You see")} Esc puts it away.` };
    }
    return this.part ? { tone: "tool", label: "Zoomed", text: "The screens show a part of the slide. Esc shows all of it (Z)." } : undefined;
  }

  leave(): void {
    this.close();
    this.deck = this.slide = 0;
    this.drawing.close();
    this.asked = undefined;
  }

  /** The part of the slide that the room sees; null for all of it. */
  private get part(): Zoom | null {
    const { deck, at } = this.desk;
    if (this.asked !== undefined) return this.asked;
    return deck && deck.current_slide === at.slide ? deck.zoom : null;
  }

  // What the hand does.

  private point(mark: Mark): void {
    if (this.deck === 0) return;
    if (mark.kind !== "pen") this.desk.view.mark(mark);
    this.pointing.tell(mark);
  }

  private refused(error: Error): void {
    if (!this.sketch.tool) return;
    this.use(null);
    complain(error);
  }

  /** Chooses the part without a mouse: arrows, + and −, then Enter. */
  private aimBy(key: string): boolean {
    if (this.sketch.tool !== "zoom") return false;
    const { aim } = this;
    if (key === "Enter" && aim) {
      this.showFrame(null);
      void this.zoom(aim);
      return true;
    }
    const next = aimed(aim, key);
    if (!next) return false;
    this.showFrame(next);
    this.desk.announce(partWords(next));
    return true;
  }

  private async zoom(part: Zoom | null): Promise<void> {
    this.asked = part && part.w > 0.98 ? null : part;
    if (this.sketch.tool === "zoom") this.sketch.use(null);
    this.desk.render();
    const { asked } = this;
    await this.desk.change({ zoom: asked });
    if (this.asked === asked) this.asked = undefined;
    this.desk.render();
  }

  // The tools.

  private toggle(tool: SketchTool): void {
    this.use(this.sketch.tool === tool ? null : tool);
  }

  private use(tool: SketchTool | null): void {
    this.sketch.use(tool);
    // Whoever only points has the slide stay as large as it is.
    if (tool === "pen" || tool === "marker" || tool === "eraser") this.palette.element.hidden = false;
    const offered = tool === "zoom" ? ` ${partWords(OFFERED)}` : "";
    if (offered) this.showFrame(OFFERED);
    this.desk.announce(tool ? `${WORDS[tool][0]}. ${WORDS[tool][1]}${offered}` : "The tool is put away.");
    this.desk.render();
  }

  private paint(color: string, thick = this.sketch.thick): void {
    this.sketch.color = color;
    this.sketch.thick = thick;
    if (this.sketch.tool !== "marker") this.use("pen");
    else this.show();
  }

  private open(): void {
    this.palette.element.hidden = false;
    this.use("pen");
  }

  private close(): void {
    const used = this.sketch.tool !== null;
    this.sketch.use(null);
    this.palette.element.hidden = true;
    if (used) this.desk.render();
    this.show();
  }

  /** Each press takes one thing back: what is under way, the tool, the part. */
  private escape(): boolean {
    if (this.sketch.cancel()) return true;
    if (this.sketch.tool || !this.palette.element.hidden) this.close();
    else if (this.part) void this.zoom(null);
    else return false;
    return true;
  }

  private showFrame(part: Zoom | null): void {
    this.aim = part;
    this.frame.hidden = part === null;
    if (!part) return;
    const { style } = this.frame;
    style.left = `${part.x * 100}%`;
    style.top = `${part.y * 100}%`;
    style.width = style.height = `${part.w * 100}%`;
  }

  private show(): void {
    const { tool } = this.sketch;
    this.surface.hidden = tool === null;
    if (tool) this.surface.dataset["tool"] = tool;
    setAttribute(this.button, "aria-pressed", String(!this.palette.element.hidden));
    this.palette.update({
      tool,
      color: this.sketch.color,
      thick: this.sketch.thick,
      canUndo: this.drawing.canUndo(this.slide),
      canRedo: this.drawing.canRedo(this.slide),
      canClear: this.deck > 0 && this.drawing.strokes(this.slide).length > 0,
    });
  }
}

function same(a: Zoom | null, b: Zoom | null): boolean {
  return a === b || (a !== null && b !== null && a.x === b.x && a.y === b.y && a.w === b.w);
}

export function drawTool(desk: Desk): Tool {
  return new Draw(desk);
}
