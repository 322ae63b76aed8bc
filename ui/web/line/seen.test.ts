import assert from "node:assert/strict";
import test from "node:test";
import { Clock, settled } from "../testing/clock";
import { SeenReporter } from "./seen";

/** A server that takes reports, and says over how long they are to be spread. */
function begin(spread: unknown) {
  const clock = new Clock();
  const told: { at: number; rev: number }[] = [];
  (globalThis as any).fetch = async (_: string, init: { body: string }) => {
    told.push({ at: clock.now, rev: JSON.parse(init.body).rev });
    return { ok: true, status: 200, json: async () => ({ spread_ms: spread }) };
  };
  return { clock, told, reporter: new SeenReporter("me") };
}

for (const [name, said, want] of [
  ["a small room", 300, 300],
  ["a hall of 30,000", 60_000, 60_000],
  ["a hall of 50,000", 100_000, 60_000],
  ["no word", undefined, undefined],
  ["nonsense", "soon", undefined],
  ["less than nothing", -1, undefined],
] as [string, unknown, number | undefined][]) {
  test(`SeenReporter: spread of ${name}`, async () => {
    const { clock, reporter } = begin(said);
    reporter.report(1);
    await clock.pass(300);
    await settled();
    assert.equal(reporter.spread, want);
  });
}

test("SeenReporter: only the newest is told", async () => {
  const { clock, told, reporter } = begin(300);
  for (let rev = 1; rev <= 5; rev++) reporter.report(rev);
  await clock.pass(1000);
  assert.deepEqual(told.map((each) => each.rev), [5]);
  reporter.report(6);
  reporter.report(7);
  await clock.pass(1000);
  assert.deepEqual(told.map((each) => each.rev), [5, 7]);
});

test("SeenReporter: a new connection is told anew", async () => {
  const { clock, told, reporter } = begin(300);
  reporter.report(5);
  await clock.pass(1000);
  reporter.reset();
  reporter.report(5);
  await clock.pass(1000);
  assert.deepEqual(told.map((each) => each.rev), [5, 5]);
});
