// An urgent message: over everything on every screen, until it is taken back.

import { plain, setText } from "../kit/dom";
import { icon } from "../kit/icons";
import { largest } from "../slide/fit";

/** The largest letters, as a part of the screen's shorter side. */
const LARGEST = 0.15;
/** Of that, the smallest. Where even these do not fit, it can be scrolled. */
const SMALLEST = 0.2;

interface Sheet {
  sheet: HTMLElement;
  text: HTMLElement;
}

export class NoticeSheet {
  /** Made when there is a message for the first time. */
  private made: Sheet | null = null;

  constructor(private readonly parent?: HTMLElement) {}

  show(text: string): void {
    const shown = plain(text);
    if (shown === "" && !this.made) return;
    const made = this.made || (this.made = this.make());
    made.sheet.hidden = shown === "";
    setText(made.text, shown);
    this.fit();
  }

  private make(): Sheet {
    const sheet = document.createElement("div");
    const text = document.createElement("p");
    sheet.className = "notice";
    // There before it has words: screen readers hear of what changes.
    sheet.setAttribute("role", "alert");
    text.dir = "auto";
    sheet.append(icon("warning", 24), text);
    (this.parent || document.body).appendChild(sheet);
    window.addEventListener("resize", () => this.fit());
    return { sheet, text };
  }

  private fit(): void {
    if (!this.made || this.made.sheet.hidden) return;
    const { sheet, text } = this.made;
    const room = Math.min(sheet.clientWidth, sheet.clientHeight) * LARGEST;
    const fits = (size: number): boolean => {
      text.style.fontSize = `${size * room}px`;
      return text.scrollWidth <= text.clientWidth + 1 && sheet.scrollHeight <= sheet.clientHeight + 1;
    };
    // Whole words where they can be; a word that is wider than the screen is broken.
    const broken = text.classList;
    broken.remove("is-broken");
    if (fits(1)) return;
    if (!fits(SMALLEST * 2)) broken.add("is-broken");
    fits(largest(SMALLEST, fits));
  }
}
