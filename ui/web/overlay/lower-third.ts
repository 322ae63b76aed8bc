// The lower third: it comes when a talk begins, and leaves by itself. While it is not to be
// seen it is not there.

import { h, setText } from "../kit/dom";
import type { Options } from "./options";
import type { Words } from "./words";

/** As the style sheet has it: how long it takes to leave. */
const LEAVES_IN = 320;
/** The sizes of a title, of the largest: the first at which it has two lines, or the last, which is cut. */
const SIZES = [1, 0.84, 0.7, 0.6];

export class LowerThird {
  private readonly lines: { [name in keyof Words]: HTMLElement };
  private readonly box: HTMLElement;
  private timer = 0;
  private told: Words | null = null;

  constructor(private readonly parent: HTMLElement, private readonly options: Options) {
    const line = (tag: "p" | "h1", name: string): HTMLElement => h(tag, { class: `lower-third-${name}`, dir: "auto" });
    this.lines = { event: line("p", "event"), title: line("h1", "title"), speaker: line("p", "speaker"), section: line("p", "section") };
    const { event, title, speaker, section } = this.lines;
    this.box = h("section", { class: `lower-third is-${options.theme}`, "aria-label": "Talk" }, event, title, speaker, section);
    window.addEventListener("resize", () => this.fit());
  }

  /** Says these; it comes in where they are of another talk than before. */
  say(words: Words): void {
    const before = this.told;
    this.told = words;
    if (before && before.title === words.title && before.speaker === words.speaker && before.event === words.event) {
      if (this.box.parentNode) this.write(words);
      return;
    }
    if (words.title === "" && words.speaker === "") {
      this.leave();
      return;
    }
    window.clearTimeout(this.timer);
    this.box.classList.remove("is-leaving");
    this.write(words);
    this.parent.appendChild(this.box);
    this.box.dir = getComputedStyle(this.lines.title).direction; // its bar stands where the title begins
    this.fit();
    if (this.options.hold < Infinity) this.timer = window.setTimeout(() => this.leave(), this.options.hold * 1000);
  }

  /** The talk is over: the next one comes in, be it the same. */
  end(): void {
    this.told = null;
    this.leave();
  }

  private leave(): void {
    window.clearTimeout(this.timer);
    if (!this.box.parentNode) return;
    if (!this.options.motion) {
      this.box.remove();
      return;
    }
    this.box.classList.add("is-leaving");
    this.timer = window.setTimeout(() => this.box.remove(), LEAVES_IN);
  }

  private write(words: Words): void {
    for (const name of Object.keys(words) as (keyof Words)[]) {
      this.lines[name].hidden = words[name] === "";
      setText(this.lines[name], words[name]);
    }
  }

  private fit(): void {
    const { title } = this.lines;
    if (!this.box.parentNode || title.hidden) return;
    for (const size of SIZES) {
      this.box.style.setProperty("--size", String(size));
      if (title.scrollHeight <= title.clientHeight + 1) return;
    }
  }
}
