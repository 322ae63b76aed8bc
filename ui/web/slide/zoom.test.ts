import assert from "node:assert/strict";
import test from "node:test";
import { partOf, transformOf, unzoomed } from "./zoom";

for (const [name, corners, want] of [
  ["as wide as it is", [0.25, 0.25, 0.75, 0.5], { x: 0.25, y: 0.125, w: 0.5 }],
  ["as high as it is, from below", [0.5, 0.75, 0.4, 0.25], { x: 0.2, y: 0.25, w: 0.5 }],
  ["at an edge", [0.9, 0.9, 1, 1], { x: 0.9, y: 0.9, w: 0.1 }],
  ["not beside the slide", [0.0, 0.9, 0.4, 1], { x: 0, y: 0.6, w: 0.4 }],
  ["not less than can be seen", [0.5, 0.5, 0.51, 0.51], { x: 0.48, y: 0.48, w: 0.05 }],
  ["all of it", [0, 0, 1, 1], { x: 0, y: 0, w: 1 }],
] as [string, [number, number, number, number], { x: number; y: number; w: number }][]) {
  test(`partOf: ${name}`, () => assert.deepEqual(partOf(...corners), want));
}

test("transformOf: the part lies where the slide lay", () => {
  // A slide of 16:9 in a square has bars above and below.
  const transform = transformOf({ x: 0.5, y: 0.5, w: 0.5 }, 1600, 1600, 16 / 9);
  const [, left, top, scale] = /translate\((.*)px, (.*)px\) scale\((.*)\)/.exec(transform)!.map(Number) as [number, number, number, number];
  assert.equal(scale, 2);
  assert.deepEqual([left + 800 * scale, top + 800 * scale], [0, 350]); // its middle is in the upper left of where the slide was
  assert.equal(transformOf({ x: 0, y: 0, w: 1 }, 0, 0, 1), "");
});

test("unzoomed: parts of the slide, beside it too", () => {
  assert.deepEqual(unzoomed(800, 800, 1600, 1600, 16 / 9), { x: 0.5, y: 0.5 });
  assert.deepEqual(unzoomed(0, 350, 1600, 1600, 16 / 9), { x: 0, y: 0 });
  assert(unzoomed(0, 0, 1600, 1600, 16 / 9)!.y < 0);
  assert.equal(unzoomed(1, 1, 0, 0, 1), null);
});
