// What is drawn here and is not at the server yet: one request after the other, tried
// again until it gets through. Each may be repeated without harm.

import type { Stroke } from "../wire";
import { withNews } from "../slide/ink/strokes";
import { ApiError, excuseOf, request } from "./api";

export type Op =
  | { kind: "draw"; slide: number; strokes: readonly Stroke[] }
  | { kind: "erase"; slide: number; id: string }
  /** Of slide 0: all of them. */
  | { kind: "clear"; slide: number };

export interface OutboxHooks {
  /** The server has it. */
  done(op: Op): void;
  /** The server refused it; it is dropped. */
  refused(op: Op, error: Error): void;
  /** Requests fail, or work again: see lost. */
  failing(): void;
}

const FIRST_RETRY = 300;
const LAST_RETRY = 3000;
const WITHIN = 6000;
/** How many characters of strokes one request has; the server takes 64 kB. */
const LOAD = 40_000;

export class Outbox {
  private readonly queue: Op[] = [];
  private busy = false;
  private failures = 0;
  private why: Error | null = null;
  private timer = 0;

  constructor(readonly deck: number, private readonly hooks: OutboxHooks) {}

  get lost(): boolean {
    return this.failures > 0;
  }

  /** Why, in the server's words; "" where it does not answer. */
  get excuse(): string {
    return excuseOf(this.why);
  }

  get empty(): boolean {
    return this.queue.length === 0;
  }

  put(op: Op): void {
    if (op.kind === "draw") for (const strokes of loads(op.strokes)) this.queue.push({ ...op, strokes });
    else this.queue.push(op);
    this.pump();
  }

  /** What is drawn on a slide once the server has all of this. */
  over(slide: number, strokes: readonly Stroke[]): readonly Stroke[] {
    return this.queue.reduce((all, op) => (op.slide === slide || op.slide === 0 ? after(op, all) : all), strokes);
  }

  /** The network is back. */
  hurry(): void {
    if (this.failures > 0) this.pump();
  }

  private pump(): void {
    window.clearTimeout(this.timer);
    const [op] = this.queue;
    if (this.busy || !op) return;
    this.busy = true;
    this.send(op).then(() => this.settle(op, null), (error: Error) => this.settle(op, error));
  }

  private settle(op: Op, error: Error | null): void {
    this.busy = false;
    const status = error instanceof ApiError ? error.status : 0;
    const gone = status === 404 && op.kind === "erase"; // somebody else was quicker
    if (error && !gone && !isRefusal(status)) {
      this.failures++;
      this.why = error;
      this.hooks.failing();
      const wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (this.failures - 1));
      this.timer = window.setTimeout(() => this.pump(), wait * (0.75 + Math.random() / 2));
      return;
    }
    this.queue.shift();
    if (this.failures > 0) {
      this.failures = 0;
      this.why = null;
      this.hooks.failing();
    }
    if (error && !gone) this.hooks.refused(op, error);
    else this.hooks.done(op);
    this.pump();
  }

  private send(op: Op): Promise<unknown> {
    const path = `/api/decks/${this.deck}/ink`;
    switch (op.kind) {
      case "draw": return request(path, { method: "POST", json: { slide: op.slide, strokes: op.strokes }, timeout: WITHIN });
      case "erase": return request(`${path}/${op.id}`, { method: "DELETE", timeout: WITHIN });
      case "clear": return request(op.slide > 0 ? `${path}?slide=${op.slide}` : path, { method: "DELETE", timeout: WITHIN });
    }
  }
}

/** What is drawn once something is done. */
export function after(op: Op, strokes: readonly Stroke[]): readonly Stroke[] {
  switch (op.kind) {
    case "draw": return withNews(strokes, { strokes: op.strokes as Stroke[] });
    case "erase": return withNews(strokes, { gone: [op.id] });
    case "clear": return [];
  }
}

/** An answer that asking again will not change. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function loads(strokes: readonly Stroke[]): Stroke[][] {
  const all: Stroke[][] = [];
  let room = 0;
  for (const stroke of strokes) {
    const size = JSON.stringify(stroke).length;
    if (size > room || all.length === 0) {
      all.push([]);
      room = LOAD;
    }
    (all[all.length - 1] as Stroke[]).push(stroke);
    room -= size;
  }
  return all;
}
