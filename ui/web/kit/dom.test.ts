import assert from "node:assert/strict";
import test from "node:test";
import { plain } from "./dom";

for (const [name, text, want] of [
  ["turned round", "\u202eowt", "owt"],
  ["isolated", "a\u2067b\u2069c", "abc"],
  ["marks of direction stay", "\u200fשלום\u200e", "\u200fשלום\u200e"],
] as [string, string, string][]) {
  test(`plain: ${name}`, () => assert.equal(plain(text), want));
}
