import assert from "node:assert/strict";
import test from "node:test";
import { Held } from "./held";

const blob = (bytes: number): Blob => new Blob([new Uint8Array(bytes)]);

test("Held: a picture by its address, whatever the width", () => {
  const held = new Held();
  held.put("/pictures/abc/1920", blob(3));
  held.put("https://example.org/pictures/abc/960", blob(4));
  assert.equal(held.get("/pictures/abc")?.width, 1920);
  assert.equal(held.get("/pictures/abc")?.blob.size, 3);
  for (const other of ["/pictures/abd", "/pictures/abc/1920", "", undefined]) assert.equal(held.get(other), undefined, other);
});

test("Held: the oldest go first, and one that is put again counts once", () => {
  const held = new Held();
  for (let i = 0; i < 9; i++) held.put("/pictures/same/960", blob(5 << 20));
  for (const name of ["a", "b", "c", "d"]) held.put(`/pictures/${name}/960`, blob(5 << 20));
  assert.deepEqual(["same", "a", "d"].map((name) => held.get(`/pictures/${name}`) !== undefined), [false, true, true]);
  held.put("/pictures/huge/960", blob(25 << 20));
  assert.deepEqual(["d", "huge"].map((name) => held.get(`/pictures/${name}`) !== undefined), [false, true]);
});
