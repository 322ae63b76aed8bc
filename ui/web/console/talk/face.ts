// What the large figure of the time says on this device: how long it has been, or what is
// left of the plan; on the phone also what o'clock it is.

import { recall, remember } from "../../kit/settings";
import { leftWords, timeOfDay } from "./pace";
import { formatElapsed } from "./stopwatch";

export type FaceKind = "elapsed" | "left" | "clock";

const KEPT_AS = "talk.face";
let chosen: FaceKind | null = null;

/** Without a plan nothing is left of it. */
export function faceKind(total: number, kinds: readonly FaceKind[]): FaceKind {
  chosen ??= recall<FaceKind>(KEPT_AS, "elapsed");
  return kinds.includes(chosen) && (chosen !== "left" || total > 0) ? chosen : "elapsed";
}

export function chooseFace(kind: FaceKind): void {
  remember(KEPT_AS, (chosen = kind));
}

/** Goes on to the next of these. */
export function nextFace(total: number, kinds: readonly FaceKind[]): FaceKind {
  const there = kinds.filter((kind) => kind !== "left" || total > 0);
  chooseFace(there[(there.indexOf(faceKind(total, kinds)) + 1) % there.length]!);
  return faceKind(total, kinds);
}

export function figureOf(kind: FaceKind, elapsed: number, total: number): string {
  return kind === "clock" ? timeOfDay(Date.now()) : kind === "left" ? leftWords(elapsed, total) : formatElapsed(elapsed);
}
