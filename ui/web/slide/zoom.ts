// A part of a slide that fills the screen.

import type { Zoom } from "../wire";
import { fitPicture } from "./links";

/** The least part that is shown, in the slide's width: that of the database. */
const LEAST = 0.05;

/** Moves and scales an element of this size, in which a slide is fitted, so that a part of it is where all of it was. */
export function transformOf({ x, y, w }: Zoom, width: number, height: number, aspect: number): string {
  const at = fitPicture(aspect, 1, width, height);
  if (!at || !(w > 0)) return "";
  const left = at.left - (at.left + x * at.width) / w;
  const top = at.top - (at.top + y * at.height) / w;
  return `translate(${round(left)}px, ${round(top)}px) scale(${round(1 / w)})`;
}

/** Which part of the slide a point of an element is, in which it is fitted; beside it as well. */
export function unzoomed(x: number, y: number, width: number, height: number, aspect: number): { x: number; y: number } | null {
  const at = fitPicture(aspect, 1, width, height);
  return at && { x: (x - at.left) / at.width, y: (y - at.top) / at.height };
}

/** The part of a slide, in its own shape, around two corners that somebody has dragged. */
export function partOf(x1: number, y1: number, x2: number, y2: number): Zoom {
  const w = limit(Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1)), LEAST, 1);
  return { x: round(limit((x1 + x2 - w) / 2, 0, 1 - w)), y: round(limit((y1 + y2 - w) / 2, 0, 1 - w)), w: round(w) };
}

function limit(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function round(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
