// What is drawn on the slides of the deck that is open: shown here at once, sent as the
// line allows, told by the stream, and taken back by whoever did it here.

import { choose } from "../../../kit/dialog";
import { complain, say } from "../../../kit/toast";
import { getInk } from "../../../line/api";
import { Inks } from "../../../line/ink";
import { after, type Op, Outbox } from "../../../line/outbox";
import { type Point, touches } from "../../../slide/ink/strokes";
import type { InkNews, SlideContent, Stroke } from "../../../wire";
import { getAllInk } from "../../server";
import { History } from "./history";

export interface DrawingHooks {
  /** What is drawn on a slide is something else now; 0 is any. */
  drawn(slide: number): void;
  /** What can be taken back may be another thing. */
  changed(): void;
  /** It reaches the server, or does not. */
  failing(): void;
}

const RETRY = 2000;

export class Drawing {
  private readonly inks = new Inks({ get: getInk, changed: (slide) => this.hooks.drawn(slide) });
  private readonly history = new History();
  private outbox = this.newOutbox(0);
  private deck = 0;
  private content = 0;
  private loading = 0;
  /** What the eraser has taken since it was put down. */
  private rubbed: Stroke[] = [];

  constructor(private readonly hooks: DrawingHooks) {}

  /** The server does not get what is drawn. */
  get lost(): boolean {
    return this.outbox.lost;
  }

  /** Why, in the server's words; "" where it does not answer. */
  get excuse(): string {
    return this.outbox.excuse;
  }

  canUndo(slide: number): boolean {
    return this.history.canUndo(slide);
  }

  canRedo(slide: number): boolean {
    return this.history.canRedo(slide);
  }

  /** What is drawn on a slide of whatever deck is shown. */
  readonly on = (slide: SlideContent): readonly Stroke[] => (slide.deck === this.deck ? this.strokes(slide.slide) : []);

  strokes(slide: number): readonly Stroke[] {
    return this.outbox.over(slide, this.inks.of(slide));
  }

  /** Another deck is open, or its slides are others now; returns whether that is so. */
  open(deck: number, content: number): boolean {
    if (deck === this.deck && content === this.content) return false;
    if (deck !== this.deck) {
      this.history.forget();
      this.outbox = this.newOutbox(deck);
    }
    this.deck = deck;
    this.content = content;
    this.inks.use(deck, true);
    void this.load();
    return true;
  }

  close(): void {
    this.deck = this.content = 0;
    this.loading++;
    this.history.forget();
    this.inks.use(0, true);
  }

  hear(news: InkNews): void {
    this.inks.hear(news);
  }

  /** The line is back. */
  hurry(): void {
    if (this.deck === 0) return;
    this.outbox.hurry();
    void this.load(); // what was drawn elsewhere meanwhile
  }

  draw(slide: number, stroke: Stroke): void {
    this.history.drew(slide, stroke);
    this.act([{ kind: "draw", slide, strokes: [stroke] }]);
  }

  /** Rubs out what lies there, or so near. */
  rub(slide: number, at: Point, near: number, aspect: number): void {
    const hit = this.strokes(slide).filter((stroke) => touches(stroke, at, near, aspect));
    this.rubbed.push(...hit);
    this.act(hit.map(({ id }) => ({ kind: "erase", slide, id })));
  }

  /** The eraser is lifted: what it took is one thing to take back. */
  lift(slide: number): void {
    this.history.erased(slide, this.rubbed.splice(0));
    this.hooks.changed();
  }

  undo(slide: number): void {
    this.act(this.history.undo(slide));
  }

  redo(slide: number): void {
    this.act(this.history.redo(slide));
  }

  clear(slide: number): void {
    const strokes = this.strokes(slide);
    if (strokes.length === 0) return;
    this.history.cleared(slide, strokes);
    this.act([{ kind: "clear", slide }]);
    say(`The drawings on slide ${slide} are cleared.`, { label: "Undo", run: () => this.undo(slide) });
  }

  async clearAll(slide: number): Promise<void> {
    const { deck } = this;
    try {
      const all = (await getAllInk(deck)).filter(({ strokes }) => strokes.length > 0);
      if (all.length === 0 && this.strokes(slide).length === 0) {
        say("There is nothing drawn on any slide.");
        return;
      }
      const sure = await choose("Clear all drawings?", `There are drawings on ${all.length === 1 ? "1 slide" : `${all.length} slides`}.`, [{ text: "Clear all", answer: true }]);
      if (!sure || deck !== this.deck) return;
      this.act([{ kind: "clear", slide: 0 }]);
      this.history.forget();
      this.hooks.changed();
      say("All drawings are cleared.", { label: "Undo", run: () => this.act(all.map(({ slide, strokes }) => ({ kind: "draw", slide, strokes }))) });
    } catch (error) {
      complain(error);
    }
  }

  private act(ops: readonly Op[]): void {
    for (const op of ops) this.outbox.put(op);
    for (const slide of new Set(ops.map((op) => op.slide))) this.hooks.drawn(slide);
    this.hooks.changed();
  }

  private newOutbox(deck: number): Outbox {
    return new Outbox(deck, {
      done: (op) => this.delivered(deck, op),
      refused: (op, error) => {
        complain(error);
        if (deck === this.deck && op.kind !== "draw") void this.load();
        this.hooks.changed();
      },
      failing: () => this.hooks.failing(),
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
      window.setTimeout(() => turn === this.loading && this.deck > 0 && void this.load(), RETRY);
    }
    this.hooks.changed();
  }
}
