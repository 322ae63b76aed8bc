import type { SlideContent } from "../wire";

/** What a slide is called in a line of words: its title, else its first line, else "". */
export function headingOf(slide: Pick<SlideContent, "title" | "text"> | undefined): string {
  if (!slide) return "";
  return slide.title.trim() || slide.text.trim().split("\n", 1)[0] || "";
}
