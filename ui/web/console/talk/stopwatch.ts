// The elapsed time of a talk. It is kept per deck and as a point in time, so
// that a reload or a closed window loses nothing.

import { recall, remember } from "../../kit/settings";

interface Kept {
  /** When it was started, in ms since 1970; null while it stands. */
  since: number | null;
  /** ms that had passed before that. */
  before: number;
  /** Planned length in minutes; 0 for none. */
  planned: number;
}

export class Stopwatch {
  private kept: Kept;

  constructor(private readonly deck: number) {
    this.kept = recall<Kept>("timer." + deck, { since: null, before: 0, planned: 0 });
  }

  get running(): boolean {
    return this.kept.since !== null;
  }

  /** ms on the watch. A clock that was set back does not make it negative. */
  get elapsed(): number {
    const { since, before } = this.kept;
    return before + (since === null ? 0 : Math.max(0, Date.now() - since));
  }

  get planned(): number {
    return this.kept.planned;
  }

  set planned(minutes: number) {
    this.keep({ planned: minutes });
  }

  /** True until it is started for the first time, and again after a reset. */
  get fresh(): boolean {
    return !this.running && this.kept.before === 0;
  }

  start(): void {
    if (!this.running) this.keep({ since: Date.now() });
  }

  pause(): void {
    if (this.running) this.keep({ before: this.elapsed, since: null });
  }

  /** Back to zero; it goes on running if it ran. Returns what undoes it. */
  reset(): () => void {
    const before = this.kept;
    this.keep({ before: 0, since: this.running ? Date.now() : null });
    return () => this.keep(before);
  }

  /** Back to zero, and it stands: the talk is over. Returns what undoes it. */
  clear(): () => void {
    const before = this.kept;
    this.keep({ before: 0, since: null });
    return () => this.keep(before);
  }

  private keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    remember("timer." + this.deck, this.kept);
  }
}

const stopwatches = new Map<number, Stopwatch>();

/** The one stopwatch of a deck in this page. */
export function stopwatchOf(deck: number): Stopwatch {
  let watch = stopwatches.get(deck);
  if (!watch) stopwatches.set(deck, (watch = new Stopwatch(deck)));
  return watch;
}

/** 0:07, 12:34, 1:02:03. */
export function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export interface Pace {
  kind: "ahead" | "on" | "behind" | "over";
  text: string;
}

/**
 * How the talk stands against its plan, taking every slide to be as long as
 * the next: within one minute, or a tenth of the plan if that is more, counts
 * as on time. Null without a plan, or before the start.
 */
export function pace(elapsed: number, planned: number, slide: number, slides: number): Pace | null {
  if (planned <= 0 || elapsed <= 0) return null;
  const minutes = elapsed / 60000;
  if (minutes > planned) return { kind: "over", text: `${Math.ceil(minutes - planned)} min over` };
  // On slide n the talk should be somewhere between the end of n-1 and the end of n.
  const from = (planned * (slide - 1)) / slides;
  const to = (planned * slide) / slides;
  const slack = Math.max(1, planned / 10);
  if (minutes > to + slack) return { kind: "behind", text: `${Math.round(minutes - to)} min behind` };
  if (minutes < from - slack) return { kind: "ahead", text: `${Math.round(from - minutes)} min ahead` };
  return { kind: "on", text: "on time" };
}
