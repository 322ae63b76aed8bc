import assert from "node:assert/strict";
import test from "node:test";
import { goesOnFace, leftFace } from "./faces";

test("leftFace: counts down, and then up", () => {
  const minute = 60_000;
  for (const [elapsed, total, want] of [
    [0, 0, ["", "", ""]],
    [5 * minute, 0, ["", "", ""]],
    [0, 20 * minute, ["20:00", "left", ""]],
    [5 * minute + 1, 20 * minute, ["15:00", "left", ""]],
    [18 * minute, 20 * minute, ["2:00", "left", "last"]],
    [20 * minute, 20 * minute, ["0:00", "left", "last"]],
    [21.5 * minute, 20 * minute, ["+1:30", "over time", "over"]],
  ] as [number, number, string[]][]) {
    const { figure, label, tone } = leftFace(elapsed, total, null);
    assert.deepEqual([figure, label, tone], want, `${elapsed} of ${total}`);
  }
  assert.equal(leftFace(minute, 20 * minute, 0).label.startsWith("left, ends "), true);
});

test("goesOnFace: counts down to the next slide", () => {
  const at = "2026-11-23T12:00:20Z";
  assert.equal(goesOnFace(at, Date.parse(at) - 6500).figure, "7 s");
  assert.equal(goesOnFace(at, Date.parse(at) + 50).figure, "0 s");
  assert.equal(goesOnFace(undefined, 0).figure, "");
});
