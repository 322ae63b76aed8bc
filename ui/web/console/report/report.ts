// What an import could not honour, what the deck was read as, and what can be done.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { count, h } from "../../kit/dom";
import { fillLanguages, languageList } from "../../kit/language-list";
import { languageName } from "../../kit/languages";
import { complain, say } from "../../kit/toast";
import type { DeckAnswer, Remark } from "../../wire";
import { CutLine } from "../library/cut-line";
import { named } from "../library/drop";
import { putBack, replaceByFiles } from "../library/replace";
import * as server from "../server";
import type { Again } from "../server";
import { mayGo } from "../to-slide";
import { DIALECTS, getWords, groups, onWeb, slidesOf, where } from "./words";

export interface ReportHooks {
  /** Opens the deck at a slide. */
  go(slide: number): void;
  /** The deck has other slides. */
  changed(): Promise<void>;
}

/** A long list of slides says little. */
const MOST_SLIDES = 8;

/** Shows the report of a deck. The remarks are with the deck itself: a list has their number alone. */
export async function openReport(id: number, hooks: ReportHooks): Promise<void> {
  const deck = await server.getDeck(id, "");
  const cuts = new CutLine(deck.content_slides);
  const dialog = new Dialog({ title: "Remarks on the import", class: "dialog-report", onclose: () => cuts.stop() });
  const again = (change: Again, said: string): void => {
    dialog.body.classList.add("is-busy");
    dialog.body.setAttribute("aria-busy", "true");
    readAgain(deck, change, said, hooks).then((tell) => {
      dialog.close(); // what is told in it would go with it
      tell();
    }, (error) => {
      dialog.body.classList.remove("is-busy");
      dialog.body.removeAttribute("aria-busy");
      complain(error);
    });
  };
  const go = (slide: number): void => {
    dialog.close();
    void mayGo(deck, slide).then((may) => may && hooks.go(slide));
  };
  const pictures = onWeb(deck.remarks).length;
  dialog.body.append(
    h("p", { text: deck.remarks.length === 0
      ? `“${deck.title}”, from ${deck.source}: everything was honoured.`
      : `“${deck.title}”, from ${deck.source}. The deck can be shown; this is what came out differently:` }),
    cuts.element,
    deck.format === "markdown" ? readAs(deck, (dialect) => again({ dialect }, `It is read as ${DIALECTS[dialect] || "what it is found to be"} now.`)) : "",
    deck.others.length > 0 ? firstLanguage(deck, (lang) => again({ lang }, `${languageName(lang)} is the first language now.`)) : "",
    pictures > 0 ? h("p", { class: "report-web" }, button({ icon: "download", text: getWords(pictures), class: "is-primary",
      click: () => again({ fetch: true }, "The pictures are kept with the deck now.") })) : "",
    deck.undrawn ? h("p", { class: "report-web" }, button({ icon: "picture", text: "Draw it with LibreOffice", class: "is-primary",
      click: () => again({}, "The slides look as they were made now.") })) : "",
    ...groups(deck.remarks).map((group) =>
      h("section", { class: "report-group" },
        h("h3", null, group.name, " ", h("span", { class: "report-count tabular", text: String(group.times) })),
        h("ul", { class: "report" }, ...group.remarks.map((r) => item(r, go))))),
    otherSlides(deck, hooks, () => dialog.close()),
  );
  dialog.body.tabIndex = 0; // a long list is scrolled with keys, too
  dialog.show();
}

function item(r: Remark, go: (slide: number) => void): HTMLElement {
  const slides = slidesOf(r);
  return h("li", null,
    h("p", null, h("span", { class: "report-text", text: r.text }), " ", h("span", { class: "report-where", text: where(r) })),
    slides.length > 0 && h("p", { class: "report-slides" }, slides.length > 1 ? "Slides " : "Slide ",
      ...slides.slice(0, MOST_SLIDES).map((n) => h("button", { type: "button", class: "report-slide tabular", "aria-label": `Go to slide ${n}`, text: String(n), onclick: () => go(n) })),
      slides.length > MOST_SLIDES && ` and ${slides.length - MOST_SLIDES} more`));
}

/** The choice of what a Markdown file is read as. */
function readAs(deck: DeckAnswer, choose: (dialect: string) => void): HTMLElement {
  const found = DIALECTS[deck.found_dialect] || "plain Markdown";
  const option = (value: string, text: string): HTMLOptionElement => h("option", { value, text, selected: deck.dialect === value });
  const select = h("select", { class: "field report-dialect", "aria-label": "Read as", onchange: () => choose(select.value) },
    option("", deck.dialect === "" ? `found by itself: ${found}` : "found by itself"),
    ...Object.entries(DIALECTS).map(([value, name]) => option(value, name)));
  return h("p", { class: "report-read" }, h("label", null, "Read as ", select));
}

/** The choice of the language that says how many slides and steps there are. One that no file's name says is the first by itself. */
function firstLanguage(deck: DeckAnswer, choose: (lang: string) => void): HTMLElement {
  const list = languageList("First language", (lang) => choose(lang === "und" ? "" : lang));
  fillLanguages(list, [deck.lang, ...deck.others], deck.lang);
  return h("p", { class: "report-read" }, h("label", null, "First language ", list));
}

/** What gives the deck other slides, or those that it had. */
function otherSlides(deck: DeckAnswer, hooks: ReportHooks, close: () => void): HTMLElement {
  const { before } = deck;
  const changed = (): Promise<void> => hooks.changed();
  const chooser = h("input", { type: "file", multiple: true, hidden: true, "aria-hidden": "true", tabindex: -1, onchange: () => {
    close();
    replaceByFiles(deck, named(chooser.files), changed).catch(complain);
  } });
  const back = before && button({ icon: "undo", text: "Bring back what it had before", click: () => {
    close();
    putBack(deck.id, before, changed).then(() => say(`“${deck.title}” has the slides that it had before.`), complain);
  } });
  return h("p", { class: "report-slides-of" }, button({ icon: "upload", text: "Replace by a file…", click: () => chooser.click() }), chooser, back || "");
}

async function readAgain(deck: DeckAnswer, change: Again, said: string, hooks: ReportHooks): Promise<() => void> {
  const { before, warnings } = await server.readAgain(deck.id, change);
  await hooks.changed();
  const remarks = warnings.length > 0 ? ` ${count(warnings.length, "remark")}.` : "";
  if (before === 0) return () => say("Nothing has changed.");
  return () => say(said + remarks, { label: "Undo", run: () => void putBack(deck.id, before, () => hooks.changed()).catch(complain) });
}
