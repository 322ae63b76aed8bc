// The part to zoom into, and where one points, by keys alone.

import { partOf } from "../../../slide/zoom";
import type { Zoom } from "../../../wire";

/** Which way an arrow goes. */
export const WAYS: Readonly<Record<string, readonly [x: number, y: number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What is offered first. */
export const OFFERED: Zoom = partOf(0.25, 0.25, 0.75, 0.75);
/** How far an arrow goes, in the part's own width; and how much + and − change. */
const STEP = 0.125;
const SCALES: Readonly<Record<string, number>> = { "+": 0.8, "=": 0.8, "-": 1.25 };

/** The part after one key more; where there is none any more, what is offered. Null for a key that does nothing to it. */
export function aimed(part: Zoom | null, key: string): Zoom | null {
  const way = WAYS[key];
  const scale = SCALES[key];
  if (!way && !scale && key !== "Enter") return null;
  if (!part) return OFFERED;
  const w = part.w * (scale ?? 1);
  const x = part.x + part.w / 2 + (way ? way[0] * STEP * part.w : 0);
  const y = part.y + part.w / 2 + (way ? way[1] * STEP * part.w : 0);
  return partOf(x - w / 2, y - w / 2, x + w / 2, y + w / 2);
}

/** Where it is, for whoever does not see it. */
export function partWords({ x, y, w }: Zoom): string {
  const [left, top, width] = [x, y, w].map((of) => Math.round(of * 100));
  return `${width} % of the slide, ${left} % from its left and ${top} % from its top.`;
}
