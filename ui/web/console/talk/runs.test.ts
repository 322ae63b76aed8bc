import assert from "node:assert/strict";
import test from "node:test";
import { asPlan, plannedTimes, runWords, timeField } from "./runs";

test("plannedTimes: each slide's part of the plan", () => {
  assert.deepEqual(plannedTimes(100, [{}, { planned: 60 }, {}, { hidden: true, planned: 9 }]), [40, 30, 30, 0]);
  assert.deepEqual(plannedTimes(0, [{}, {}]), [0, 0]);
});

test("asPlan: round times, and none for what was not shown", () => {
  assert.deepEqual(asPlan({ slides: [62.4, 0, 1, 63] }, 6), [60, 0, 5, 65, 0, 0]);
  assert.deepEqual(asPlan({ slides: [10, 20, 30] }, 2), [10, 20]);
});

test("timeField", () => {
  for (const [seconds, want] of [[0, ""], [-1, ""], [5, "0:05"], [89.6, "1:30"], [3661, "1:01:01"]] as [number, string][]) assert.equal(timeField(seconds), want);
});

test("runWords: what it was, and how it stands against the plan", () => {
  const run = { kind: "rehearsal", started_at: "2026-11-23T12:00:00Z", ended_at: "2026-11-23T12:30:00Z", seconds: 1100.4 } as const;
  for (const [planned, want] of [[0, ": 18 min 20 s"], [1200, ", 1 min 40 s less than planned"], [1000, ", 1 min 40 s more than planned"], [1100, ", as planned"]] as [number, string][]) {
    const words = runWords(run, planned);
    assert.deepEqual([words.startsWith("Rehearsal, "), words.endsWith(want)], [true, true], words);
  }
  assert.equal(runWords({ ...run, kind: "talk", ended_at: null }, 60).endsWith(": 18 min 20 s so far"), true);
});
