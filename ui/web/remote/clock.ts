// Time and pace, large; the phone shakes at the time marks.

import { countdown, lengthWords, pace, type Plan, planFor, planOf } from "../console/talk/pace";
import { formatElapsed, Stopwatch } from "../console/talk/stopwatch";
import { h, setText } from "../kit/dom";
import type { DeckState, TalkSlide } from "../wire";
import { passed, shake } from "./haptics";

const TICK = 250;

export class Clock {
  readonly element: HTMLElement;
  private readonly elapsed = h("span", { class: "clock-elapsed tabular" });
  private readonly pace = h("span", { class: "clock-pace" });
  private readonly of = h("span", { class: "clock-of" });
  private readonly watch = new Stopwatch();
  private plan: Plan = planOf(0, []);
  private deck = 0;
  private before = 0;
  private slide = 1;

  constructor() {
    this.element = h("div", { class: "clock", role: "group", "aria-label": "Time" }, this.elapsed, h("span", { class: "clock-words" }, this.pace, this.of));
    window.setInterval(() => this.tick(), TICK);
  }

  follow(deck: DeckState, slides: readonly TalkSlide[], slide: number): void {
    this.watch.follow(deck);
    this.plan = planFor(deck, slides);
    this.slide = slide;
    if (deck.id !== this.deck) this.before = this.watch.elapsed; // the marks of another talk
    this.deck = deck.id;
    this.tick();
  }

  private tick(): void {
    const { elapsed, running } = this.watch;
    const { total } = this.plan;
    const how = pace(elapsed, this.plan, this.slide);
    setText(this.elapsed, formatElapsed(elapsed));
    const paused = elapsed > 0 && !running;
    setText(this.pace, paused ? "paused" : how?.text ?? "");
    setText(this.of, paused ? "" : countdown(elapsed, total) || (total > 0 ? `of ${lengthWords(total)}` : ""));
    this.pace.dataset.pace = running && how ? how.kind : "";
    const mark = passed(this.before, elapsed, total / 60_000);
    this.before = elapsed;
    if (mark) shake(mark.pattern);
  }
}
