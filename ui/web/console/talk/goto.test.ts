import assert from "node:assert/strict";
import test from "node:test";
import type { TalkSlide } from "../../wire";
import { matching } from "./goto";

const slides = [
  ["Welcome", "to 3 talks", ""], ["Queues 3", "first in", "say hello"], ["Load", "queues shed 12", "and say goodbye"],
].map(([title, text, notes], i) => ({ slide: i + 1, title, text, notes, section: i === 2 ? "The End" : undefined }) as TalkSlide);

for (const [typed, want] of [
  ["", [1, 2, 3]],
  ["3", [3, 2, 1]],
  [" queue ", [2, 3]],
  ["12", [3]],
  ["end", [3]],
  ["nothing", []],
  ["SAY", [2, 3]],
  ["goodbye load", [3]],
  ["hello goodbye", []],
] as [string, number[]][]) {
  test(`matching: “${typed}”`, () => assert.deepEqual(matching(slides, typed).map((match) => match.slide.slide), want));
}

test("matching: what stands around the word", () => {
  const long = [{ slide: 1, title: "", text: "", notes: "a ".repeat(100) + "word " + "b ".repeat(100) } as TalkSlide];
  const [match] = matching(long, "word");
  assert.equal(match?.inNotes && /^….*word.*…$/.test(match.context) && match.context.length <= 122, true, match?.context);
  assert.equal(matching(long, "1")[0]?.context, "");
});
