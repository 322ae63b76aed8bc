import type { SlideContent } from "../wire";
import { getSlide } from "./api";

/** Slides that are kept: looking back through a whole talk asks for each once. */
const KEPT = 300;

/** Contents of one deck's slides, each asked for once. */
export class Slides {
  private readonly held = new Map<number, Promise<SlideContent>>();
  private deck = 0;
  private content = -1;

  /** Another deck, or its slides were changed: what is held is worth nothing. */
  use(deck: number, content: number, changed: boolean): void {
    if (!changed && deck === this.deck && content === this.content) return;
    this.held.clear();
    this.deck = deck;
    this.content = content;
  }

  get(slide: number): Promise<SlideContent> {
    const held = this.held.get(slide);
    if (held) return held;
    const asked = getSlide(this.deck, slide);
    this.held.set(slide, asked);
    if (this.held.size > KEPT) this.held.delete(this.held.keys().next().value as number);
    // A failure is not kept: the next one who asks may have more luck.
    asked.catch(() => {
      if (this.held.get(slide) === asked) this.held.delete(slide);
    });
    return asked;
  }
}
