import assert from "node:assert/strict";
import test from "node:test";
import { chooseWidth, pictureURL } from "./picture";

for (const [name, widths, needed, want] of [
  ["the smallest that is enough", [960, 1920, 3840], 1000, 1920],
  ["one that is just enough", [960, 1920, 3840], 1920, 1920],
  ["the largest where none is enough", [960, 1920], 4000, 1920],
  ["widths in any order", [3840, 960, 1920], 900, 960],
  ["no widths at all", [], 900, 0],
] as [string, number[], number, number][]) {
  test(`chooseWidth: ${name}`, () => assert.equal(chooseWidth(widths, needed), want));
}

test("pictureURL: a drawing has one size", () => {
  const picture = { url: "/pictures/abc", widths: [960], width: 960, height: 540, vector: true };
  assert.equal(pictureURL(picture, 2000), "/pictures/abc/0");
  assert.equal(pictureURL({ ...picture, vector: false }, 2000), "/pictures/abc/960");
});
