// Pointing and drawing as a tool of the talk: with the mouse, a finger or a pen on the
// slide, for the whole room.

import { button } from "../../kit/button";
import { choose } from "../../kit/dialog";
import { h, setAttribute } from "../../kit/dom";
import { latin } from "../../kit/keys";
import { complain, say } from "../../kit/toast";
import { getInk } from "../../line/api";
import { Inks } from "../../line/ink";
import { after, type Op, Outbox } from "../../line/outbox";
import { Pointing } from "../../line/pointing";
import { type Point, touches } from "../../slide/ink/strokes";
import { Sketch, type SketchTool } from "../../slide/ink/sketch";
import type { InkNews, Mark, Stroke, Zoom } from "../../wire";
import { driving } from "../driving";
import { getAllInk } from "../server";
import { History } from "./draw/history";
import { COLORS, Palette } from "./draw/palette";
import { isBoard } from "./moment/moment";
import type { Status } from "./status";
import type { Desk, Tool } from "./tool";

const WORDS: Record<SketchTool, [label: string, does: string]> = {
  pointer: ["Pointer", "The room sees where you point."],
  spotlight: ["Spotlight", "The room sees what you point at, and the rest darker."],
  pen: ["Drawing", "The room sees what you draw."],
  marker: ["Drawing", "The room sees what you mark."],
  eraser: ["Drawing", "What you touch is erased."],
  zoom: ["Zoom", "Drag over the part that the room is to see."],
};

export class Draw implements Tool {
  readonly button: HTMLElement;
  readonly foot: HTMLElement;
  readonly overlay: HTMLElement;
  private readonly palette: Palette;
  private readonly frame = h("div", { class: "sketch-frame", hidden: true });
  private readonly surface = h("div", { class: "sketch-surface", hidden: true }, this.frame);
  private readonly sketch: Sketch;
  private readonly inks = new Inks({ get: getInk, changed: () => this.desk.view.redraw() });
  private readonly history = new History();
  private readonly pointing = new Pointing((error) => this.refused(error));
  private outbox = this.newOutbox(0);
  private deck = 0;
  private content = 0;
  private slide = 0;
  private loading = 0;
  /** What the eraser has taken since it was put down. */
  private rubbed: Stroke[] = [];
  /** The part that was asked for, until the server says so. */
  private asked: Zoom | null | undefined;

  constructor(private readonly desk: Desk) {
    this.palette = new Palette({
      use: (tool) => this.use(this.sketch.tool === tool ? null : tool),
      color: (color) => this.paint(color),
      undo: () => this.act(this.history.undo(this.slide)),
      redo: () => this.act(this.history.redo(this.slide)),
      clear: () => this.clear(),
      clearAll: () => void this.clearAll(),
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
      draw: (stroke) => this.drew(stroke),
      erase: (at, near) => this.rub(at, near),
      erased: () => {
        this.history.erased(this.slide, this.rubbed.splice(0));
        this.show();
      },
      frame: (part) => this.showFrame(part),
      zoom: (part) => void this.zoom(part),
    });
  }

  key(event: KeyboardEvent): boolean {
    const key = latin(event);
    if (key === "escape") return this.escape();
    if (key === "l") this.toggle(event.shiftKey ? "spotlight" : "pointer");
    else if (key === "d") this.toggle(event.shiftKey ? "marker" : "pen");
    else if (key === "z") this.part ? void this.zoom(null) : this.toggle("zoom");
    else if (key === "x" && event.shiftKey) this.clear();
    else if (key === "x") this.toggle("eraser");
    else if (key === "c" && this.sketch.tool) this.paint(COLORS[(COLORS.findIndex(({ color }) => color === this.sketch.color) + 1) % COLORS.length]!.color);
    else return false;
    return true;
  }

  chord(event: KeyboardEvent): boolean {
    const key = latin(event);
    if (event.altKey || (key !== "z" && key !== "y")) return false;
    this.act(key === "y" || event.shiftKey ? this.history.redo(this.slide) : this.history.undo(this.slide));
    return true;
  }

  hear(name: string, data: unknown): void {
    if (name === "ink") this.inks.hear(data as InkNews);
    const mark = data as Mark;
    if (name !== "mark" || mark.deck !== this.deck) return;
    // One's own is here already.
    if (!this.sketch.tool || mark.kind === "none") this.desk.view.mark(mark);
  }

  lost(lost: boolean): void {
    if (lost || this.deck === 0) return;
    this.outbox.hurry();
    void this.load(); // what was drawn elsewhere meanwhile
  }

  update(): void {
    const { deck, at, view } = this.desk;
    if (!deck) return;
    view.drawn = (slide) => (slide.deck === this.deck ? this.outbox.over(slide.slide, this.inks.of(slide.slide)) : []);
    if (deck.id !== this.deck || deck.content !== this.content) this.begin(deck.id, deck.content);
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
    if (this.outbox.lost) return { tone: "lost", label: "Not sent", text: "What you have drawn has not reached the room. Trying again…" };
    if (tool) {
      const [label, does] = WORDS[tool];
      return { tone: "tool", label, text: `${this.desk.deck?.live ? does : does.replace("the room is to see", "you want to see").replace(/^The room sees/, "You see")} Esc puts it away.` };
    }
    return this.part ? { tone: "tool", label: "Zoomed", text: "The screens show a part of the slide. Esc shows all of it (Z)." } : undefined;
  }

  leave(): void {
    this.close();
    this.deck = this.content = this.slide = 0;
    this.loading++;
    this.history.forget();
    this.inks.use(0, true);
    this.asked = undefined;
  }

  /** The part of the slide that the room sees; null for all of it. */
  private get part(): Zoom | null {
    const { deck, at } = this.desk;
    if (this.asked !== undefined) return this.asked;
    return deck && deck.current_slide === at.slide ? deck.zoom : null;
  }

  private begin(deck: number, content: number): void {
    if (deck !== this.deck) {
      this.history.forget();
      this.outbox = this.newOutbox(deck);
    }
    this.deck = deck;
    this.content = content;
    this.inks.use(deck, true);
    void this.load();
    // Whoever asks for a board wants to draw.
    if (this.desk.deck && isBoard(this.desk.deck) && driving.mine) this.open();
  }

  private newOutbox(deck: number): Outbox {
    return new Outbox(deck, {
      done: (op) => this.delivered(deck, op),
      refused: (op, error) => {
        complain(error);
        if (deck === this.deck && op.kind !== "draw") void this.load();
        this.show();
      },
      failing: () => this.desk.render(),
    });
  }

  /** The server has it; the stream may say so a moment later. */
  private delivered(deck: number, op: Op): void {
    if (deck !== this.deck) return;
    if (op.slide > 0) {
      const now = after(op, this.inks.of(op.slide));
      const ids = new Set(now.map(({ id }) => id));
      this.inks.touch(op.slide, { strokes: op.kind === "draw" ? (op.strokes as Stroke[]) : [], gone: this.inks.of(op.slide).filter(({ id }) => !ids.has(id)).map(({ id }) => id) });
    } else {
      this.inks.load([]);
    }
  }

  private async load(): Promise<void> {
    const turn = ++this.loading;
    try {
      const all = await getAllInk(this.deck);
      if (turn === this.loading) this.inks.load(all);
    } catch {
      // The stream tells which version there is when something changes.
      window.setTimeout(() => turn === this.loading && this.deck > 0 && void this.load(), 2000);
    }
    this.show();
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

  private drew(stroke: Stroke): void {
    this.history.drew(this.slide, stroke);
    this.act([{ kind: "draw", slide: this.slide, strokes: [stroke] }]);
  }

  private rub(at: Point, near: number): void {
    const hit = this.strokes().filter((stroke) => touches(stroke, at, near, this.desk.view.aspect));
    this.rubbed.push(...hit);
    this.act(hit.map(({ id }) => ({ kind: "erase", slide: this.slide, id })));
  }

  private strokes(): readonly Stroke[] {
    return this.outbox.over(this.slide, this.inks.of(this.slide));
  }

  private act(ops: readonly Op[]): void {
    for (const op of ops) this.outbox.put(op);
    this.desk.view.redraw();
    this.show();
  }

  private clear(): void {
    const strokes = this.strokes();
    if (strokes.length === 0) return;
    this.history.cleared(this.slide, strokes);
    this.act([{ kind: "clear", slide: this.slide }]);
    const { slide } = this;
    say(`The drawings on slide ${slide} are cleared.`, { label: "Undo", run: () => this.act(this.history.undo(slide)) });
  }

  private async clearAll(): Promise<void> {
    const { deck } = this;
    try {
      const all = (await getAllInk(deck)).filter(({ strokes }) => strokes.length > 0);
      if (all.length === 0 && this.strokes().length === 0) {
        say("There is nothing drawn on any slide.");
        return;
      }
      const sure = await choose("Clear all drawings?", `There are drawings on ${all.length === 1 ? "1 slide" : `${all.length} slides`}.`, [{ text: "Clear all", answer: true }]);
      if (!sure || deck !== this.deck) return;
      this.act([{ kind: "clear", slide: 0 }]);
      this.history.forget();
      this.show();
      say("All drawings are cleared.", { label: "Undo", run: () => this.act(all.map(({ slide, strokes }) => ({ kind: "draw", slide, strokes }))) });
    } catch (error) {
      complain(error);
    }
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
    this.desk.announce(tool ? `${WORDS[tool][0]}. ${WORDS[tool][1]}` : "The tool is put away.");
    this.desk.render();
  }

  private paint(color: string): void {
    this.sketch.color = color;
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
      canUndo: this.history.canUndo(this.slide),
      canRedo: this.history.canRedo(this.slide),
      canClear: this.deck > 0 && this.strokes().length > 0,
    });
  }
}

function same(a: Zoom | null, b: Zoom | null): boolean {
  return a === b || (a !== null && b !== null && a.x === b.x && a.y === b.y && a.w === b.w);
}

export function drawTool(desk: Desk): Tool {
  return new Draw(desk);
}
