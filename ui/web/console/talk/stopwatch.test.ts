import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../../testing/clock";
import { formatElapsed, pace, Stopwatch } from "./stopwatch";

const minute = 60_000;

for (const [name, elapsed, planned, slide, want] of [
  ["no plan", 5 * minute, 0, 1, null],
  ["not begun", 0, 20, 1, null],
  ["where it should be", 10 * minute, 20, 5, { kind: "on", text: "on time" }],
  ["within the slack", 11.9 * minute, 20, 5, { kind: "on", text: "on time" }],
  ["behind", 14 * minute, 20, 5, { kind: "behind", text: "4 min behind" }],
  ["ahead", 4 * minute, 20, 5, { kind: "ahead", text: "4 min ahead" }],
  ["over", 21.5 * minute, 20, 10, { kind: "over", text: "2 min over" }],
  ["on the last slide to the end", 20 * minute, 20, 10, { kind: "on", text: "on time" }],
] as [string, number, number, number, unknown][]) {
  test(`pace: ${name}`, () => assert.deepEqual(pace(elapsed, planned, slide, 10), want));
}

for (const [ms, want] of [[0, "0:00"], [7_999, "0:07"], [754_000, "12:34"], [3_723_000, "1:02:03"]] as [number, string][]) {
  test(`formatElapsed: ${want}`, () => assert.equal(formatElapsed(ms), want));
}

function begin(): Clock {
  const kept = new Map<string, string>();
  (globalThis as any).localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  return new Clock();
}

test("Stopwatch: runs through a reload, a pause and sleep", async () => {
  const clock = begin();
  new Stopwatch(1).start();
  await clock.pass(1000);
  clock.sleep(5000);
  const watch = new Stopwatch(1);
  assert.equal(watch.elapsed, 6000);
  watch.pause();
  await clock.pass(1000);
  assert.equal(watch.elapsed, 6000);
  assert.equal(new Stopwatch(2).elapsed, 0);
});

test("Stopwatch: is back to zero with the end of a talk, and the plan stays", async () => {
  const clock = begin();
  const watch = new Stopwatch(1);
  watch.planned = 20;
  watch.start();
  await clock.pass(1000);
  const undo = watch.clear();
  await clock.pass(1000);
  assert.deepEqual([watch.running, watch.elapsed, watch.fresh, watch.planned], [false, 0, true, 20]);
  undo();
  assert.deepEqual([watch.running, watch.elapsed], [true, 2000]);
});
