// What is drawn on the slides of a deck, as far as this page knows. The stream says
// which version there is, and mostly what has changed since the one before; only who
// missed that asks for it.

import type { Ink, InkNews, Stroke } from "../wire";
import { withNews } from "../slide/ink/strokes";

export interface InksHooks {
  /** Asks for what is drawn on a slide. */
  get(deck: number, slide: number): Promise<Ink>;
  /** What is drawn on this slide is known anew. */
  changed(slide: number): void;
}

interface Known {
  version: number;
  strokes: readonly Stroke[];
}

const RETRY = 2000;
/** No version was told. */
const UNTOLD = -1;
const NONE: readonly Stroke[] = [];

export class Inks {
  private deck = 0;
  private readonly known = new Map<number, Known>();
  /** The version that was told of a slide, and is not here yet. */
  private readonly wanted = new Map<number, number>();
  private readonly timers = new Map<number, number>();
  /** In milliseconds, over how long a time the viewers of this room spread what they do at once. */
  private spread = 0;

  constructor(private readonly hooks: InksHooks) {}

  /** Another deck, or one whose slides are others now: nothing that is known counts. */
  use(deck: number, changed: boolean): void {
    if (deck === this.deck && !changed) return;
    this.deck = deck;
    this.known.clear();
    this.wanted.clear();
    this.timers.forEach((timer) => window.clearTimeout(timer));
    this.timers.clear();
  }

  hearSpread(spread: number): void {
    this.spread = spread;
  }

  of(slide: number): readonly Stroke[] {
    return this.known.get(slide)?.strokes || NONE;
  }

  /** Takes all that is drawn on a deck, as somebody had it. */
  load(all: readonly Ink[]): void {
    const before = Array.from(this.known.keys());
    this.known.clear();
    this.wanted.clear();
    for (const { slide, ink, strokes } of all) this.known.set(slide, { version: ink, strokes });
    for (const slide of new Set(before.concat(Array.from(this.known.keys())))) this.hooks.changed(slide);
  }

  /** The version of what is drawn on a slide, which may be known already; 0 for nothing. */
  tell(slide: number, version: number): void {
    const known = this.known.get(slide);
    if (version === 0) this.put(slide, { version: 0, strokes: NONE });
    else if (known?.version !== version) this.want(slide, version);
  }

  /** Somebody looks at a slide of which the stream says nothing. */
  look(slide: number): void {
    if (!this.wanted.has(slide)) this.want(slide, UNTOLD, true);
  }

  hear(news: InkNews): void {
    if (news.deck !== this.deck) return;
    const { slide, ink, was = 0 } = news;
    const known = this.known.get(slide);
    const told = news.strokes || news.gone;
    if (ink > 0 && ink === known?.version) return;
    if (ink > 0 && told && (known?.version ?? 0) === was) {
      // The position may have told the version a moment before.
      this.wanted.delete(slide);
      window.clearTimeout(this.timers.get(slide));
      this.put(slide, { version: ink, strokes: withNews(known?.strokes || NONE, news) });
    } else {
      this.tell(slide, ink);
    }
  }

  /** Changes what is here at once; the stream says the same later. */
  touch(slide: number, change: Pick<InkNews, "strokes" | "gone">): void {
    const known = this.known.get(slide);
    this.put(slide, { version: known?.version ?? 0, strokes: withNews(known?.strokes || NONE, change) });
  }

  private put(slide: number, now: Known): void {
    const before = this.known.get(slide);
    if (!before && now.strokes.length === 0 && now.version === 0) return;
    this.known.set(slide, now);
    if (now.version === 0) this.wanted.delete(slide);
    this.hooks.changed(slide);
  }

  private want(slide: number, version: number, atOnce = false): void {
    const asked = this.wanted.has(slide);
    this.wanted.set(slide, version);
    if (!asked) this.later(slide, atOnce ? 0 : Math.random() * this.spread);
  }

  private later(slide: number, wait: number): void {
    window.clearTimeout(this.timers.get(slide));
    this.timers.set(slide, window.setTimeout(() => void this.ask(slide), wait));
  }

  private async ask(slide: number): Promise<void> {
    const { deck } = this;
    const version = this.wanted.get(slide);
    if (version === undefined) return;
    try {
      const { ink, strokes } = await this.hooks.get(deck, slide);
      if (deck !== this.deck || !this.wanted.has(slide)) return;
      const now = this.wanted.get(slide);
      // What was told while the answer came may be newer than that.
      if (now !== version && now !== ink) this.later(slide, 0);
      else this.wanted.delete(slide);
      // Behind a cover the version is none that is told.
      this.put(slide, { version: version === UNTOLD || now === ink ? ink : version, strokes });
    } catch {
      if (deck !== this.deck) return;
      if (this.wanted.get(slide) === UNTOLD) this.wanted.delete(slide);
      else if (this.wanted.has(slide)) this.later(slide, RETRY + Math.random() * this.spread);
    }
  }
}
