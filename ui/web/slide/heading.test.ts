import assert from "node:assert/strict";
import test from "node:test";
import { headingOf } from "./heading";

for (const [name, title, text, want] of [
  ["its title", "One", "Two\nThree", "One"],
  ["its first line", "", "\n Two\nThree", "Two"],
  ["nothing", " ", "", ""],
] as [string, string, string, string][]) {
  test(`headingOf: ${name}`, () => assert.equal(headingOf({ title, text }), want));
}

test("headingOf: no slide", () => assert.equal(headingOf(undefined), ""));
