// Time and pace, large; the phone shakes at the time marks.

import { type FaceKind, faceKind, figureOf, nextFace } from "../console/talk/face";
import { countdown, endsAt, lengthWords, pace, type Plan, planFor, planOf, timeOfDay } from "../console/talk/pace";
import { Stopwatch } from "../console/talk/stopwatch";
import { h, setText } from "../kit/dom";
import type { DeckState, TalkSlide } from "../wire";
import { passed, shake } from "./haptics";

const TICK = 250;
/** A phone's own clock is hidden while this fills the screen. */
const FACES: readonly FaceKind[] = ["elapsed", "left", "clock"];

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
    this.element = h("button", { type: "button", class: "button is-quiet clock", title: "Time: elapsed, left, and what o’clock it is", onclick: () => this.turn() }, this.elapsed, h("span", { class: "clock-words" }, this.pace, this.of));
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

  private turn(): void {
    nextFace(this.plan.total, FACES);
    this.tick();
  }

  private tick(): void {
    const { elapsed, running } = this.watch;
    const { total } = this.plan;
    const how = pace(elapsed, this.plan, this.slide);
    const kind = faceKind(total, FACES);
    this.element.dataset.kind = kind;
    setText(this.elapsed, figureOf(kind, elapsed, total));
    const paused = elapsed > 0 && !running;
    const end = endsAt(elapsed, total, running, Date.now());
    setText(this.pace, paused ? "paused" : kind === "clock" ? "" : how?.text ?? "");
    setText(this.of, paused ? "" : kind === "clock" && end !== null ? `ends ${timeOfDay(end)}` : countdown(elapsed, total) || (total > 0 ? `of ${lengthWords(total)}` : ""));
    this.pace.dataset.pace = running && how ? how.kind : "";
    const mark = passed(this.before, elapsed, total / 60_000);
    this.before = elapsed;
    if (mark) shake(mark.pattern);
  }
}
