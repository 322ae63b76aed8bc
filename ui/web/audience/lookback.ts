// Looking back at slides that the room has seen, and at nothing else.

import { getOutline } from "../line/api";
import { isDark } from "../line/follow";
import type { Position } from "../line/types";

export class Lookback {
  private at: number | null = null;
  /** The furthest step that the room has seen of each slide. */
  private readonly shown = new Map<number, number>();
  private moved = false;
  private liveRev = 0;
  private name = "";
  private deck = 0;
  private content = -1;
  private languages: readonly string[] = [];
  private language = "";
  private wanted = "";

  /** The slide somebody looks back at, or null while they follow. */
  get slide(): number | null {
    return this.at;
  }

  /** Whether the room went on meanwhile. */
  get hasNews(): boolean {
    return this.at !== null && this.moved;
  }

  /** The title of the deck, once known. */
  get title(): string {
    return this.name;
  }

  /** The languages of the deck, its own first, once known. */
  get langs(): readonly string[] {
    return this.languages;
  }

  /** The one of them that slides come in. */
  get lang(): string {
    return this.language;
  }

  /** Hears every move of the room. Returns whether its slides are others than before. */
  follow(position: Position): boolean {
    const replaced = position.deck !== this.deck || position.content !== this.content;
    if (position.deck !== this.deck) this.languages = [];
    if (replaced) {
      this.deck = position.deck;
      this.content = position.content;
      this.shown.clear();
      this.name = "";
      this.at = null;
    }
    if (this.at !== null && position.rev !== this.liveRev) this.moved = true;
    if (!isDark(position.blank)) this.add(position.slide, position.step);
    return replaced;
  }

  /** Asks which slides were shown, how the deck is called, and in which of the wanted languages it comes. */
  async refresh(wanted: string): Promise<void> {
    const { deck, content } = this;
    this.wanted = wanted;
    const outline = await getOutline(deck, wanted);
    if (deck !== this.deck || content !== this.content || wanted !== this.wanted) return;
    this.name = outline.title;
    this.languages = outline.langs || [];
    this.language = outline.lang;
    outline.shown.forEach((slide, i) => this.add(slide, outline.shown_steps[i] || 0));
  }

  /** Where somebody is among the slides that were shown: the live one is just one of them. */
  place(live: Position | null): number | null {
    if (this.at !== null || !live) return this.at;
    // The dark lies right behind the slide it came over, which "back" shows.
    return isDark(live.blank) ? live.slide + 0.5 : live.slide;
  }

  before(slide: number): number | null {
    const earlier = this.slides().filter((n) => n < slide);
    return earlier.length > 0 ? (earlier[earlier.length - 1] as number) : null;
  }

  after(slide: number): number | null {
    return this.slides().find((n) => n > slide) ?? null;
  }

  first(): number | null {
    return this.slides()[0] ?? null;
  }

  /** How far the room has seen a slide. */
  furthest(slide: number): number {
    return this.shown.get(slide) ?? 0;
  }

  /** Whether the room has seen a slide as far as that. */
  has(slide: number, step: number): boolean {
    return (this.shown.get(slide) ?? -1) >= step;
  }

  lookAt(slide: number, live: Position): void {
    if (this.at === null) {
      this.liveRev = live.rev;
      this.moved = false;
    }
    this.at = slide;
  }

  comeBack(): void {
    this.at = null;
    this.moved = false;
  }

  private slides(): number[] {
    return Array.from(this.shown.keys()).sort((a, b) => a - b);
  }

  private add(slide: number, step: number): void {
    this.shown.set(slide, Math.max(step, this.furthest(slide)));
  }
}
