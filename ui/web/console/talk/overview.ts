// All slides at once, over the whole window.

import { Dialog } from "../../kit/dialog";
import { Digits } from "../../kit/digits";
import { h, setText } from "../../kit/dom";
import { keyOf } from "../../kit/keys";
import type { Cut } from "../../slide/cut";
import type { SlideView } from "../../slide/view";
import type { TalkSlide } from "../../wire";
import { spotName, spotsOf } from "./stack";
import { redraw, Tile } from "./tile";

export class Overview {
  private dialog: Dialog | null = null;
  private tiles: Tile[] = [];
  private cuts: ReadonlyMap<number, Cut> = new Map();

  /** go says whether there is such a slide. */
  constructor(private readonly go: (n: number) => boolean, private readonly drawn: SlideView["drawn"]) {}

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

  /** What is drawn on a slide is something else now; 0 is any. */
  redraw(n: number): void {
    redraw(this.tiles, n);
  }

  /** Marks the slides that are cut, now and whenever it is open. */
  cut(cuts: ReadonlyMap<number, Cut>): void {
    this.cuts = cuts;
    this.tiles.forEach((tile, i) => tile.cut(cuts.get(i + 1)));
  }

  private open(slides: readonly TalkSlide[], current: number): void {
    const spots = spotsOf(slides);
    const tiles = slides.map((slide, i) => new Tile(slide, spotName(spots[i]), (n) => leave(n), this.drawn));
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
    const list = h("ol", { class: "overview" });
    tiles.forEach((tile, i) => {
      const name = slides[i]?.section;
      if (name) list.append(section(name));
      list.append(tile.element);
    });
    dialog.body.append(list, typed);
    dialog.body.addEventListener("keydown", (event) => walk(event, buttons));
    // Before the tile that has the focus takes the Enter for its own.
    dialog.element.addEventListener("keydown", (event) => {
      if (!digits.take(event)) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    dialog.element.addEventListener("keydown", (event) => {
      if (!["o", "Tab", "Shift+Tab"].includes(keyOf(event))) return;
      event.preventDefault();
      dialog.close();
    });
    this.dialog = dialog;
    dialog.show(buttons[current - 1]);
    buttons[current - 1]?.scrollIntoView({ block: "center" });
  }
}

/** A section of the talk begins a row of its own. */
function section(name: string): HTMLElement {
  return h("li", { class: "overview-section" }, h("h3", { dir: "auto", text: name }));
}

/** Shows what was typed so far. */
export function writeDigits(into: HTMLElement, typed: string): void {
  into.hidden = typed === "";
  setText(into, typed ? `Go to ${typed}, Enter` : "");
}

function walk(event: KeyboardEvent, buttons: HTMLButtonElement[]): void {
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  if (at < 0) return;
  const row = (down: boolean): number => nextRow(buttons.map((button) => button.getBoundingClientRect()), at, down);
  let to = at;
  if (event.key === "ArrowRight" || event.key === "PageDown") to = at + 1;
  else if (event.key === "ArrowLeft" || event.key === "PageUp") to = at - 1;
  else if (event.key === "ArrowDown") to = row(true);
  else if (event.key === "ArrowUp") to = row(false);
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = buttons.length - 1;
  else return;
  event.preventDefault();
  buttons[Math.min(buttons.length - 1, Math.max(0, to))]?.focus();
}

/** Which place is above or below one: rows are not all full where sections begin. */
export function nextRow(places: readonly { left: number; top: number }[], at: number, down: boolean): number {
  const here = places[at];
  if (!here) return at;
  const sign = down ? 1 : -1;
  const far = (p: { top: number }): number => sign * (p.top - here.top);
  const beyond = places.filter((p) => far(p) > 1);
  const row = beyond.reduce((least, p) => Math.min(least, far(p)), Infinity);
  let best = at;
  let gap = Infinity;
  places.forEach((p, i) => {
    if (Math.abs(far(p) - row) > 1 || Math.abs(p.left - here.left) >= gap) return;
    best = i;
    gap = Math.abs(p.left - here.left);
  });
  return best;
}
