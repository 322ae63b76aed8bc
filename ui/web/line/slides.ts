import type { SlideContent } from "../wire";
import { getSlide } from "./api";

/** Views that are kept: looking back through a whole talk asks for each once. */
const KEPT = 300;

/** What can be seen of one deck, by slide and step, each asked for once. */
export class Slides {
  private readonly held = new Map<string, Promise<SlideContent>>();
  private deck = 0;
  private content = -1;

  /** wanted is the languages that views are asked for in, as wishes puts them. */
  constructor(private wanted = "") {}

  /** Other languages are wanted: what is held is worth nothing. */
  speak(wanted: string): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.held.clear();
  }

  /** Another deck, or its slides were changed: what is held is worth nothing. */
  use(deck: number, content: number, changed: boolean): void {
    if (!changed && deck === this.deck && content === this.content) return;
    this.held.clear();
    this.deck = deck;
    this.content = content;
  }

  /** What was here before anybody asked for it. */
  put(view: SlideContent): void {
    this.keep(view.slide, view.step, Promise.resolve(view));
  }

  get(slide: number, step: number): Promise<SlideContent> {
    const key = `${slide}.${step}`;
    const held = this.held.get(key);
    if (held) return held;
    const asked = getSlide(this.deck, slide, step, this.wanted);
    this.keep(slide, step, asked);
    // A failure is not kept: the next one who asks may have more luck.
    asked.catch(() => {
      if (this.held.get(key) === asked) this.held.delete(key);
    });
    return asked;
  }

  /** What is held of a view cannot be shown: the server may have another one by now. */
  drop(slide: number, step: number): void {
    this.held.delete(`${slide}.${step}`);
  }

  private keep(slide: number, step: number, view: Promise<SlideContent>): void {
    this.held.set(`${slide}.${step}`, view);
    if (this.held.size > KEPT) this.held.delete(this.held.keys().next().value as string);
  }
}
