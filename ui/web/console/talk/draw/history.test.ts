import assert from "node:assert/strict";
import test from "node:test";
import { after, type Op } from "../../../line/outbox";
import type { Stroke } from "../../../wire";
import { History } from "./history";

const stroke = (id: string): Stroke => ({ id, color: "#ff0000", width: 0.01, points: [[0, 0]] });

test("History: each deed is taken back and done again, a slide at a time", () => {
  const history = new History();
  const drawn = new Map<number, readonly Stroke[]>();
  const apply = (ops: Op[]): number => {
    for (const op of ops) drawn.set(op.slide, after(op, drawn.get(op.slide) || []));
    return ops.length;
  };
  const has = (slide: number): string => (drawn.get(slide) || []).map((each) => each.id).join("");
  const draw = (slide: number, id: string): void => {
    apply([{ kind: "draw", slide, strokes: [stroke(id)] }]);
    history.drew(slide, stroke(id));
  };
  draw(1, "a");
  draw(2, "x");
  draw(1, "b");
  history.erased(1, [stroke("a")]);
  apply([{ kind: "erase", slide: 1, id: "a" }]);
  history.cleared(1, drawn.get(1)!);
  apply([{ kind: "clear", slide: 1 }]);
  const back = ["b", "ba", "a", ""];
  for (const want of back) {
    assert(history.canUndo(1));
    apply(history.undo(1));
    assert.equal(has(1), want);
  }
  assert.equal(apply(history.undo(1)), 0);
  assert.equal(has(2), "x");
  for (const want of ["a", "ab", "b", ""]) {
    assert(history.canRedo(1));
    apply(history.redo(1));
    assert.equal(has(1), want);
  }
  assert.equal(apply(history.redo(1)), 0);
  apply(history.undo(1));
  draw(1, "c");
  assert(!history.canRedo(1)); // another way was taken
  assert(!history.canUndo(3));
});

test("History: a clearing is taken back by itself, once, whatever was drawn after it", () => {
  const history = new History();
  const cleared = history.cleared(1, [stroke("a")]);
  history.drew(1, stroke("b"));
  assert.deepEqual(history.takeBack(1, cleared), [{ kind: "draw", slide: 1, strokes: [stroke("a")] }]);
  assert.deepEqual(history.takeBack(1, cleared), []);
  assert.deepEqual(history.undo(1), [{ kind: "erase", slide: 1, id: "b" }]);
  assert(!history.canUndo(1));
  const again = history.cleared(1, [stroke("c")]);
  assert.equal(history.takeBack(1, again).length, 1);
  assert(history.canRedo(1));
});
