import assert from "node:assert/strict";
import test from "node:test";
import { follow, type OnShow } from "./moment";

const talk: OnShow = { id: 7, live: true };
const board: OnShow = { id: 9, live: true, interlude_of: 7 };
const other: OnShow = { id: 12, live: true };

for (const [name, open, live, before, want] of [
  ["the talk is what is live", talk, talk, 0, 0],
  ["a board comes", talk, board, 0, 9],
  ["and one of another talk", other, board, 0, 0],
  ["the next picture", { ...board, id: 10 }, board, 0, 9],
  ["back, as the talk is told first", board, talk, 0, 7],
  ["back, as the board is told first", { id: 9, live: false }, talk, 7, 7],
  ["another talk begins", board, other, 0, 0],
  ["nothing is live", talk, undefined, 0, 0],
  ["a deck that is only looked at stays", { id: 3, live: false }, talk, 0, 0],
] as [string, OnShow, OnShow | undefined, number, number][]) {
  test(`follow: ${name}`, () => assert.equal(follow(open, live, before), want));
}
