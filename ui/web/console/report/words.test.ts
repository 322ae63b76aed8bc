import assert from "node:assert/strict";
import test from "node:test";
import type { Remark } from "../../wire";
import { getWords, groups, onWeb, slidesOf, where } from "./words";

const step: Remark = { kind: "step", text: "the step “v-click” is not honoured.", line: 3, lines: [3, 9, 14, 20, 31], slide: 2, slides: [2, 4] };

test("a remark says where it is", () => {
  assert.equal(where(step), "lines 3, 9, 14 and 2 more");
  assert.equal(where({ kind: "step", text: "x", line: 3, lines: [3, 9] }), "lines 3 and 9");
  assert.equal(where({ kind: "step", text: "x", line: 3 }), "line 3");
  assert.equal(where({ kind: "file", text: "x" }), "");
  assert.equal(where({ kind: "page", text: "x", pages: [7] }), "page 7");
  assert.equal(where({ kind: "page", text: "x", pages: [2, 3, 4, 9] }), "pages 2, 3, 4 and 1 more");
  assert.equal(where({ kind: "include", text: "x", file: "parts/a.md", included: true, line: 7 }), "parts/a.md, line 7");
  assert.deepEqual(slidesOf(step), [2, 4]);
  assert.deepEqual(slidesOf({ kind: "step", text: "x", slide: 3 }), [3]);
});

test("remarks are sorted by what they are about", () => {
  const web: Remark = { kind: "web", text: "x", line: 1, addresses: ["https://example.org/a.png", "https://example.org/b.png"] };
  const all = groups([step, { kind: "unheard of" as "other", text: "x" }, web, { kind: "step", text: "y", line: 1 }, { kind: "program", text: "z" }]);
  assert.deepEqual(all.map((g) => [g.name, g.times, g.remarks.length]), [["Pictures on the web", 2, 1], ["Steps", 6, 2], ["Programs", 1, 1], ["Other", 1, 1]]);
  assert.equal(getWords(onWeb([step, web]).length), "Get 2 pictures from the web");
});
