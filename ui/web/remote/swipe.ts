// A finger that is drawn across the page: to the left is on, to the right is back.

/** In CSS pixels, and in ms. */
const FAR = 48;
const LONG = 900;

export interface Point {
  x: number;
  y: number;
  at: number;
}

/** Which way a finger was drawn; null where it was no swipe, but a tap, a scroll or a rest. */
export function swiped(from: Point, to: Point): "next" | "previous" | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (Math.abs(dx) < FAR || Math.abs(dx) < 2 * Math.abs(dy) || to.at - from.at > LONG) return null;
  return dx < 0 ? "next" : "previous";
}

/** Hears swipes of one finger on an element. What something in it has taken is none. */
export function hearSwipes(element: HTMLElement, act: (way: "next" | "previous") => void): void {
  let from: Point | null = null;
  let id = 0;
  element.addEventListener("pointerdown", (event) => {
    // A second finger zooms, and a mouse selects.
    from = event.isPrimary && event.pointerType !== "mouse" && !event.defaultPrevented ? point(event) : null;
    id = event.pointerId;
  });
  element.addEventListener("pointerup", (event) => {
    const way = from && event.pointerId === id && !event.defaultPrevented ? swiped(from, point(event)) : null;
    from = null;
    if (way) act(way);
  });
  element.addEventListener("pointercancel", () => (from = null));
}

function point(event: PointerEvent): Point {
  return { x: event.clientX, y: event.clientY, at: event.timeStamp };
}
