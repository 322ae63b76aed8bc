// A button that has the languages of a deck behind it, as the device shows
// a list: a phone its own wheel.

import { setAttribute, setText } from "./dom";
import { icon } from "./icons";
import { fillLanguages } from "./language-list";
import { languageLetters, languageName } from "./languages";

export class LanguageChooser {
  readonly element = document.createElement("label");
  private readonly letters = document.createElement("span");
  private readonly select = document.createElement("select");
  private readonly sign = icon("language", 22);

  constructor(look: string, onChoose: (lang: string) => void) {
    this.element.className = `${look} is-language`;
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
