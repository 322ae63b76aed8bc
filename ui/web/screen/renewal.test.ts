import assert from "node:assert/strict";
import test from "node:test";
import { due, isOther } from "./renewal";

test("a page is loaded anew where the server has others, and not again and again", () => {
  assert.equal(isOther("a", "b"), true);
  assert.equal(isOther("a", "a"), false);
  assert.equal(isOther("", "b"), false);
  assert.equal(isOther("[[pages]]", "b"), false);
  assert.equal(isOther("a", ""), false);
  assert.equal(due(0, 1e12), 0);
  assert.equal(due(1e12, 1e12 + 20_000), 40_000);
  assert.equal(due(1e12, 1e12 + 61_000), 0);
  assert.equal(due(1e12, 1e12 - 3_600_000), 0, "the clock was set back");
});
