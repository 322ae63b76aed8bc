import assert from "node:assert/strict";
import test from "node:test";
import type { SlideContent } from "../wire";
import { spoken } from "./spoken";

const at = (step: number, text: string, more: Partial<SlideContent> = {}): SlideContent =>
  ({ deck: 1, slide: 2, step, content: 1, title: "Why", html: "", picture: null, class: "", lang: "", text, ...more });

for (const [name, now, before, want] of [
  ["where it is, and its text", at(0, "Why\nfirst"), null, "Slide 2 of 9. Why\nfirst"],
  ["a title that the text lacks", at(0, "first"), null, "Slide 2 of 9. Why. first"],
  ["no text", at(0, " "), null, "Slide 2 of 9. Why"],
  ["a step further: what is new", at(1, "Why\nfirst\nsecond"), at(0, "Why\nfirst"), "second"],
  ["the same words once more", at(1, "Why\nagain\nagain"), at(0, "Why\nagain"), "again"],
  ["a step that adds no words", at(1, "Why"), at(0, "Why"), "Slide 2 of 9. Why"],
  ["a step back", at(0, "Why"), at(1, "Why\nsecond"), "Slide 2 of 9. Why"],
  ["another slide", at(1, "Why\nfirst"), at(0, "Why", { slide: 1 }), "Slide 2 of 9. Why\nfirst"],
] as [string, SlideContent, SlideContent | null, string][]) {
  test(`spoken: ${name}`, () => assert.equal(spoken(now, 9, before), want));
}
