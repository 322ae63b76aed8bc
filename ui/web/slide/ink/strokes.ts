// What is drawn on a slide, as a list of strokes. All numbers are parts of the slide,
// 0 to 1, from its upper left.

import type { InkNews, Stroke } from "../../wire";

export type Point = [number, number];

/** What is drawn, with what is new: a stroke whose id is there already takes that one's place. */
export function withNews(strokes: readonly Stroke[], news: Pick<InkNews, "strokes" | "gone">): Stroke[] {
  const gone = new Set(news.gone || []);
  const fresh = new Map((news.strokes || []).map((stroke) => [stroke.id, stroke]));
  const kept = strokes.filter((stroke) => !gone.has(stroke.id)).map((stroke) => {
    const now = fresh.get(stroke.id);
    fresh.delete(stroke.id);
    return now || stroke;
  });
  return kept.concat(Array.from(fresh.values()));
}

/** How wide a line is of a pen that is pressed so hard, 0 to 1: half of that is as usual. */
export function pressed(width: number, force: number): number {
  return Math.round(width * (0.4 + 1.2 * Math.min(1, force)) * 1e5) / 1e5;
}

/** Leaves out the points of a line without which it is hardly another one (Douglas and Peucker). */
export function simplified(points: readonly Point[], tolerance: number, aspect: number): Point[] {
  const keep = new Array<boolean>(points.length).fill(false);
  const spans: [number, number][] = [[0, points.length - 1]];
  keep[0] = keep[points.length - 1] = true;
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let far = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const away = distance(points[i] as Point, points[from] as Point, points[to] as Point, aspect);
      if (away > far) {
        far = away;
        at = i;
      }
    }
    if (at < 0) continue;
    keep[at] = true;
    spans.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keep[i]);
}

/** Whether a place lies on a stroke, or so near to it, in the slide's width. */
export function touches(stroke: Stroke, at: Point, near: number, aspect: number): boolean {
  const reach = near + stroke.width / 2;
  const points = stroke.points as Point[];
  return points.some((point, i) => distance(at, point, points[i + 1] || point, aspect) <= reach);
}

/** How far a place is from a piece of a line, in the slide's width. */
function distance([px, py]: Point, [ax, ay]: Point, [bx, by]: Point, aspect: number): number {
  const dx = bx - ax;
  const dy = (by - ay) / aspect;
  const x = px - ax;
  const y = (py - ay) / aspect;
  const length = dx * dx + dy * dy;
  const part = length > 0 ? Math.max(0, Math.min(1, (x * dx + y * dy) / length)) : 0;
  return Math.hypot(x - part * dx, y - part * dy);
}

/** A stroke as the path of an SVG that is so wide and high: as it was drawn, so that nobody's corner becomes a curve. */
export function pathOf(points: readonly Point[], width: number, height: number): string {
  const at = ([x, y]: Point): string => `${decimals(x * width)} ${decimals(y * height)}`;
  const [first] = points;
  if (!first) return "";
  return `M${at(first)}${points.length > 1 ? points.slice(1).map((point) => `L${at(point)}`).join("") : "l.01 0"}`; // a dot
}

function decimals(x: number): number {
  return Math.round(x * 10) / 10;
}

/** The color of a stroke without what one sees through it, and that, 0 to 1. */
export function inkOf(color: string): { color: string; opacity: number } {
  return { color: color.slice(0, 7), opacity: color.length === 9 ? parseInt(color.slice(7), 16) / 255 : 1 };
}
