import assert from "node:assert/strict";
import test from "node:test";
import { type Cut, cutSentence } from "./cut";

const cut = (fit: number, of: number, what: string): Cut => ({ fit, of, what });
const cuts = (...numbers: number[]): [number, Cut][] => numbers.map((n) => [n, cut(0, 0, "")]);

for (const [list, want] of [
  [[], ""],
  [[[4, cut(13, 25, "rows")]], "Slide 4 is cut: 13 of 25 rows fit"],
  [cuts(4), "Slide 4 is cut: it is larger than the screen"],
  [cuts(4, 9), "Slides 4 and 9 are cut: they do not fit on the screen"],
  [cuts(1, 2, 3, 4, 5, 6), "Slides 1, 2, 3, 4, 5 and 6 are cut: they do not fit on the screen"],
  [cuts(1, 2, 3, 4, 5, 6, 7, 8), "Slides 1, 2, 3, 4, 5, 6 and 2 more are cut: they do not fit on the screen"],
] as [[number, Cut][], string][]) {
  test(`cutSentence: ${want || "nothing"}`, () => assert.equal(cutSentence(new Map(list)), want));
}
