import assert from "node:assert/strict";
import test from "node:test";
import { settled } from "../../testing/clock";
import type { DeckChange } from "../../wire";
import type { Deck } from "../decks";
import { togglerOf } from "./desk";

test("toggle: by what was asked for last, and then by what is so", async () => {
  let deck = { id: 1, inviting: false } as Deck;
  const sent: DeckChange[] = [];
  const answers: (() => void)[] = [];
  const toggle = togglerOf(() => deck, (change) => {
    sent.push(change);
    return new Promise((done) => answers.push(done));
  });
  toggle("inviting");
  toggle("inviting"); // the first is not answered yet
  assert.deepEqual(sent, [{ inviting: true }, { inviting: false }]);
  for (const answer of answers) answer();
  await settled();
  deck = { ...deck, inviting: true }; // somebody else
  toggle("inviting");
  assert.deepEqual(sent[2], { inviting: false });
});
