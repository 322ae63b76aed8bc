// A slide that hangs for an evening burns in, on some panels: it moves by a pixel every few
// minutes, which nobody sees.

const EVERY = 3 * 60_000;

/** In pixels, around where it belongs. */
const AROUND: readonly [number, number][] = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];

/** Moves elements around for ever. */
export function shift(...elements: HTMLElement[]): void {
  let at = 0;
  window.setInterval(() => {
    at = (at + 1) % AROUND.length;
    const [x, y] = AROUND[at] as [number, number];
    for (const { style } of elements) style.transform = x || y ? `translate(${x}px, ${y}px)` : "";
  }, EVERY);
}
