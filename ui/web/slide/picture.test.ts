import assert from "node:assert/strict";
import test from "node:test";
import { chooseWidth, pictureURL, pixelsFor } from "./picture";

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

const page = (width: number, height: number) => ({ deck: 1, slide: 1, step: 0, content: 1, title: "", class: "", lang: "", html: "", text: "", picture: { url: "/pictures/abc", widths: [480, 960, 1920, 3840], width, height, vector: false } });

for (const [name, width, height, magnified, ratio, want] of [
  ["a phone in the hand", 390, 844, 1, 3, 960],
  ["a phone on its side: as wide as the slide", 844, 390, 1, 3, 1920],
  ["a small phone on its side", 540, 300, 1, 2, 960],
  ["a projector", 1920, 1080, 1, 1, 1920],
  ["a little wider than the picture", 2180, 1226, 1, 1, 1920],
  ["no height yet", 1000, 0, 1, 1, 960],
  ["zoomed", 390, 844, 3, 3, 3840],
] as [string, number, number, number, number, number][]) {
  test(`pixelsFor: ${name}`, () => {
    const widths = [480, 960, 1920, 3840];
    assert.equal(chooseWidth(widths, pixelsFor(page(3840, 2160), width, height, magnified, ratio)), want);
  });
}

test("pixelsFor: beside an upright page there is nothing to be sharp", () => {
  assert.equal(pixelsFor(page(1000, 2000), 1920, 1080, 1, 1), Math.ceil(540 / 1.15));
});
