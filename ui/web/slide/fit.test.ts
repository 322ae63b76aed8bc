import assert from "node:assert/strict";
import test from "node:test";
import { fitStage, largest } from "./fit";

for (const [name, width, height, want] of [
  ["its own size", 1280, 720, { left: 0, top: 0, scale: 1 }],
  ["twice as large", 2560, 1440, { left: 0, top: 0, scale: 2 }],
  ["too wide: bars at the sides", 1640, 720, { left: 180, top: 0, scale: 1 }],
  ["too high: bars above and below", 640, 720, { left: 0, top: 180, scale: 0.5 }],
  ["no size yet", 0, 720, null],
] as [string, number, number, unknown][]) {
  test(`fitStage: ${name}`, () => assert.deepEqual(fitStage(width, height), want));
}

for (const [name, limit, from, to] of [
  ["something between", 0.8, 0.78, 0.8],
  ["nothing passes", 0, 0.6, 0.6],
  ["nearly all", 0.999, 0.979, 0.999],
] as [string, number, number, number][]) {
  test(`largest: ${name}`, () => {
    const found = largest(0.6, (size) => size <= limit);
    assert(found >= from && found <= to, String(found));
  });
}
