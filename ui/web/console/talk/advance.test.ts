import assert from "node:assert/strict";
import test from "node:test";
import type { DeckState } from "../../wire";
import { advanceWords, readSeconds } from "./advance";

const now = Date.parse("2026-11-28T12:00:00Z");
const usual = { live: true, blank: "", advancing: true, advance_every: 20, advance_at: "2026-11-28T12:00:12.2Z" } as DeckState;

for (const [name, change, stays, want] of [
  ["counts down", {}, null, "Goes on in 13 s"],
  ["its time has come", { advance_at: "2026-11-28T11:59:59Z" }, null, "Goes on in 0 s"],
  ["not live", { live: false }, null, ""],
  ["nothing says how long", { advance_every: 0 }, null, ""],
  ["the file says so", { advance_every: 0 }, [null, 3], "Goes on in 13 s"],
  ["the file says for ever", { advance_every: 0 }, [0], ""],
  ["held", { advancing: false, advance_at: undefined }, null, "Goes on by hand"],
  ["covered", { blank: "black", advance_at: undefined }, null, "Goes on once it is shown again"],
  ["at its end", { advance_at: undefined }, null, "Stays here"],
] as [string, Partial<DeckState>, (number | null)[] | null, string][]) {
  test(`advance: ${name}`, () => assert.equal(advanceWords({ ...usual, ...change }, [stays ? { stays } : {}], now), want));
}

test("advance: seconds as people type them", () => {
  assert.deepEqual(["20", " 7,5 ", "0.5", "0", "0.4", "", "x", "86401", "-3"].map(readSeconds), [20, 7.5, 0.5, null, null, null, null, null, null]);
});
