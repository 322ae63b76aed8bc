import assert from "node:assert/strict";
import test from "node:test";
import type { TalkSlide } from "../../wire";
import { told } from "./told";

const views = ["Why", "Why\nfirst", "Why\nfirst\nsecond"].map((text) => ({ text }));
const slides = [
  { slide: 1, title: "Why", text: "Why", steps: 2, views },
  { slide: 2, title: "", text: "", steps: 0 },
] as unknown as TalkSlide[];

for (const [name, from, to, want] of [
  ["another slide", [2, 0], [1, 0], "Slide 1 of 2: Why"],
  ["one without a title", [1, 2], [2, 0], "Slide 2 of 2"],
  ["a step on: what is new", [1, 0], [1, 1], "Step 1 of 2: first"],
  ["two at once", [1, 0], [1, 2], "Step 2 of 2: first\nsecond"],
  ["a step back", [1, 2], [1, 1], "Step 1 of 2"],
  ["to the beginning", [1, 1], [1, 0], "Before the first of 2 steps"],
] as [string, [number, number], [number, number], string][]) {
  test(`told: ${name}`, () => assert.equal(told(slides, { slide: from[0], step: from[1] }, { slide: to[0], step: to[1] }), want));
}
