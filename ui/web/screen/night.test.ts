import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { Night } from "./night";

test("a screen is off at its hours while nobody has to see anything, and says so", async (t) => {
  const clock = new Clock();
  t.after(() => Object.assign(globalThis, { document: undefined }));
  const cover = { style: { opacity: "" }, setAttribute: () => undefined, parentNode: null as unknown };
  Object.assign(globalThis, { document: { createElement: () => cover } });
  const parent = { appendChild: () => (cover.parentNode = parent) } as unknown as HTMLElement;
  let rests = true;
  const told: boolean[] = [];
  const night = new Night(parent, new URLSearchParams("off=00:00-24:00&dim=00:00-24:00=40"), { rests: () => rests, changed: (off) => told.push(off) });
  assert.equal(night.isOff, false, "what time it is nobody knows yet");
  await clock.pass(6000);
  assert.equal(cover.style.opacity, "1");
  rests = false; // somebody touches it, a talk begins
  await clock.pass(10_000);
  assert.equal(cover.style.opacity, "0.6");
  rests = true;
  night.look();
  assert.equal(night.isOff, true);
  assert.deepEqual(told, [true, false, true]);
});
