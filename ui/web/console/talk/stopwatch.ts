// The elapsed time of a talk. It is the deck's, so that all devices show the same:
// since started_at, which the server sets with the first move. A pause, and the
// time of a rehearsal, are this browser's alone.

import { recall, remember } from "../../kit/settings";
import { serverNow } from "../../line/server-time";
import type { DeckState } from "../../wire";

export interface Reading {
  /** Since when it runs, in ms since 1970; null while it stands. */
  since: number | null;
  /** ms that had passed before that. */
  before: number;
}

interface Kept {
  own: Reading | null;
  /** The deck's clock that own stands before: another one, and own is over. */
  of: string;
  /** Planned length in minutes; 0 for none. */
  planned: number;
}

/** What the deck's clock has to become; null where it need not change. */
export type Ask = Pick<DeckState, "started_at"> | null;

export class Stopwatch {
  private kept: Kept;
  private live = false;
  /** When the deck's clock began, by the server's. */
  private began: number | null = null;

  constructor(private readonly deck: number) {
    this.kept = { own: null, of: "", planned: 0, ...recall<Partial<Kept>>("timer." + deck, {}) };
  }

  /** Hears what the server says. */
  follow({ live, started_at }: Pick<DeckState, "live" | "started_at">): void {
    this.live = live;
    this.began = started_at === null ? null : Date.parse(started_at);
    const of = `${live} ${this.began}`;
    if (of !== this.kept.of) this.keep({ own: null, of });
  }

  get running(): boolean {
    return this.reading.since !== null;
  }

  /** ms on the watch. A clock that was set back does not make it negative. */
  get elapsed(): number {
    const { since, before } = this.reading;
    return before + (since === null ? 0 : Math.max(0, serverNow() - since));
  }

  get planned(): number {
    return this.kept.planned;
  }

  set planned(minutes: number) {
    this.keep({ planned: minutes });
  }

  /** Lets it stand, or run on from where it stands: then for all devices. */
  toggle(): Ask {
    return this.set({ since: this.running ? null : serverNow(), before: this.elapsed });
  }

  /** Back to zero; it goes on running if it ran. */
  reset(): Ask {
    return this.set({ since: this.running ? serverNow() : null, before: 0 });
  }

  /** Where it stands, for set. */
  get reading(): Reading {
    return this.kept.own || { since: this.began, before: 0 };
  }

  set(reading: Reading): Ask {
    const { since, before } = reading;
    if (this.live && since !== null) return { started_at: new Date(since - before).toISOString() };
    if (this.live && before === 0) return { started_at: null };
    this.keep({ own: reading });
    return null;
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
