import assert from "node:assert/strict";
import test from "node:test";
import type { Arrow } from "../../kit/keys";
import type { Place } from "../decks";
import { spotName, spotsOf, Stacks } from "./stack";

/** Slides by a letter each: v stands below. */
const slides = (shape: string): { below?: boolean }[] => Array.from(shape, (c) => ({ below: c === "v" }));

test("spots: by column and row", () => {
  assert.equal(spotsOf(slides("asvva")).map((spot) => spotName(spot) || "-").join(" "), "- 2.1 2.2 2.3 -");
  assert.equal(spotsOf(slides("vav")).map((spot) => spotName(spot) || "-").join(" "), "- 2.1 2.2", "the first stands below nothing");
  assert.deepEqual(spotsOf(slides("aaa")), []);
  assert.deepEqual(spotsOf(slides("avv")), []);
});

// Columns: 1 · 2 3 4 · 5 6 · 7; slide 3 has two steps.
const way = (...hidden: number[]) => ({ slides: 7, steps: (slide: number) => (slide === 3 ? 2 : 0), hidden: (slide: number) => hidden.includes(slide) });

for (const [name, from, arrow, want] of [
  ["right is the next column", { slide: 1, step: 0 }, "right", { slide: 2, step: 0 }],
  ["and passes what is below", { slide: 2, step: 0 }, "right", { slide: 5, step: 0 }],
  ["steps come first", { slide: 3, step: 1 }, "right", { slide: 3, step: 2 }],
  ["from the middle of one", { slide: 3, step: 2 }, "right", { slide: 5, step: 0 }],
  ["left, too", { slide: 3, step: 2 }, "left", { slide: 3, step: 1 }],
  ["left is the column before", { slide: 3, step: 0 }, "left", { slide: 1, step: 0 }],
  ["down", { slide: 2, step: 0 }, "down", { slide: 3, step: 0 }],
  ["up, as it was left", { slide: 4, step: 0 }, "up", { slide: 3, step: 2 }],
  ["down from the bottom goes on", { slide: 4, step: 0 }, "down", { slide: 5, step: 0 }],
  ["up from the top goes back", { slide: 5, step: 0 }, "up", { slide: 4, step: 0 }],
  ["right of the last is nothing", { slide: 7, step: 0 }, "right", null],
  ["left of the first neither", { slide: 1, step: 0 }, "left", null],
] as [string, Place, Arrow, Place | null][]) {
  test(`stacks: ${name}`, () => {
    const stacks = new Stacks();
    stacks.load(slides("asvvsva"));
    assert.deepEqual(stacks.go(arrow, from, way()), want);
  });
}

test("stacks: back in a column is where it was left", () => {
  const stacks = new Stacks();
  stacks.load(slides("asvvsva"));
  for (const slide of [2, 3, 5]) stacks.visit(slide);
  assert.deepEqual(stacks.go("left", { slide: 5, step: 0 }, way()), { slide: 3, step: 2 });
  stacks.load(slides("asvvsva"));
  assert.deepEqual(stacks.go("left", { slide: 5, step: 0 }, way()), { slide: 2, step: 0 });
});

test("stacks: what is hidden is passed by", () => {
  const stacks = new Stacks();
  stacks.load(slides("asvvsva"));
  assert.deepEqual(stacks.go("right", { slide: 2, step: 0 }, way(5)), { slide: 6, step: 0 });
  assert.deepEqual(stacks.go("right", { slide: 2, step: 0 }, way(5, 6)), { slide: 7, step: 0 });
  assert.deepEqual(stacks.go("left", { slide: 2, step: 0 }, way(1)), null);
});
