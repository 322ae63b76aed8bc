import assert from "node:assert/strict";
import test from "node:test";
import { placeIn, playedBy } from "./film";

test("a film is where the clock says", () => {
  const at = "2026-11-28T12:00:00.000Z";
  const now = Date.parse(at) + 2500;
  assert.equal(playedBy({}, now), 0);
  assert.equal(playedBy({ played: 4, played_at: at }, now), 4);
  assert.equal(playedBy({ playing: true, played: 4, played_at: at }, now), 6.5);
  assert.equal(playedBy({ playing: true, played: 4, played_at: at }, now - 10_000), 4);
});

test("at its end it stays, or begins anew", () => {
  assert.equal(placeIn(3, 10, false), 3);
  assert.equal(placeIn(12, 10, false), 10);
  assert.equal(placeIn(12, 10, true), 2);
  assert.equal(placeIn(12, NaN, true), 12);
});
