// The button of the bar that has the languages of a deck behind it, as the device shows
// a list: a phone its own wheel.

import { setAttribute, setText } from "../kit/dom";
import { icon } from "../kit/icons";
import { fillLanguages } from "../kit/language-list";
import { languageLetters, languageName } from "../kit/languages";

export class Chooser {
  readonly element = document.createElement("label");
  private readonly letters = document.createElement("span");
  private readonly select = document.createElement("select");
  private readonly sign = icon("language", 22);

  constructor(onChoose: (lang: string) => void) {
    this.element.className = "bar-button is-language";
    this.element.hidden = true;
    this.letters.setAttribute("aria-hidden", "true");
    this.select.setAttribute("aria-label", "Language");
    this.select.addEventListener("change", () => {
      onChoose(this.select.value);
      this.select.blur(); // the arrows move slides again
    });
    this.element.append(this.sign, this.letters, this.select);
  }

  /** There is something to choose where there are several. */
  update(langs: readonly string[], lang: string): void {
    this.element.hidden = langs.length < 2;
    if (this.element.hidden) return;
    fillLanguages(this.select, langs, lang);
    const letters = languageLetters(lang, langs);
    setText(this.letters, letters);
    this.sign.style.display = letters ? "none" : "";
    setAttribute(this.element, "title", `Language: ${languageName(lang)}`);
  }
}
