import assert from "node:assert/strict";
import test from "node:test";
import { type By, sorted } from "./order";

const decks = [
  { title: "ä new", live: false },
  { title: "Old talk", live: false, presented_at: "2026-11-20T10:00:00Z" },
  { title: "Live", live: true, presented_at: "2026-11-19T10:00:00Z" },
  { title: "Zoo", live: false, presented_at: "2026-11-25T10:00:00Z" },
  { title: "b first", live: false },
];

for (const [by, want] of [
  ["newest", "Live, ä new, Old talk, Zoo, b first"],
  ["presented", "Live, Zoo, Old talk, ä new, b first"],
  ["title", "Live, ä new, b first, Old talk, Zoo"],
] as [By, string][]) {
  test(`order: ${by}`, () => assert.equal(sorted(decks, by).map((deck) => deck.title).join(", "), want));
}
