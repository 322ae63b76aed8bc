// A list of languages to choose one of.

import { h } from "./dom";
import { languageName } from "./languages";

/** Puts the languages of a deck into a list, and shows one of them; what is there already stays. */
export function fillLanguages(list: HTMLSelectElement, langs: readonly string[], lang: string): void {
  const there = Array.from(list.options).map((option) => option.value);
  if (there.join() !== langs.join() || there.length !== langs.length) {
    list.textContent = "";
    for (const each of langs) list.appendChild(h("option", { value: each, lang: each === "und" ? "" : each, text: languageName(each) }));
  }
  if (list.value !== lang) list.value = lang;
}

/** A list for a page of words. */
export function languageList(label: string, choose: (lang: string) => void): HTMLSelectElement {
  const list = h("select", { class: "field language-list", "aria-label": label, title: label, onchange: () => choose(list.value) });
  return list;
}

/** Shows a list where there is something to choose. */
export function showLanguages(list: HTMLSelectElement, langs: readonly string[], lang: string): void {
  list.hidden = langs.length < 2;
  if (!list.hidden) fillLanguages(list, langs, lang);
}
