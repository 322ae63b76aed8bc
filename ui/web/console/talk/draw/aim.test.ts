import assert from "node:assert/strict";
import test from "node:test";
import type { Zoom } from "../../../wire";
import { aimed, partWords } from "./aim";

const middle: Zoom = { x: 0.25, y: 0.25, w: 0.5 };

for (const [name, part, key, want] of [
  ["begins in the middle", null, "ArrowUp", middle],
  ["chooses nothing unseen", null, "Enter", middle],
  ["goes with an arrow", middle, "ArrowRight", { x: 0.3125, y: 0.25, w: 0.5 }],
  ["stays on the slide", { x: 0.5, y: 0, w: 0.5 }, "ArrowRight", { x: 0.5, y: 0, w: 0.5 }],
  ["smaller, about its middle", middle, "+", { x: 0.3, y: 0.3, w: 0.4 }],
  ["no larger than the slide", { x: 0, y: 0, w: 0.9 }, "-", { x: 0, y: 0, w: 1 }],
  ["another key", middle, "n", null],
  ["a clicker's", null, "PageDown", null],
] as [string, Zoom | null, string, Zoom | null][]) {
  test(`aimed: ${name}`, () => assert.deepEqual(aimed(part, key), want));
}

test("partWords", () => assert.equal(partWords({ x: 0.3125, y: 0.25, w: 0.5 }), "50 % of the slide, 31 % from its left and 25 % from its top."));
