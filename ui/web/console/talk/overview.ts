// All slides at once, over the whole window.

import { Dialog } from "../../kit/dialog";
import { Digits } from "../../kit/digits";
import { h, setText } from "../../kit/dom";
import type { Cut } from "../../slide/cut";
import type { TalkSlide } from "../../wire";
import { spotName, spotsOf } from "./stack";
import { Tile } from "./tile";

export class Overview {
  private dialog: Dialog | null = null;
  private tiles: Tile[] = [];
  private cuts: ReadonlyMap<number, Cut> = new Map();

  /** go says whether there is such a slide. */
  constructor(private readonly go: (n: number) => boolean) {}

  toggle(slides: readonly TalkSlide[], current: number): void {
    if (this.dialog) this.dialog.close();
    else this.open(slides, current);
  }

  close(): void {
    this.dialog?.close();
  }

  /** Takes the same slides as they are by now. */
  update(slides: readonly TalkSlide[]): void {
    slides.forEach((slide, i) => this.tiles[i]?.update(slide));
  }

  /** Marks the slides that are cut, now and whenever it is open. */
  cut(cuts: ReadonlyMap<number, Cut>): void {
    this.cuts = cuts;
    this.tiles.forEach((tile, i) => tile.cut(cuts.get(i + 1)));
  }

  private open(slides: readonly TalkSlide[], current: number): void {
    const spots = spotsOf(slides);
    const tiles = slides.map((slide, i) => new Tile(slide, spotName(spots[i]), (n) => leave(n)));
    const typed = h("p", { class: "digits", role: "status", hidden: true });
    const leave = (n: number): void => {
      if (this.go(n)) dialog.close();
    };
    const digits = new Digits({ onNumber: leave, onDigits: (text) => writeDigits(typed, text) });
    const dialog = new Dialog({
      title: "All slides",
      class: "dialog-full",
      onclose: () => {
        digits.clear();
        for (const tile of tiles) tile.drop();
        this.tiles = [];
        this.dialog = null;
      },
    });
    this.tiles = tiles;
    this.cut(this.cuts);
    const buttons = tiles.map((tile) => tile.button);
    buttons[current - 1]?.setAttribute("aria-current", "true");
    dialog.body.append(h("ol", { class: "overview" }, ...tiles.map((tile) => tile.element)), typed);
    dialog.body.addEventListener("keydown", (event) => walk(event, buttons));
    // Before the tile that has the focus takes the Enter for its own.
    dialog.element.addEventListener("keydown", (event) => {
      if (!digits.take(event)) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    dialog.element.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "o" && event.key !== "Tab") return;
      event.preventDefault();
      dialog.close();
    });
    this.dialog = dialog;
    dialog.show(buttons[current - 1]);
    buttons[current - 1]?.scrollIntoView({ block: "center" });
  }
}

/** Shows what was typed so far. */
export function writeDigits(into: HTMLElement, typed: string): void {
  into.hidden = typed === "";
  setText(into, typed ? `Go to ${typed}, Enter` : "");
}

function walk(event: KeyboardEvent, buttons: HTMLButtonElement[]): void {
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const first = buttons[0];
  if (!first || at < 0) return;
  const second = buttons.findIndex((button) => button.getBoundingClientRect().top > first.getBoundingClientRect().top + 1);
  const columns = second < 0 ? buttons.length : second;
  let to = at;
  if (event.key === "ArrowRight" || event.key === "PageDown") to = at + 1;
  else if (event.key === "ArrowLeft" || event.key === "PageUp") to = at - 1;
  else if (event.key === "ArrowDown") to = at + columns;
  else if (event.key === "ArrowUp") to = at - columns;
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = buttons.length - 1;
  else return;
  event.preventDefault();
  buttons[Math.min(buttons.length - 1, Math.max(0, to))]?.focus();
}
