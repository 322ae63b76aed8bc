import assert from "node:assert/strict";
import test from "node:test";
import { swiped } from "./swipe";

test("swiped: what is a swipe, and which way", () => {
  const cases: [number, number, number, string | null][] = [
    [-60, 5, 200, "next"],
    [60, -20, 200, "previous"],
    [-40, 0, 100, null], // too short
    [-60, 40, 200, null], // a scroll
    [-60, 5, 1000, null], // a rest
    [0, 0, 50, null],
  ];
  for (const [dx, dy, ms, want] of cases) {
    assert.equal(swiped({ x: 100, y: 100, at: 0 }, { x: 100 + dx, y: 100 + dy, at: ms }), want, `${dx},${dy} in ${ms}`);
  }
});
