import assert from "node:assert/strict";
import test from "node:test";
import type { SlideContent } from "../wire";
import { keepNotice, keptNotice, picturesOf } from "./keep";

const slide = { html: "", picture: null } as unknown as SlideContent;

test("each picture of a slide is kept in one width", () => {
  assert.deepEqual(picturesOf(slide, 1000), []);
  const html = '<img src="/pictures/ab/640" srcset="/pictures/ab/640 640w, /pictures/ab/1280 1280w"><img src="/pictures/cd/0"><a href="/pictures">';
  assert.deepEqual(picturesOf({ ...slide, html }, 1000), ["/pictures/ab/1280", "/pictures/cd/0"]);
  const picture = { url: "/pictures/ef", widths: [960, 1920], width: 1920, height: 1080, vector: false };
  assert.deepEqual(picturesOf({ ...slide, picture }, 1900), ["/pictures/ef/1920"]);
  assert.deepEqual(picturesOf({ ...slide, picture: { ...picture, vector: true } }, 1900), ["/pictures/ef/0"]);
});

test("an urgent message is kept for as long as a slide, and where the clock is lost", (t) => {
  const store = new Map<string, string>();
  Object.assign(globalThis, { localStorage: { getItem: (key: string) => store.get(key) ?? null, setItem: (key: string, value: string) => store.set(key, value), removeItem: (key: string) => store.delete(key) } });
  t.after(() => Object.assign(globalThis, { localStorage: undefined }));
  const hours = (n: number): number => Date.now() + n * 3600_000;
  assert.equal(keptNotice(), "");
  keepNotice("Leave by door 2");
  assert.equal(keptNotice(hours(11)), "Leave by door 2");
  assert.equal(keptNotice(hours(13)), "");
  assert.equal(keptNotice(0), "Leave by door 2");
  keepNotice("");
  assert.equal(keptNotice(), "");
});
