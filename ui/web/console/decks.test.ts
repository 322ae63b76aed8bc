import assert from "node:assert/strict";
import test from "node:test";
import type { DeckState, ListedDeck } from "../wire";
import { type Change, Decks } from "./decks";

const state = (id: number, rev: number, more: Partial<DeckState> = {}): ListedDeck =>
  ({ id, rev, title: `deck ${id}`, live: false, current_slide: 1, content: 1, ...more }) as ListedDeck;

test("what the stream says while the first list is on its way is not lost", () => {
  const decks = new Decks();
  const told: Change[] = [];
  decks.listen((change) => told.push(change));
  assert.equal(decks.event(state(1, 3), true), true);
  assert.equal(decks.event(state(1, 5, { live: true }), false), true);
  assert.equal(decks.event(state(2, 2), true), true);
  assert.equal(decks.replace([state(1, 3), state(2, 4)]), true);
  assert.equal(decks.live()?.id, 1);
  assert.equal(decks.get(2)?.rev, 4, "an older word");
  assert.deepEqual(told.map((change) => (change.kind === "state" ? [change.deck.id, change.before.live, change.deck.live] : change.kind)), ["list", [1, false, true]]);
});

test("a deck that came after the list was made wants another list", () => {
  const decks = new Decks();
  decks.event(state(7, 9, { live: true }), true);
  assert.equal(decks.replace([]), false);
  assert.equal(decks.replace([state(7, 9, { live: true })]), true);
  assert.equal(decks.live()?.id, 7);
});

test("a deck that is deleted meanwhile is none", () => {
  const decks = new Decks();
  decks.event(state(1, 6, { deleted_at: "2026-11-28T12:00:00Z" }), false);
  assert.equal(decks.replace([state(1, 3)]), true);
  assert.equal(decks.get(1), undefined);
});
