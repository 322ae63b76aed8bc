import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { isAble } from "./able";

/** A browser in which every look at the clock finds so many milliseconds gone. */
function browser(pace: number): Clock {
  const clock = new Clock();
  let time = 0;
  (globalThis as any).performance.now = () => (time += pace);
  return clock;
}

for (const [name, pace, able] of [
  ["opens a megabyte in 3 ms", 0.2, true],
  ["whose clock stands still", 0, true],
  ["opens a megabyte in 190 ms", 11.8, true],
  ["opens a megabyte in a quarter of a second", 15, false],
] as [string, number, boolean][]) {
  test(`isAble: a browser that ${name}`, async () => {
    const clock = browser(pace);
    const answer = isAble();
    await clock.pass(10_000);
    assert.equal(await answer, able);
  });
}

for (const name of ["BigInt", "TextDecoder"]) {
  test(`isAble: a browser without ${name}`, async () => {
    browser(0);
    const page = globalThis as any;
    const own = page[name];
    delete page[name];
    try {
      assert.equal(await isAble(), false);
    } finally {
      page[name] = own;
    }
  });
}
