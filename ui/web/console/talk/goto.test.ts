import assert from "node:assert/strict";
import test from "node:test";
import type { TalkSlide } from "../../wire";
import { matching } from "./goto";

const slides = [
  ["Welcome", "to 3 talks"], ["Queues 3", "first in"], ["Load", "queues shed 12"],
].map(([title, text], i) => ({ slide: i + 1, title, text, section: i === 2 ? "The End" : undefined }) as TalkSlide);

for (const [typed, want] of [
  ["", [1, 2, 3]],
  ["3", [3, 2, 1]],
  [" queue ", [2, 3]],
  ["12", [3]],
  ["end", [3]],
  ["nothing", []],
] as [string, number[]][]) {
  test(`matching: “${typed}”`, () => assert.deepEqual(matching(slides, typed).map((each) => each.slide), want));
}
