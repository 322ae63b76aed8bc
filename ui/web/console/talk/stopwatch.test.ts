import assert from "node:assert/strict";
import test from "node:test";
import { hearDate } from "../../line/server-time";
import { Clock } from "../../testing/clock";
import { formatElapsed, Stopwatch } from "./stopwatch";

const minute = 60_000;

for (const [ms, want] of [[0, "0:00"], [7_999, "0:07"], [754_000, "12:34"], [3_723_000, "1:02:03"]] as [number, string][]) {
  test(`formatElapsed: ${want}`, () => assert.equal(formatElapsed(ms), want));
}

const live = (started_at: string | null) => ({ live: true, started_at });
const noon = "2026-11-23T12:00:00Z"; // when a Clock begins

test("Stopwatch: is the deck's, through sleep and other devices", async () => {
  const clock = new Clock();
  const watch = new Stopwatch();
  watch.follow(live(null));
  assert.deepEqual([watch.running, watch.elapsed, watch.toggle()], [false, 0, { started_at: "2026-11-23T12:00:00.000Z" }]);
  watch.follow(live(noon));
  await clock.pass(1000);
  clock.sleep(5000);
  assert.deepEqual([watch.running, watch.elapsed], [true, 6000]);
  assert.deepEqual(watch.again(), { started_at: noon });
  assert.deepEqual(watch.reset(), { started_at: "2026-11-23T12:00:06.000Z" });
  watch.follow({ live: false, started_at: null });
  assert.deepEqual([watch.running, watch.elapsed], [false, 0]);
});

test("Stopwatch: a pause is everybody's, and what is set back comes back as it stood", async () => {
  const clock = new Clock();
  const watch = new Stopwatch();
  watch.follow(live(noon));
  assert.deepEqual(watch.toggle(), { paused: true });
  watch.follow({ ...live(noon), paused: true, paused_at: "2026-11-23T12:00:01Z" });
  await clock.pass(3000);
  assert.deepEqual([watch.running, watch.elapsed], [false, 1000]);
  assert.deepEqual(watch.toggle(), { paused: false });
  assert.deepEqual(watch.reset(), { started_at: null });
  assert.deepEqual(watch.again(), { started_at: "2026-11-23T12:00:02.000Z", paused: true });
});

test("Stopwatch: before the talk it is a rehearsal's", () => {
  new Clock();
  const watch = new Stopwatch();
  watch.follow({ live: false, started_at: null });
  assert.deepEqual(watch.toggle(), { rehearsing: true });
  watch.follow({ live: false, rehearsing: true, started_at: noon });
  assert.deepEqual([watch.running, watch.toggle()], [true, { paused: true }]);
});

test("Stopwatch: a device whose clock is wrong shows the same", async () => {
  new Clock();
  const watch = new Stopwatch();
  hearDate("Mon, 23 Nov 2026 12:05:00 GMT");
  watch.follow(live(noon));
  assert.equal(watch.elapsed, 5 * minute + 500);
  hearDate("Mon, 23 Nov 2026 12:00:00 GMT");
  assert.equal(watch.elapsed, 0);
});
