import assert from "node:assert/strict";
import test from "node:test";
import { parts, type Part } from "../../kit/markdown";
import { atClicks, clickAt } from "./clicks";

function show(part: string | Part): string {
  if (typeof part === "string") return part;
  return part.tag === "span" ? `{${part.class}:${part.of.join("")}}` : `<${part.tag}>${part.of.map(show).join("")}</${part.tag}>`;
}

for (const [notes, want, clicks] of [
  ["no marks **here**", "<p>no marks <strong>here</strong></p>", [0]],
  ["before\n\n[click] first\n\nalso", "<p>{click-0:before}</p><p>{click-1:first}</p><p>{click-1:also}</p>", [0, 1]],
  ["- [click] a\n- [CLICK:3] **b** c", "<ul><li>{click-1:a}</li><li><strong>{click-4:b}</strong>{click-4: c}</li></ul>", [0, 1, 4]],
  ["one [click] two [click]", "<p>{click-0:one }{click-1:two }</p>", [0, 1, 2]],
  ["[click:0] x", "<p>{click-1:x}</p>", [0, 1]],
  ["[click]\n\nx", "<p>{click-1:x}</p>", [0, 1]],
  ["[click](http://x) and `[click]` [clicks]", "<p>click and <code>[click]</code> [clicks]</p>", [0]],
] as [string, string, number[]][]) {
  test(`clicks: ${JSON.stringify(notes)}`, () => {
    const got = atClicks(parts(notes));
    assert.deepEqual([got.parts.map(show).join(""), got.clicks], [want, clicks]);
  });
}

for (const [step, want] of [[0, 0], [1, 1], [2, 1], [3, 1], [4, 4], [9, 4]] as [number, number][]) {
  test(`clicks: step ${step}`, () => assert.equal(clickAt([0, 1, 4], step), want));
}
