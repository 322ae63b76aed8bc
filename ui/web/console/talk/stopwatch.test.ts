import assert from "node:assert/strict";
import test from "node:test";
import { hearDate } from "../../line/server-time";
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

const live = (started_at: string | null) => ({ live: true, started_at });
const noon = "2026-11-23T12:00:00Z"; // when a Clock begins

test("Stopwatch: is the deck's, through sleep and other devices", async () => {
  const clock = begin();
  const watch = new Stopwatch(1);
  watch.follow(live(null));
  assert.deepEqual([watch.running, watch.elapsed], [false, 0]);
  watch.follow(live(noon));
  await clock.pass(1000);
  clock.sleep(5000);
  assert.deepEqual([watch.running, watch.elapsed], [true, 6000]);
  assert.deepEqual(watch.reset(), { started_at: "2026-11-23T12:00:06.000Z" });
  watch.follow({ live: false, started_at: null });
  assert.deepEqual([watch.running, watch.elapsed], [false, 0]);
});

test("Stopwatch: a pause is this browser's, through a reload, and going on is everybody's", async () => {
  const clock = begin();
  const watch = new Stopwatch(1);
  watch.planned = 20;
  watch.follow(live(noon));
  await clock.pass(1000);
  assert.equal(watch.toggle(), null);
  await clock.pass(1000);
  const again = new Stopwatch(1);
  again.follow(live(noon));
  assert.deepEqual([again.running, again.elapsed, again.planned], [false, 1000, 20]);
  assert.deepEqual(again.toggle(), { started_at: "2026-11-23T12:00:01.000Z" });
  again.follow(live("2026-11-23T12:00:01Z"));
  assert.deepEqual([again.running, again.elapsed], [true, 1000]);
});

test("Stopwatch: a rehearsal is nobody else's, and over when the talk begins", async () => {
  const clock = begin();
  const watch = new Stopwatch(1);
  watch.follow({ live: false, started_at: null });
  assert.equal(watch.toggle(), null);
  await clock.pass(1000);
  assert.deepEqual([watch.running, watch.elapsed], [true, 1000]);
  const { reading } = watch;
  assert.equal(watch.reset(), null);
  assert.equal(watch.elapsed, 0);
  watch.set(reading); // undone
  assert.equal(watch.elapsed, 1000);
  watch.follow(live(null));
  assert.deepEqual([watch.running, watch.elapsed], [false, 0]);
});

test("Stopwatch: a device whose clock is wrong shows the same", async () => {
  begin();
  const watch = new Stopwatch(1);
  hearDate("Mon, 23 Nov 2026 12:05:00 GMT");
  watch.follow(live(noon));
  assert.equal(watch.elapsed, 5 * minute + 500);
  hearDate("Mon, 23 Nov 2026 12:00:00 GMT");
  assert.equal(watch.elapsed, 0);
});
