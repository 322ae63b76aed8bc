// What a run is held against, and the plan that it makes.

import type { Run, TalkSlide } from "../../wire";
import { lengthWords, planOf } from "./pace";

type Planned = Pick<TalkSlide, "planned" | "hidden">;

/** Times in a plan are multiples of so many seconds: nobody speaks by the second. */
const ROUND = 5;

/** The seconds that each slide has by the plan: 0 where it has none. */
export function plannedTimes(planned: number, slides: readonly Planned[]): number[] {
  const plan = planOf(planned * 1000, slides);
  return slides.map((_, i) => (plan.to[i]! - plan.from[i]!) / 1000);
}

/** A run's times as a plan: of slides that it did not come to, nothing. */
export function asPlan(run: Pick<Run, "slides">, slides: number): number[] {
  return Array.from({ length: slides }, (_, i) => {
    const seconds = run.slides[i] || 0;
    return seconds > 0 ? Math.max(ROUND, Math.round(seconds / ROUND) * ROUND) : 0;
  });
}

/** 1:30, as it is typed; "" for 0. */
export function timeField(seconds: number): string {
  if (seconds <= 0) return "";
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** "Rehearsal, 28 Nov 14:05: 18 min 20 s, 1 min 40 s less than planned". */
export function runWords(run: Pick<Run, "kind" | "started_at" | "ended_at" | "seconds">, planned: number): string {
  const when = new Date(run.started_at).toLocaleString(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const words = `${run.kind === "talk" ? "Talk" : "Rehearsal"}, ${when}: ${lengthWords(run.seconds * 1000)}`;
  if (run.ended_at === null) return words + " so far";
  const more = Math.round(run.seconds - planned);
  if (planned <= 0) return words;
  return `${words}, ${more === 0 ? "as planned" : `${lengthWords(Math.abs(more) * 1000)} ${more > 0 ? "more" : "less"} than planned`}`;
}
