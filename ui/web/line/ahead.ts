// Fetching ahead what the room sees next. It comes sealed, and its key comes with
// the move: so a move is painted without a request, and a hall of phones does not
// ask for a slide in the same instant.

import { savesData } from "../kit/data";
import type { Position } from "./types";
import { isAble } from "./able";
import { getAhead } from "./api";
import { Bundle, Key, type Opened } from "./sealed";

/** How many views ahead: a presenter may be quick. */
const AHEAD = 2;
/** How many bundles are held: one may be of use later, after a jump. */
const HELD = 3;
/** A slide that is only passed by costs nothing. */
const AFTER = 500;
/** Over how long a time all viewers spread what they fetch: a bundle is large, so never at once. */
const SPREAD_MIN = 1_500;
const SPREAD_MAX = 20_000;
/** So many failures in a row are no luck. Another move tries again. */
const PATIENCE = 3;

/** The widths that the server makes bundles in. */
const WIDTHS = [960, 1920, 3840];

/**
 * Nobody here knows which views come. They are called by where the room stood:
 * "3.0+1" is what follows slide 3 at step 0. What was seen is called by its own
 * place: "3.1".
 */
type Name = string;

export class Ahead {
  private readonly held = new Map<Name, Bundle>();
  /** Of these the server has none. (At the end it has some all the same, which no key opens.) */
  private readonly none = new Set<Name>();
  /** Which view followed which. */
  private readonly next = new Map<Name, Name>();
  private deck = 0;
  private content = -1;
  private at: Name = "";
  private pixels = 0;
  private spread = SPREAD_MIN;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  /** Ends what is fetched just now. */
  private abort: AbortController | null = null;
  private failures = 0;
  private generation = 0;
  private strays = 0;
  private able: Promise<boolean> | null = null;

  /** onHeld is told how many of the next views are here, whenever that may have changed. */
  constructor(private readonly onHeld: (views: number) => void = () => undefined, private wanted = "") {}

  /** Other languages are wanted: what is held is worth nothing. */
  speak(wanted: string): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    const { at } = this;
    this.use(this.deck, this.content, true);
    this.at = at;
  }

  /** Another deck, or its slides were changed: what is held is worth nothing. */
  use(deck: number, content: number, changed: boolean): void {
    if (!changed && deck === this.deck && content === this.content) return;
    this.deck = deck;
    this.content = content;
    this.at = "";
    this.stop();
    this.held.clear();
    this.none.clear();
    this.next.clear();
    this.onHeld(0);
  }

  /** Nothing is fetched until something is shown. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.busy = false;
    this.failures = 0;
    this.generation++;
    this.abort?.abort(); // nobody opens it any more, and its deck may be closed
    this.abort = null;
  }

  /** The server tells, in milliseconds, over how long a time viewers spread what they do at once. */
  hear(spread: number): void {
    this.spread = Math.max(SPREAD_MIN, Math.min(spread, SPREAD_MAX));
  }

  /** The room moved. Returns what it sees now, if that was fetched ahead. */
  take(position: Position): Opened | null {
    const before = this.at;
    this.at = `${position.slide}.${position.step}`;
    this.failures = 0;
    const [name, bundle, key] = this.find(position.key);
    if (!bundle || !key) {
      // Who was late knows the way all the same, unless it has proof of another one.
      if (follows(before, this.at) && !this.held.has(`${before}+1`)) this.learn(before);
      return null;
    }
    this.held.delete(name);
    if (name.endsWith("+1")) this.learn(name.slice(0, -2));
    const opened = bundle.open(key);
    return opened && isOf(opened, position) ? opened : null;
  }

  /** The view is on the screen, which needs pictures of this many pixels: there is time for the next ones. */
  shown(pixels: number): void {
    this.pixels = pixels;
    this.onHeld(this.count());
    this.schedule();
  }

  private count(): number {
    let views = 0;
    for (let k = 1; k <= AHEAD; k++) {
      const name = this.after(this.at, k);
      if (name === null || this.held.has(name)) views++;
    }
    return views;
  }

  private find(text: string | undefined): [Name, Bundle | null, Key | null] {
    const key = text && this.held.size > 0 ? Key.parse(text) : null;
    if (key) for (const [name, bundle] of Array.from(this.held)) if (bundle.isOf(key)) return [name, bundle, key];
    return ["", null, null];
  }

  /** What is shown now follows that view. What else is held has another name by that. */
  private learn(before: Name): void {
    if (before === this.at) return;
    this.next.set(before, this.at);
    for (let k = 1; k <= AHEAD; k++) {
      const [from, to] = [`${before}+${k}`, this.after(before, k)];
      this.rename(from, to);
      if (this.none.delete(from) && to !== null) this.none.add(to);
    }
  }

  private rename(from: Name, to: Name | null): void {
    const bundle = this.held.get(from);
    if (!bundle || from === to) return;
    this.held.delete(from);
    if (to !== null) this.held.set(to, bundle);
  }

  /** What comes so many views after one; null where that was seen. */
  private after(view: Name, steps: number): Name | null {
    for (let left = steps; left > 0; left--) {
      const next = this.next.get(view);
      if (next === undefined) return `${view}+${left}`;
      view = next;
    }
    return null;
  }

  /** The first one that is missing, as how many views ahead it is; 0 if none is. */
  private missing(): number {
    if (this.at === "") return 0;
    for (let k = 1; k <= AHEAD; k++) {
      const name = this.after(this.at, k);
      if (name !== null && this.none.has(name)) return 0;
      if (name !== null && !this.held.has(name)) return k;
    }
    return 0;
  }

  /**
   * A fetch that is due stays due however often the room moves: else a quick
   * presenter would leave everybody behind. Who lacks the very next view hurries.
   */
  private schedule(): void {
    const k = this.missing();
    if (this.timer !== undefined || this.busy || this.failures >= PATIENCE || k === 0 || savesData()) return;
    const wait = AFTER + Math.random() * this.spread * (k / AHEAD + this.failures);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.fetch();
    }, wait);
  }

  private async fetch(): Promise<void> {
    const { generation } = this;
    this.busy = true;
    try {
      if (await (this.able = this.able || isAble())) {
        if (generation === this.generation) await this.fetchOne(generation);
      } else {
        this.failures = PATIENCE;
      }
    } catch {
      if (generation === this.generation) this.failures++;
    }
    if (generation !== this.generation) return;
    this.busy = false;
    this.onHeld(this.count());
    this.schedule();
  }

  private async fetchOne(generation: number): Promise<void> {
    const { at } = this;
    const k = this.missing();
    const name = this.after(at, k);
    if (k === 0 || name === null) return;
    const bundles = Array.from(this.held);
    this.abort = typeof AbortController === "undefined" ? null : new AbortController();
    const answer = await getAhead(this.deck, k, widthFor(this.pixels), this.wanted, bundles.map(([, bundle]) => bundle.tag), this.abort);
    if (generation !== this.generation) return;
    // Where the room moved meanwhile, nobody knows from where the server counted.
    const called = at === this.at ? name : `?${++this.strays}`;
    if (answer === null) {
      if (called === name) this.none.add(name);
      return;
    }
    const bundle = typeof answer === "string" ? null : new Bundle(answer);
    const tag = bundle ? bundle.tag : answer;
    const same = Array.from(this.held).filter(([, each]) => each.tag === tag)[0];
    if (same && called === name) this.rename(same[0], name);
    else if (bundle && !same) this.held.set(called, bundle);
    this.tidy();
  }

  private tidy(): void {
    for (const name of Array.from(this.held.keys())) {
      if (this.held.size <= HELD) return;
      if (name !== this.after(this.at, 1) && name !== this.after(this.at, 2)) this.held.delete(name);
    }
  }
}

/** Reports whether a view comes right after another, as far as can be told: a slide may have more steps than were shown. */
function follows(before: Name, view: Name): boolean {
  const [slide = 0, step = 0] = before.split(".").map(Number);
  return view === `${slide}.${step + 1}` || view === `${slide + 1}.0`;
}

function isOf({ view }: Opened, position: Position): boolean {
  return view.deck === position.deck && view.content === position.content && view.slide === position.slide && view.step === position.step;
}

/** The width that the server makes bundles in which suits a screen. */
export function widthFor(pixels: number): number {
  return WIDTHS.filter((width) => width >= pixels)[0] || (WIDTHS[WIDTHS.length - 1] as number);
}
