import assert from "node:assert/strict";
import test from "node:test";
import { sameSlide } from "./same-slide";

/** "Title/text", slide by slide. */
const deck = (...slides: string[]) => slides.map((words, i) => ({ slide: i + 1, title: words.split("/")[0]!, text: words.split("/")[1] ?? "" }));

for (const [name, n, before, now, want] of [
  ["nothing has changed", 2, deck("A/a", "B/b"), deck("A/a", "B/b"), 2],
  ["one came before", 2, deck("A/a", "B/b"), deck("X/x", "A/a", "B/b"), 3],
  ["its text was edited", 2, deck("A/a", "B/b"), deck("X/x", "A/a", "B/c"), 3],
  ["it is gone", 2, deck("A/a", "B/b"), deck("A/a", "C/b"), undefined],
  ["two are called so, and one has its text", 1, deck("A/a", "A/b"), deck("X/x", "A/a", "A/b"), 2],
  ["two are called so, and its text was edited", 1, deck("A/a", "A/b"), deck("A/c", "A/b"), undefined],
  ["two are the same", 1, deck("A/a", "A/a"), deck("A/a", "A/a"), undefined],
  ["pictures have no words", 2, deck("/", "/"), deck("/"), undefined],
] as [string, number, ReturnType<typeof deck>, ReturnType<typeof deck>, number | undefined][]) {
  test(`sameSlide: ${name}`, () => assert.equal(sameSlide(before[n - 1]!, now)?.slide, want));
}
