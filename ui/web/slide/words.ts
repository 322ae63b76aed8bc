// The words of a slide that is a picture, as a page has them beside it.

import type { SlideContent } from "../wire";

/** Title, as this heading, and paragraphs of a slide that is a picture. */
export function writeWords(into: HTMLElement, slide: SlideContent | null, heading: "h1" | "h2" = "h1"): void {
  into.textContent = "";
  if (!slide) return;
  into.lang = slide.lang || "";
  const lines = slide.text.split(/\n+/).map((line) => line.trim()).filter((line) => line !== "");
  const title = slide.title.trim();
  if (title) {
    if (lines[0] === title) lines.shift();
    add(into, heading, title);
  }
  for (const line of lines) add(into, "p", line);
}

function add(into: HTMLElement, tag: "h1" | "h2" | "p", text: string): void {
  const element = document.createElement(tag);
  element.dir = "auto";
  element.textContent = text;
  into.appendChild(element);
}
