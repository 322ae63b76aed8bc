import assert from "node:assert/strict";
import test from "node:test";
import { chooseFace, type FaceKind, faceKind, nextFace } from "./face";

test("faces: one after the other, and what is left only of a plan", () => {
  const kinds: FaceKind[] = ["elapsed", "left", "clock"];
  assert.equal(faceKind(60_000, kinds), "elapsed");
  assert.deepEqual([1, 2, 3].map(() => nextFace(60_000, kinds)), ["left", "clock", "elapsed"]);
  assert.deepEqual([1, 2].map(() => nextFace(0, kinds)), ["clock", "elapsed"]);
  chooseFace("clock");
  assert.equal(faceKind(60_000, ["elapsed", "left"]), "elapsed");
});
