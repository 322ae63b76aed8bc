import assert from "node:assert/strict";
import test from "node:test";
import type { Stroke } from "../../wire";
import { inkOf, pathOf, type Point, pressed, simplified, touches, withNews } from "./strokes";

const stroke = (id: string, ...points: Point[]): Stroke => ({ id, color: "#ff0000", width: 0.01, points: points.length > 0 ? points : [[0, 0]] });
const ids = (strokes: readonly Stroke[]): string => strokes.map((each) => `${each.id}${each.points.length}`).join(" ");

for (const [name, news, want] of [
  ["nothing", {}, "a1 b1"],
  ["one more", { strokes: [stroke("c")] }, "a1 b1 c1"],
  ["one drawn anew stays in its place", { strokes: [stroke("a", [0, 0], [1, 1])] }, "a2 b1"],
  ["one that is gone", { gone: ["a", "x"] }, "b1"],
  ["both", { gone: ["b"], strokes: [stroke("c"), stroke("a", [0, 0], [1, 1])] }, "a2 c1"],
] as [string, { strokes?: Stroke[]; gone?: string[] }, string][]) {
  test(`withNews: ${name}`, () => assert.equal(ids(withNews([stroke("a"), stroke("b")], news)), want));
}

test("simplified: a straight line is its ends, and a corner stays", () => {
  const straight: Point[] = [[0, 0], [0.25, 0.2501], [0.5, 0.5], [1, 1]];
  assert.deepEqual(simplified(straight, 0.001, 1), [[0, 0], [1, 1]]);
  assert.deepEqual(simplified([[0, 0], [0.5, 0.5], [1, 0]], 0.001, 1), [[0, 0], [0.5, 0.5], [1, 0]]);
  assert.deepEqual(simplified([[0.5, 0.5]], 0.001, 1), [[0.5, 0.5]]);
  assert.deepEqual(simplified([[0.5, 0.5], [0.5, 0.5]], 0.001, 1), [[0.5, 0.5], [0.5, 0.5]]);
});

test("touches: near the line, and its width counts; up and down as on the slide", () => {
  const line = stroke("a", [0.2, 0.5], [0.8, 0.5]);
  assert(touches(line, [0.5, 0.5], 0, 16 / 9));
  assert(touches(line, [0.5, 0.504], 0, 1));
  assert(!touches(line, [0.5, 0.52], 0.01, 1));
  assert(touches(line, [0.5, 0.52], 0.01, 16 / 9)); // the slide is less high than wide
  assert(!touches(line, [0.9, 0.5], 0.01, 1));
  assert(touches(stroke("dot", [0.5, 0.5]), [0.5, 0.51], 0.01, 1));
});

test("pathOf: a dot can be seen, and a corner stays one", () => {
  assert.equal(pathOf([], 1000, 500), "");
  assert.equal(pathOf([[0.5, 0.5]], 1000, 500), "M500 250l.01 0");
  assert.equal(pathOf([[0, 0], [1, 1]], 1000, 500), "M0 0L1000 500");
  assert.equal(pathOf([[0, 0], [0.5, 0], [1, 1]], 1000, 500), "M0 0L500 0L1000 500");
});

test("inkOf: a marker is seen through", () => {
  assert.deepEqual(inkOf("#ffd600"), { color: "#ffd600", opacity: 1 });
  assert.deepEqual(inkOf("#ffd60000"), { color: "#ffd600", opacity: 0 });
  assert.deepEqual(inkOf("#ffd600ff").opacity, 1);
});

test("pressed: as usual in the middle, thinner and thicker around it", () => {
  assert.equal([0.05, 0.5, 1, 7].map((force) => pressed(0.0035, force)).join(" "), "0.00161 0.0035 0.0056 0.0056");
});
