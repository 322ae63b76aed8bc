import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { SeenReporter } from "./seen";

/** A server that takes reports. */
function begin() {
  const clock = new Clock();
  const told: { at: number; rev: number }[] = [];
  (globalThis as any).fetch = async (_: string, init: { body: string }) => {
    told.push({ at: clock.now, rev: JSON.parse(init.body).rev });
    return { ok: true, status: 204 };
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
  test(`SeenReporter: spread of ${name}`, () => {
    const { reporter } = begin();
    reporter.hear({ ms: said });
    assert.equal(reporter.spread, want);
  });
}

test("SeenReporter: the first report of all is spread, too", async () => {
  const { clock, told, reporter } = begin();
  clock.chance = 0.9;
  reporter.hear({ ms: 10_000 });
  reporter.report(1);
  await clock.pass(8_000);
  assert.deepEqual(told, []);
  await clock.pass(2_000);
  assert.deepEqual(told.map((each) => each.rev), [1]);
});

test("SeenReporter: only the newest is told", async () => {
  const { clock, told, reporter } = begin();
  for (let rev = 1; rev <= 5; rev++) reporter.report(rev);
  await clock.pass(1000);
  assert.deepEqual(told.map((each) => each.rev), [5]);
  reporter.report(6);
  reporter.report(7);
  await clock.pass(1000);
  assert.deepEqual(told.map((each) => each.rev), [5, 7]);
});

test("SeenReporter: a new connection is told anew", async () => {
  const { clock, told, reporter } = begin();
  reporter.report(5);
  await clock.pass(1000);
  reporter.reset();
  reporter.report(5);
  await clock.pass(1000);
  assert.deepEqual(told.map((each) => each.rev), [5, 5]);
});
