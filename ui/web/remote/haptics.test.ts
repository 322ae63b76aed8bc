import assert from "node:assert/strict";
import test from "node:test";
import { passed } from "./haptics";

test("passed: each mark once, the last of several, none without a plan", () => {
  const minutes = (n: number): number => n * 60_000;
  const cases: [number, number, number, number | null][] = [
    [14.9, 15, 20, 5],
    [15, 15.1, 20, null],
    [18.99, 19.01, 20, 1],
    [19.99, 20, 20, 0],
    [10, 25, 20, 0], // it slept
    [20, 19, 20, null], // the clock was put back
    [0, 100, 0, null],
    [0, 0.1, 5, null], // a talk of five minutes does not begin with its last five
    [0, 4, 5, 1],
  ];
  for (const [before, now, planned, want] of cases) {
    assert.equal(passed(minutes(before), minutes(now), planned)?.left ?? null, want, `${before} to ${now} of ${planned}`);
  }
});
