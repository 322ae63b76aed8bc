import type { SlideContent } from "../wire";

/** What a screen reader says of a slide: where we are, then all of its text. */
export function spoken(slide: SlideContent, slides: number): string {
  const text = slide.text.trim();
  const title = slide.title.trim();
  const parts = [slides ? `Slide ${slide.slide} of ${slides}` : `Slide ${slide.slide}`];
  if (title && !text.startsWith(title)) parts.push(title);
  if (text) parts.push(text);
  return parts.join(". ");
}
