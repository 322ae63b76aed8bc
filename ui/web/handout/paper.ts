// All slides, a page each, for a printer; out of sight on a screen.

import { h } from "../kit/dom";
import { contentOf, type Slide, type Talk, type View } from "./content";
import { Sheet } from "./sheet";

/** A page's width in CSS pixels: that of the stage of Markdown slides. */
const WIDTH = 1280;
/** Height by width of a page with notes: A4, upright. */
const UPRIGHT = Math.SQRT2;

/** Lays the pages out, and resolves once all can be printed. */
export async function layOut(talk: Talk, on: HTMLElement): Promise<void> {
  const slideHeight = Math.round(WIDTH / talk.aspect);
  const pageHeight = talk.notes ? Math.max(Math.round(WIDTH * UPRIGHT), slideHeight + 400) : slideHeight;
  const rules = document.styleSheets[0] as CSSStyleSheet;
  rules.insertRule(`@page { size: ${WIDTH}px ${pageHeight}px; margin: 0 }`, rules.cssRules.length);
  on.style.setProperty("--page-width", `${WIDTH}px`);
  on.style.setProperty("--slide-height", `${slideHeight}px`);
  on.style.setProperty("--page-height", `${pageHeight}px`);
  on.classList.toggle("has-notes", talk.notes);
  const hooks = { leads: () => true, go: () => undefined };
  const sheets = pages(talk).map(({ slide, view }) => {
    const sheet = new Sheet(contentOf(talk, slide, view), hooks, slide.ink, true);
    const isLast = view === slide.views[slide.views.length - 1];
    on.append(h("section", { class: "page", id: isLast ? `page-${slide.number}` : null },
      sheet.element,
      talk.notes && h("div", { class: "page-notes", dir: "auto", text: slide.notes || "" }),
    ));
    return sheet;
  });
  await Promise.all(sheets.map((sheet) => sheet.ready(true)));
  // Links into the talk lead to the page in print.
  on.querySelectorAll<HTMLAnchorElement>(".slide-link[href='#']").forEach((link) => {
    link.href = `#page-${/\d+/.exec(link.title)?.[0] || "1"}`;
  });
}

export function pages(talk: Talk): { slide: Slide; view: View }[] {
  const all: { slide: Slide; view: View }[] = [];
  for (const slide of talk.slides) {
    for (const view of talk.steps ? slide.views : slide.views.slice(-1)) all.push({ slide, view });
  }
  return all;
}
