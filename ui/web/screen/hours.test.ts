import assert from "node:assert/strict";
import test from "node:test";
import { hoursIn, levelAt } from "./hours";

test("a screen is off or dimmed at its hours", () => {
  const list = hoursIn("22:00-07:00, 12:30-13:15,19:00-22:00=40,21:00-21:30=25%");
  for (const [hour, minute, want] of [
    [6, 59, 0], [7, 0, 1], [12, 29, 1], [12, 30, 0], [13, 14, 0], [13, 15, 1], [18, 59, 1],
    [19, 0, 0.4], [21, 0, 0.25], [21, 30, 0.4], [22, 0, 0], [23, 59, 0], [0, 0, 0],
  ] as const) {
    assert.equal(levelAt(list, hour * 60 + minute), want, `${hour}:${minute}`);
  }
});

test("what are no hours leaves a screen on", () => {
  for (const text of ["", "always", "22-7", "22:00", "22:00-07:00=dark"]) assert.deepEqual(hoursIn(text), []);
  assert.equal(levelAt(hoursIn("00:00-24:00"), 1439), 0);
});
