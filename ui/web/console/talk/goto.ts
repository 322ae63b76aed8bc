// Going to a slide by its number, or by words of its title, its text or its notes.

import { Dialog } from "../../kit/dialog";
import { h, setAttribute } from "../../kit/dom";
import { headingOf } from "../../slide/heading";
import type { TalkSlide } from "../../wire";
import { type Hit, Searching } from "../searching";
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

export interface GoToOptions {
  title?: string;
  /** Goes to a slide of another deck: then these are searched, too. */
  elsewhere?: (hit: Hit) => void;
}

/** Something to choose. */
interface Entry {
  option: HTMLElement;
  choose(): void;
}

/** Opens the dialog. */
export function openGoTo(slides: readonly TalkSlide[], current: number, go: (n: number) => void, { title = "Go to slide", elsewhere }: GoToOptions = {}): void {
  const dialog = new Dialog({ title, class: "dialog-goto" });
  const list = h("ul", { class: "goto-list", id: "goto-list", role: "listbox", "aria-label": "Slides" });
  const words = elsewhere ? "Number, title, text or notes; other decks, too" : "Number, title, text or notes";
  const field = h("input", {
    class: "field", role: "combobox", "aria-expanded": "true", "aria-controls": "goto-list", "aria-autocomplete": "list",
    "aria-label": words, placeholder: words, autocomplete: "off", spellcheck: "false",
  });
  let own: Entry[] = [];
  let others: Entry[] = [];
  let active = 0;

  const all = (): Entry[] => own.concat(others);
  const entry = (make: (onclick: () => void) => HTMLElement, go: () => void): Entry => {
    const choose = (): void => {
      dialog.close();
      go();
    };
    return { option: make(choose), choose };
  };
  const mark = (n: number): void => {
    const entries = all();
    for (const { option } of entries) option.setAttribute("aria-selected", "false");
    active = Math.min(entries.length - 1, Math.max(0, n));
    const option = entries[active]?.option;
    setAttribute(field, "aria-activedescendant", option ? option.id : null);
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
  };
  const show = (at: number): void => {
    const none = own.length > 0 ? [] : [note("No slide has that number or these words.")];
    list.replaceChildren(...none, ...own.map(({ option }) => option));
    if (others.length > 0) list.append(note("In other decks"), ...others.map(({ option }) => option));
    mark(at);
  };
  const searching = new Searching({
    found: (hits) => {
      others = hits.filter((hit) => hit.deck !== slides[0]?.deck).map((hit) => entry((onclick) => hitOf(hit, onclick), () => elsewhere?.(hit)));
      show(active);
    },
    failed: () => undefined, // the slides of this deck are there
  });
  const fill = (): void => {
    const found = matching(slides, field.value);
    own = found.map((match) => entry((onclick) => optionOf(match, onclick), () => go(match.slide.slide)));
    others = [];
    show(field.value ? 0 : found.findIndex((match) => match.slide.slide === current));
    // A number is one of this deck.
    if (elsewhere) searching.search(/^\d*$/.test(field.value.trim()) ? "" : field.value.trim().toLowerCase());
  };

  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && !event.isComposing) all()[active]?.choose();
    else return;
    event.preventDefault();
  });
  dialog.body.append(field, list);
  dialog.show(field);
  fill();
}

/** What stands between the options. */
function note(text: string): HTMLElement {
  return h("li", { class: "goto-note", role: "presentation", text });
}

function optionOf({ slide, context, inNotes }: Match, onclick: () => void): HTMLElement {
  return h("li", { id: "goto-" + slide.slide, role: "option", "aria-selected": "false", class: "goto-option", onclick },
    h("span", { class: "goto-number", text: String(slide.slide) }),
    wordsOf(headingOf(slide), context, inNotes),
    slide.section && h("span", { class: "goto-section", dir: "auto", text: slide.section }),
    ...signsOf(slide),
  );
}

function hitOf({ deck, deck_title, slide, title, context, in_notes }: Hit, onclick: () => void): HTMLElement {
  return h("li", { id: `goto-${deck}-${slide}`, role: "option", "aria-selected": "false", class: "goto-option", onclick },
    h("span", { class: "goto-number", text: String(slide) }),
    wordsOf(title, context, in_notes === true),
    h("span", { class: "goto-section", dir: "auto", text: deck_title }),
  );
}

function wordsOf(title: string, context: string, inNotes: boolean): HTMLElement {
  return h("span", { class: "goto-words" },
    h("span", { class: "goto-title", dir: "auto", text: title || "Untitled" }),
    context && h("span", { class: "goto-context", dir: "auto", text: (inNotes ? "Notes: " : "") + context }),
  );
}
