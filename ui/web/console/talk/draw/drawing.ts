// What is drawn on the slides of the deck that is open: shown here at once, sent as the
// line allows, told by the stream, and taken back by whoever did it here. What was done to
// a deck can be taken back when it is open again: a board is another one.

import { choose } from "../../../kit/dialog";
import { complain, say } from "../../../kit/toast";
import { getInk } from "../../../line/api";
import { Inks } from "../../../line/ink";
import { after, type Op, Outbox } from "../../../line/outbox";
import { type Point, touches } from "../../../slide/ink/strokes";
import type { InkNews, SlideContent, Stroke } from "../../../wire";
import { getAllInk, getDeck } from "../../server";
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

/** What was done here to a deck. */
interface Sheet {
  deck: number;
  /** Of which of its slides the numbers are. */
  content: number;
  history: History;
  outbox: Outbox;
}

export class Drawing {
  private readonly inks = new Inks({ get: getInk, changed: (slide) => this.hooks.drawn(slide) });
  private readonly sheets = new Map<number, Sheet>();
  private sheet = this.newSheet(0);
  private loading = 0;
  /** What waits for what is drawn on the deck; null once that is here. */
  private waiting: (() => void)[] | null = [];
  /** What the eraser has taken since it was put down. */
  private rubbed: Stroke[] = [];

  constructor(private readonly hooks: DrawingHooks) {}

  /** The server does not get what is drawn. */
  get lost(): boolean {
    return this.sheet.outbox.lost;
  }

  /** Why, in the server's words; "" where it does not answer. */
  get excuse(): string {
    return this.sheet.outbox.excuse;
  }

  canUndo(slide: number): boolean {
    return this.sheet.history.canUndo(slide);
  }

  canRedo(slide: number): boolean {
    return this.sheet.history.canRedo(slide);
  }

  /** What is drawn on a slide of whatever deck is shown. */
  readonly on = (slide: SlideContent): readonly Stroke[] => (slide.deck === this.deck ? this.strokes(slide.slide) : []);

  strokes(slide: number): readonly Stroke[] {
    return this.sheet.outbox.over(slide, this.inks.of(slide));
  }

  private get deck(): number {
    return this.sheet.deck;
  }

  /** Another deck is open, or its slides are others now; returns whether that is so. */
  open(deck: number, content: number): boolean {
    if (deck === this.deck && content === this.sheet.content) return false;
    let sheet = this.sheets.get(deck);
    if (!sheet) this.sheets.set(deck, (sheet = this.newSheet(deck)));
    // Its slides have other numbers.
    if (content !== sheet.content) sheet.history.forget();
    sheet.content = content;
    this.sheet = sheet;
    this.inks.use(deck, true);
    this.waiting = [];
    void this.load();
    return true;
  }

  close(): void {
    this.sheet = this.newSheet(0);
    this.loading++;
    this.waiting = [];
    this.inks.use(0, true);
  }

  hear(news: InkNews): void {
    this.inks.hear(news);
  }

  /** The line is back. */
  hurry(): void {
    for (const { outbox } of this.sheets.values()) outbox.hurry();
    if (this.deck !== 0) void this.load(); // what was drawn elsewhere meanwhile
  }

  draw(slide: number, stroke: Stroke): void {
    this.sheet.history.drew(slide, stroke);
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
    this.sheet.history.erased(slide, this.rubbed.splice(0));
    this.hooks.changed();
  }

  undo(slide: number): void {
    this.act(this.sheet.history.undo(slide));
  }

  redo(slide: number): void {
    this.act(this.sheet.history.redo(slide));
  }

  clear(slide: number): void {
    if (this.waiting) {
      this.waiting.push(() => this.clear(slide));
      return;
    }
    const strokes = this.strokes(slide);
    if (strokes.length === 0) {
      say("There is nothing drawn on this slide.");
      return;
    }
    const { sheet } = this;
    const { content } = sheet;
    const deed = sheet.history.cleared(slide, strokes);
    this.act(deed.does);
    say(`The drawings on slide ${slide} are cleared.`, { label: "Undo", run: () => void this.restore(sheet, content, () => sheet.history.takeBack(slide, deed)) });
  }

  async clearAll(slide: number): Promise<void> {
    const { sheet } = this;
    try {
      const all = (await getAllInk(sheet.deck)).filter(({ strokes }) => strokes.length > 0);
      if (all.length === 0 && this.strokes(slide).length === 0) {
        say("There is nothing drawn on any slide.");
        return;
      }
      const sure = await choose("Clear all drawings?", `There are drawings on ${all.length === 1 ? "1 slide" : `${all.length} slides`}.`, [{ text: "Clear all", answer: true }]);
      if (!sure || sheet !== this.sheet) return;
      const { content } = sheet;
      sheet.history.forget();
      this.act([{ kind: "clear", slide: 0 }]);
      say("All drawings are cleared.", { label: "Undo", run: () => void this.restore(sheet, content, () => all.map(({ slide, strokes }) => ({ kind: "draw", slide, strokes }))) });
    } catch (error) {
      complain(error);
    }
  }

  /** Draws again what was cleared, where the numbers are of the slides that they were of: what a deck has that is not open, the server knows. */
  private async restore(sheet: Sheet, content: number, ops: () => readonly Op[]): Promise<void> {
    try {
      const now = sheet === this.sheet ? sheet.content : (await getDeck(sheet.deck, "")).content;
      if (now === content) this.act(ops(), sheet);
      else say("The deck has other slides by now: the drawings stay cleared.");
    } catch (error) {
      complain(error);
    }
  }

  private act(ops: readonly Op[], sheet = this.sheet): void {
    for (const op of ops) sheet.outbox.put(op);
    if (sheet !== this.sheet) return;
    for (const slide of new Set(ops.map((op) => op.slide))) this.hooks.drawn(slide);
    this.hooks.changed();
  }

  private newSheet(deck: number): Sheet {
    return { deck, content: 0, history: new History(), outbox: new Outbox(deck, {
      done: (op) => this.delivered(deck, op),
      refused: (op, error) => {
        complain(error);
        if (deck === this.deck && op.kind !== "draw") void this.load();
        this.hooks.changed();
      },
      failing: () => this.hooks.failing(),
    }) };
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
      if (turn !== this.loading) return;
      this.inks.load(all);
      const waited = this.waiting || [];
      this.waiting = null;
      for (const then of waited) then();
    } catch {
      // The stream tells which version there is when something changes.
      window.setTimeout(() => turn === this.loading && this.deck > 0 && void this.load(), RETRY);
    }
    this.hooks.changed();
  }
}
