import assert from "node:assert/strict";
import test from "node:test";
import { History } from "./history";

const at = (slide: number, step = 0) => ({ slide, step });

test("history: back through the jumps, and forward again", () => {
  const history = new History();
  assert.equal(history.back(at(1)), null);
  history.jumped(at(3, 1)); // to 20
  history.jumped(at(21)); // to 5
  assert.deepEqual(history.back(at(6)), at(21));
  assert.deepEqual(history.back(at(21)), at(3, 1));
  assert.equal(history.back(at(3, 1)), null);
  assert.deepEqual(history.forward(at(3, 1)), at(21));
  assert.deepEqual(history.forward(at(21)), at(6));
  assert.equal(history.forward(at(6)), null);
});

test("history: a jump forgets what one had gone back from, and a place that one stands at is passed over", () => {
  const history = new History();
  history.jumped(at(3));
  history.jumped(at(20));
  assert.deepEqual(history.back(at(5)), at(20));
  history.jumped(at(20));
  assert.equal(history.forward(at(9)), null);
  assert.deepEqual(history.back(at(20)), at(3));
});

test("history: places go with their slides, and are gone with them", () => {
  const history = new History();
  for (const slide of [3, 4, 7]) history.jumped(at(slide, 1));
  history.follow(({ slide }) => (slide === 4 ? null : at(slide + 1)));
  assert.deepEqual(history.back(at(1)), at(8));
  assert.deepEqual(history.back(at(8)), at(4));
  assert.equal(history.back(at(4)), null);
});

test("history: it ends", () => {
  const history = new History();
  for (let n = 0; n < 1000; n++) history.jumped(at(n));
  let back = 0;
  for (let place = history.back(at(2000)); place; place = history.back(place)) back++;
  assert.equal(back, 50);
});
