// How a talk stands against its plan.

import type { DeckState, TalkSlide } from "../../wire";
import { formatElapsed } from "./stopwatch";

const MINUTE = 60_000;

/** When each slide is to begin and to end, in ms from the talk's beginning. */
export interface Plan {
  /** The whole; 0: there is no plan. */
  total: number;
  from: number[];
  to: number[];
}

type Planned = Partial<Pick<TalkSlide, "planned" | "hidden">>;

/**
 * Spreads a planned length, in ms, over the slides. A time of a slide is for it and for
 * those after it that have none, in equal parts; those before the first that has one
 * share what is left. Where no slide has one they share all of it. What is passed by
 * takes no time. Without a length the times of the slides are the length.
 */
export function planOf(planned: number, slides: readonly Planned[]): Plan {
  const groups: { slides: number[]; time: number | null }[] = [{ slides: [], time: null }];
  slides.forEach((slide, i) => {
    if (slide.hidden) return;
    if (slide.planned) groups.push({ slides: [], time: slide.planned * 1000 });
    groups[groups.length - 1]!.slides.push(i);
  });
  const said = groups.reduce((sum, group) => sum + (group.time || 0), 0);
  groups[0]!.time = Math.max(0, planned - said);
  const plan: Plan = { total: planned || said, from: [], to: [] };
  let at = 0;
  const put = (i: number, time: number): void => {
    plan.from[i] = at;
    plan.to[i] = at += time;
  };
  for (const { slides: of, time } of groups) {
    for (const i of of) put(i, (time || 0) / of.length);
  }
  // What is passed by stands where it would come.
  let last = 0;
  for (let i = 0; i < slides.length; i++) {
    if (plan.to[i] === undefined) plan.from[i] = plan.to[i] = last;
    last = plan.to[i]!;
  }
  return plan;
}

/**
 * The plan of the deck that is shown. What is shown in the midst of a talk has that talk's
 * length, and no part of it: how the talk stands shows again when it goes on.
 */
export function planFor(deck: Pick<DeckState, "planned" | "slides" | "interlude_of">, slides: readonly Planned[]): Plan {
  const planned = (deck.planned || 0) * 1000;
  if (deck.interlude_of) return { total: planned, from: [], to: [] };
  return planOf(planned, slides.length > 0 ? slides : Array.from({ length: deck.slides }, () => ({})));
}

export interface Pace {
  kind: "ahead" | "on" | "behind" | "over";
  text: string;
}

/**
 * How the talk stands on a slide: within one minute, or a tenth of the plan if that is
 * more, counts as on time; of a short talk, a tenth alone. Null without a plan, before the
 * start, and on a slide that is no part of the plan.
 */
export function pace(elapsed: number, plan: Plan, slide: number): Pace | null {
  if (plan.total <= 0 || elapsed <= 0) return null;
  if (elapsed > plan.total) return { kind: "over", text: `${Math.ceil((elapsed - plan.total) / MINUTE)} min over` };
  // On slide n the talk should be somewhere between the end of n-1 and the end of n.
  const from = plan.from[slide - 1];
  const to = plan.to[slide - 1];
  if (from === undefined || to === undefined) return null;
  const slack = Math.max(plan.total >= 10 * MINUTE ? MINUTE : 0, plan.total / 10);
  if (elapsed > to + slack) return { kind: "behind", text: `${inMinutes(elapsed - to)} behind` };
  if (elapsed < from - slack) return { kind: "ahead", text: `${inMinutes(from - elapsed)} ahead` };
  return { kind: "on", text: "on time" };
}

function inMinutes(ms: number): string {
  return ms < MINUTE - 500 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / MINUTE)} min`;
}

/** In the last tenth of the plan what is left of it counts down; else "". */
export function countdown(elapsed: number, total: number): string {
  const left = total - elapsed;
  return total > 0 && elapsed > 0 && left > 0 && left <= total / 10 ? `${formatElapsed(Math.ceil(left / 1000) * 1000)} left` : "";
}

/** What is left of the plan: −12:34; or how long it is over: +1:30. */
export function leftWords(elapsed: number, total: number): string {
  const left = Math.ceil((total - elapsed) / 1000) * 1000;
  return left < 0 ? `+${formatElapsed(elapsed - total)}` : `−${formatElapsed(left)}`;
}

/** When the talk ends by its plan, in ms since 1970, if it goes on now; null where nobody can tell. */
export function endsAt(elapsed: number, total: number, running: boolean, now: number): number | null {
  return total > 0 && running ? now + total - elapsed : null;
}

/** 14:05, as it is written here. */
export function timeOfDay(ms: number): string {
  return new Date(ms).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

/** "20 min", "1 h 30 min", "45 s". */
export function lengthWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < MINUTE / 1000) return `${seconds} s`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`, rest > 0 && `${rest} s`].filter(Boolean).join(" ");
}

/** Seconds of what somebody typed: 20 and "20 min" are minutes, 1:30 is a minute and a half; 0 for nothing, null for what is no time. */
export function readLength(text: string): number | null {
  const s = text.trim().toLowerCase().replace(",", ".");
  if (s === "") return 0;
  const colon = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]?\d)$/.exec(s);
  const units = /^(?:(\d{1,2}) ?h(?:ours?)?)? ?(?:(\d{1,4}(?:\.\d{1,2})?) ?m(?:in(?:utes?)?)?)? ?(?:(\d{1,5}) ?s(?:ec(?:onds?)?)?)?$/.exec(s);
  const bare = /^\d{1,4}(?:\.\d{1,2})?$/.exec(s);
  const [, h, m, sec] = colon || units || (bare ? ["", "0", s, "0"] : []);
  if (!colon && !units && !bare) return null;
  const seconds = Math.round(Number(h || 0) * 3600 + Number(m || 0) * 60 + Number(sec || 0));
  return seconds <= 86_400 ? seconds : null;
}
