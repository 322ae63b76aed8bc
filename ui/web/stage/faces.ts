// The time, in figures for three metres: since when, until when, how the talk stands, and
// what o'clock it is.

import { endsAt, pace, type Plan, planFor, planOf, timeOfDay } from "../console/talk/pace";
import { formatElapsed, Stopwatch } from "../console/talk/stopwatch";
import { h, setText } from "../kit/dom";
import { clockNow, learnClock } from "../line/clock";
import type { DeckState, TalkSlide } from "../wire";

const TICK = 250;

/** What a face shows, and what it is called. */
export interface Face {
  figure: string;
  label: string;
  tone: string;
}

/** What is left of the plan, or how long it is over. */
export function leftFace(elapsed: number, total: number, end: number | null): Face {
  if (total <= 0) return { figure: "", label: "", tone: "" };
  const ends = end === null ? "" : `, ends ${timeOfDay(end)}`;
  const left = total - elapsed;
  if (left < 0) return { figure: `+${formatElapsed(-left)}`, label: "over time", tone: "over" };
  return { figure: formatElapsed(Math.ceil(left / 1000) * 1000), label: `left${ends}`, tone: elapsed > 0 && left <= total / 10 ? "last" : "" };
}

/** When a deck goes on by itself. */
export function goesOnFace(at: string | undefined, now: number): Face {
  return at ? { figure: `${Math.max(0, Math.ceil((Date.parse(at) - now) / 1000))} s`, label: "until it goes on", tone: "" } : { figure: "", label: "", tone: "" };
}

export class Faces {
  readonly element: HTMLElement;
  private readonly elapsed = face();
  private readonly left = face();
  private readonly goesOn = face();
  private readonly clock = face();
  private readonly pace = h("p", { class: "face-pace" });
  private readonly watch = new Stopwatch();
  private plan: Plan = planOf(0, []);
  private slide = 1;
  private rehearsing = false;
  private advanceAt: string | undefined;

  constructor() {
    this.element = h("header", { class: "faces", "aria-label": "Time" }, this.elapsed.element, this.left.element, this.goesOn.element, this.pace, this.clock.element);
    window.setInterval(() => this.tick(), TICK);
    this.tick();
  }

  follow(deck: DeckState, slides: readonly TalkSlide[], slide: number): void {
    this.watch.follow(deck);
    this.plan = planFor(deck, slides);
    this.slide = slide;
    this.advanceAt = deck.advance_at;
    if (this.advanceAt) void learnClock();
    this.rehearsing = deck.rehearsing === true;
    this.tick();
  }

  private tick(): void {
    const { elapsed, running } = this.watch;
    const { total } = this.plan;
    this.elapsed.show({ figure: formatElapsed(elapsed), label: elapsed > 0 && !running ? "paused" : this.rehearsing ? "rehearsal" : "elapsed", tone: elapsed > 0 && !running ? "paused" : "" });
    this.left.show(leftFace(elapsed, total, endsAt(elapsed, total, running, Date.now())));
    this.element.classList.toggle("has-four", this.advanceAt !== undefined);
    this.goesOn.show(goesOnFace(this.advanceAt, clockNow()));
    this.clock.show({ figure: timeOfDay(Date.now()), label: "now", tone: "" });
    const how = running ? pace(elapsed, this.plan, this.slide) : null;
    // Beside "over time" it would say the same.
    setText(this.pace, how && how.kind !== "over" ? how.text : "");
    this.pace.dataset.pace = how && how.kind !== "over" ? how.kind : "";
  }
}

function face(): { element: HTMLElement; show(face: Face): void } {
  const figure = h("span", { class: "face-figure tabular" });
  const label = h("span", { class: "face-label" });
  const element = h("p", { class: "face" }, figure, " ", label);
  return {
    element,
    show(face) {
      element.hidden = face.figure === "";
      element.dataset.tone = face.tone;
      setText(figure, face.figure);
      setText(label, face.label);
    },
  };
}
