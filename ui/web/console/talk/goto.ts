// Going to a slide by its number, or by words of its title, its text or its notes.

import { Dialog } from "../../kit/dialog";
import { h, setAttribute } from "../../kit/dom";
import { headingOf } from "../../slide/heading";
import type { TalkSlide } from "../../wire";
import { signsOf } from "./tile";

/** A slide that fits what was typed. */
export interface Match {
  slide: TalkSlide;
  /** What stands around a word that was found in its text or its notes; "" where the title has all. */
  context: string;
  inNotes: boolean;
}

/** How much of that there is, before the word and in all, in letters. */
const BEFORE = 32;
const LENGTH = 120;

/** Slides that fit what was typed: a number counts as that slide first; then slides that have all words, in the title or their section before text and notes. */
export function matching(slides: readonly TalkSlide[], typed: string): Match[] {
  const wanted = typed.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  if (!wanted) return slides.map((slide) => ({ slide, context: "", inNotes: false }));
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  const exact: Match[] = [];
  const inTitle: Match[] = [];
  const elsewhere: Match[] = [];
  for (const slide of slides) {
    const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
    const text = around(slide.text, words);
    const notes = around(slide.notes, words);
    if (slide.slide === number) exact.push({ slide, context: "", inNotes: false });
    else if (has(`${slide.title}\n${slide.section ?? ""}`)) inTitle.push({ slide, context: "", inNotes: false });
    else if (has([slide.title, slide.section ?? "", slide.text, slide.notes].join("\n"))) elsewhere.push({ slide, context: text || notes, inNotes: !text });
  }
  return exact.concat(inTitle, elsewhere);
}

function around(text: string, words: readonly string[]): string {
  const line = text.replace(/\s+/g, " ").trim();
  const lower = line.toLowerCase();
  const found = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  if (found.length === 0) return "";
  const from = Math.max(0, Math.min(...found) - BEFORE);
  return (from > 0 ? "…" : "") + line.slice(from, from + LENGTH).trim() + (line.length > from + LENGTH ? "…" : "");
}

/** Opens the dialog. */
export function openGoTo(slides: readonly TalkSlide[], current: number, go: (n: number) => void, title = "Go to slide"): void {
  const dialog = new Dialog({ title, class: "dialog-goto" });
  const list = h("ul", { class: "goto-list", id: "goto-list", role: "listbox", "aria-label": "Slides" });
  const field = h("input", {
    class: "field", role: "combobox", "aria-expanded": "true", "aria-controls": "goto-list", "aria-autocomplete": "list",
    "aria-label": "Number, title, text or notes", placeholder: "Number, title, text or notes", autocomplete: "off", spellcheck: "false",
  });
  let found: Match[] = [];
  let options: HTMLElement[] = [];
  let active = 0;

  const choose = (match: Match | undefined): void => {
    if (!match) return;
    dialog.close();
    go(match.slide.slide);
  };
  const mark = (n: number): void => {
    options[active]?.setAttribute("aria-selected", "false");
    active = Math.min(found.length - 1, Math.max(0, n));
    const option = options[active];
    setAttribute(field, "aria-activedescendant", option ? option.id : null);
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
  };
  const fill = (): void => {
    found = matching(slides, field.value);
    options = found.map((match) => optionOf(match, () => choose(match)));
    list.replaceChildren(...options);
    if (found.length === 0) list.replaceChildren(h("li", { class: "goto-none", text: "No slide has that number or these words." }));
    mark(field.value ? 0 : found.findIndex((match) => match.slide.slide === current));
  };

  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && !event.isComposing) choose(found[active]);
    else return;
    event.preventDefault();
  });
  dialog.body.append(field, list);
  dialog.show(field);
  fill();
}

function optionOf({ slide, context, inNotes }: Match, onclick: () => void): HTMLElement {
  return h("li", { id: "goto-" + slide.slide, role: "option", "aria-selected": "false", class: "goto-option", onclick },
    h("span", { class: "goto-number", text: String(slide.slide) }),
    h("span", { class: "goto-words" },
      h("span", { class: "goto-title", dir: "auto", text: headingOf(slide) || "Untitled" }),
      context && h("span", { class: "goto-context", dir: "auto", text: (inNotes ? "Notes: " : "") + context }),
    ),
    slide.section && h("span", { class: "goto-section", dir: "auto", text: slide.section }),
    ...signsOf(slide),
  );
}
