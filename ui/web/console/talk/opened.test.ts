import assert from "node:assert/strict";
import test from "node:test";
import type { TalkSlide } from "../../wire";
import { find } from "./opened";

test("a slide is found again in the language that it was read in", async () => {
  const usual = globalThis.fetch;
  // The deck has a slide more by now, before this one.
  globalThis.fetch = (path) => {
    const words = String(path).endsWith("?lang=de") ? ["Neu", "Hafen", "Ende"] : ["New", "Harbour", "End"];
    return Promise.resolve(Response.json({ content: 2, content_slides: words.map((title, i) => ({ slide: i + 1, title, text: "" })) }));
  };
  try {
    const slide = { deck: 7, content: 1, slide: 1, text: "" };
    assert.equal((await find({ ...slide, title: "Hafen", for: "de" } as TalkSlide))?.slide, 2);
    assert.equal((await find({ ...slide, title: "Harbour" } as TalkSlide))?.slide, 2);
  } finally {
    globalThis.fetch = usual;
  }
});
