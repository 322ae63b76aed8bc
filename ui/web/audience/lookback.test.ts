import assert from "node:assert/strict";
import test from "node:test";
import type { Position } from "../line/types";
import { Lookback } from "./lookback";

let rev = 0;
const at = (slide: number, more: Partial<Position> = {}): Position =>
  ({ deck: 1, slide, step: 0, slides: 9, rev: ++rev, blank: "", content: 1, at: "", ...more });

test("Lookback: slides that were shown, in the order of their numbers", () => {
  const lookback = new Lookback();
  for (const slide of [1, 2, 3, 5, 2]) lookback.follow(at(slide));
  assert.equal(lookback.before(2), 1);
  assert.equal(lookback.after(2), 3);
  assert.equal(lookback.after(3), 5);
  assert.equal(lookback.after(5), null);
  assert.equal(lookback.before(2.5), 2, "behind the dark");
  assert.equal(lookback.first(), 1);
});

test("Lookback: a slide as far as it was shown", () => {
  const lookback = new Lookback();
  for (const step of [0, 2, 1]) lookback.follow(at(1, { step }));
  lookback.follow(at(1, { step: 3, blank: "white" }));
  assert.deepEqual([lookback.furthest(1), lookback.furthest(2)], [2, 0]);
  assert.deepEqual([lookback.has(1, 2), lookback.has(1, 3), lookback.has(2, 0)], [true, false, false], "where a link may lead");
});

test("Lookback: what the dark covered was not shown", () => {
  const lookback = new Lookback();
  lookback.follow(at(1));
  lookback.follow(at(2, { blank: "black" }));
  assert.equal(lookback.after(1), null);
});

test("Lookback: news are moves since somebody looked back", () => {
  const lookback = new Lookback();
  const live = at(3);
  lookback.follow(live);
  lookback.lookAt(1, live);
  lookback.follow(live);
  assert.equal(lookback.hasNews, false);
  lookback.follow(at(4));
  assert.equal(lookback.hasNews, true);
  lookback.comeBack();
  assert.deepEqual([lookback.slide, lookback.hasNews], [null, false]);
});

test("Lookback: another deck, or other slides, end it", () => {
  const lookback = new Lookback();
  lookback.follow(at(3));
  lookback.lookAt(1, at(3));
  assert.equal(lookback.follow(at(1, { content: 2 })), true);
  assert.equal(lookback.slide, null);
  assert.equal(lookback.after(1), null);
});

test("Lookback: the server knows of slides that this page slept through", async () => {
  (globalThis as any).fetch = async () => Response.json({ title: "A talk", shown: [4, 1, 2], shown_steps: [0, 3, 0] });
  const lookback = new Lookback();
  lookback.follow(at(5));
  await lookback.refresh("");
  assert.equal(lookback.title, "A talk");
  assert.deepEqual([lookback.before(5), lookback.before(4)], [4, 2]);
  assert.deepEqual([lookback.furthest(1), lookback.furthest(5)], [3, 0]);
});
