// Time and pace, large; the phone shakes at the time marks.

import { formatElapsed, pace, type Stopwatch, stopwatchOf } from "../console/talk/stopwatch";
import { button } from "../kit/button";
import { Dialog } from "../kit/dialog";
import { h, setText } from "../kit/dom";
import type { DeckState } from "../wire";
import { passed, shake } from "./haptics";

const TICK = 250;

export class Clock {
  readonly element: HTMLElement;
  private readonly elapsed = h("span", { class: "clock-elapsed tabular" });
  private readonly pace = h("span", { class: "clock-pace" });
  private watch: Stopwatch = stopwatchOf(0);
  private before = 0;
  private at: [number, number] = [1, 1];

  constructor() {
    this.element = h("button", { type: "button", class: "button is-quiet clock", onclick: () => this.plan() },
      h("span", { class: "visually-hidden", text: "Time " }), this.elapsed, " ", this.pace);
    window.setInterval(() => this.tick(), TICK);
  }

  follow(deck: DeckState, slide: number): void {
    this.watch = stopwatchOf(deck.id);
    this.watch.follow(deck);
    this.at = [slide, deck.slides];
    this.tick();
  }

  private tick(): void {
    const { elapsed, planned } = this.watch;
    const how = pace(elapsed, planned, ...this.at);
    setText(this.elapsed, formatElapsed(elapsed));
    setText(this.pace, how ? how.text : planned > 0 ? `of ${planned} min` : "Set a length");
    this.pace.dataset.pace = how ? how.kind : "";
    const mark = passed(this.before, elapsed, planned);
    this.before = elapsed;
    if (mark) shake(mark.pattern);
  }

  private plan(): void {
    const dialog = new Dialog({ title: "How long is the talk?", class: "dialog-ask" });
    const field = h("input", { class: "field tabular", type: "number", min: 0, max: 999, step: 1, inputmode: "numeric", "aria-label": "Minutes", value: this.watch.planned || "" });
    const save = (): void => {
      this.watch.planned = Math.min(999, Math.max(0, Math.round(Number(field.value) || 0)));
      dialog.close();
      this.tick();
    };
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      save();
    });
    dialog.body.append(
      h("p", { text: "The phone says then whether you are ahead or behind, and shakes five minutes before the end, one minute before it, and at it." }),
      h("p", { class: "plan-field" }, field, " minutes"),
      h("div", { class: "dialog-actions" }, button({ text: "Cancel", click: () => dialog.close() }), button({ text: "Save", class: "is-primary", click: save })),
    );
    dialog.show(field);
    field.select();
  }
}
