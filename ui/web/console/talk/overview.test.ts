import assert from "node:assert/strict";
import test from "node:test";
import { nextRow } from "./overview";

test("arrows find the row above and below, where sections leave rows half empty", () => {
  //  0 1 2
  //  3        a section ends
  //  4 5 6
  const places = [[0, 0], [100, 0], [200, 0], [0, 80], [0, 200], [100, 200], [200, 200.4]].map(([left, top]) => ({ left: left!, top: top! }));
  const next = (at: number, down: boolean): number => nextRow(places, at, down);
  assert.deepEqual([0, 1, 2, 3, 5].map((at) => next(at, true)), [3, 3, 3, 4, 5]);
  assert.deepEqual([0, 3, 4, 6].map((at) => next(at, false)), [0, 0, 3, 3]);
});
