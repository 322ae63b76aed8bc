import assert from "node:assert/strict";
import test from "node:test";
import { BEGINNINGS, LONGEST, written } from "./notice";

test("written: what the database takes", () => {
  assert.equal(written("  Leave\tby\u0007 door 2\r\nnow \u0085\n"), "Leave by  door 2\nnow");
  assert.equal(written(" \n\t "), "");
});

test("beginnings can be written on", () => assert.deepEqual(BEGINNINGS.filter(([, text]) => text.length === 0 || text.length > LONGEST / 2), []));
