// Looking back at slides that the room has seen, and at nothing else.

import { getOutline } from "../line/api";
import { isDark } from "../line/follow";
import type { Position } from "../line/types";

export class Lookback {
  private at: number | null = null;
  private shown: number[] = [];
  private moved = false;
  private liveRev = 0;
  private name = "";
  private deck = 0;
  private content = -1;

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

  /** Hears every move of the room. Returns whether its slides are others than before. */
  follow(position: Position): boolean {
    const replaced = position.deck !== this.deck || position.content !== this.content;
    if (replaced) {
      this.deck = position.deck;
      this.content = position.content;
      this.shown = [];
      this.name = "";
      this.at = null;
    }
    if (this.at !== null && position.rev !== this.liveRev) this.moved = true;
    if (!isDark(position.blank)) this.add(position.slide);
    return replaced;
  }

  /** Asks which slides were shown and how the deck is called. */
  async refresh(): Promise<void> {
    const { deck, content } = this;
    const outline = await getOutline(deck);
    if (deck !== this.deck || content !== this.content) return;
    this.name = outline.title;
    for (const slide of outline.shown) this.add(slide);
  }

  before(slide: number): number | null {
    const earlier = this.shown.filter((n) => n < slide);
    return earlier.length > 0 ? (earlier[earlier.length - 1] as number) : null;
  }

  after(slide: number): number | null {
    const later = this.shown.filter((n) => n > slide);
    return later.length > 0 ? (later[0] as number) : null;
  }

  first(): number | null {
    return this.shown.length > 0 ? (this.shown[0] as number) : null;
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

  private add(slide: number): void {
    if (this.shown.includes(slide)) return;
    this.shown.push(slide);
    this.shown.sort((a, b) => a - b);
  }
}
