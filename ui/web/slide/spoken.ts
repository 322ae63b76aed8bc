import type { SlideContent } from "../wire";
import { isSameSlide } from "./same";

/**
 * What a screen reader says of a slide: where we are, then all of its text. Where
 * it goes on by a step, and before is what was heard, what is new alone.
 */
export function spoken(slide: SlideContent, slides: number, before: SlideContent | null = null): string {
  const news = before && isSameSlide(slide, before) && slide.step > before.step ? added(slide.text, before.text) : "";
  if (news) return news;
  const text = slide.text.trim();
  const title = slide.title.trim();
  const parts = [slides ? `Slide ${slide.slide} of ${slides}` : `Slide ${slide.slide}`];
  if (title && !text.startsWith(title)) parts.push(title);
  if (text) parts.push(text);
  return parts.join(". ");
}

/** The lines of a text that are not in another, each as often as it is more there. */
export function added(text: string, before: string): string {
  const known = new Map<string, number>();
  for (const line of lines(before)) known.set(line, (known.get(line) || 0) + 1);
  const news = lines(text).filter((line) => {
    const left = known.get(line) || 0;
    known.set(line, left - 1);
    return left <= 0;
  });
  return news.join("\n");
}

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
