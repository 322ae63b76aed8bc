import assert from "node:assert/strict";
import test from "node:test";
import { keptFor } from "./deleted";

const now = Date.parse("2026-11-28T12:00:00Z");

for (const [deleted, want] of [
  ["2026-11-28T11:59:00Z", "kept for 30 more days"],
  ["2026-11-18T12:00:00Z", "kept for 20 more days"],
  ["2026-10-29T13:00:00Z", "gone within a day"],
  ["2026-09-01T00:00:00Z", "gone within a day"],
] as [string, string][]) {
  test(`deleted: ${deleted}`, () => assert.equal(keptFor(deleted, now), want));
}
