import type { SlideContent } from "../wire";

/** Whether both are the same slide, be it at different steps. */
export function isSameSlide(a: SlideContent | null, b: SlideContent | null): boolean {
  return !!a && !!b && a.deck === b.deck && a.slide === b.slide && a.content === b.content;
}
