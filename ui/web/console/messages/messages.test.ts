import assert from "node:assert/strict";
import test from "node:test";
import { LONGEST, open, PRESETS } from "./messages";

test("open: what was not seen, for an hour", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  const message = (id: number, sent_at: string, seen_at: string | null) => ({ id, text: "x", blink: false, sender: "", sent_at, seen_at });
  const all = [
    message(4, "2026-11-23T12:00:01Z", null), // by a clock that is ahead
    message(3, "2026-11-23T11:59:00Z", "2026-11-23T11:59:30Z"),
    message(2, "2026-11-23T11:01:00Z", null),
    message(1, "2026-11-23T11:00:00Z", null),
  ];
  assert.deepEqual(open(all, now).map((one) => one.id), [4, 2]);
});

test("presets can be sent", () => assert.deepEqual(PRESETS.filter((text) => text.length === 0 || text.length > LONGEST), []));
