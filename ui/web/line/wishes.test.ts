import assert from "node:assert/strict";
import test from "node:test";
import { asked, inLanguage, wishes } from "./wishes";

test("what is wanted most comes first, and once", () => {
  assert.equal(wishes("de", "en-US", "de", "", "fr!", "en"), "de,en-US,en");
  assert.equal(wishes(), "");
  assert.equal(wishes(...Array.from({ length: 20 }, (_, i) => `x${i}`)).split(",").length, 8);
});

test("an address asks for one language, or several", () => {
  assert.deepEqual(asked("?name=Lobby&lang=de"), ["de"]);
  assert.deepEqual(asked("?lang=de,en"), ["de", "en"]);
  assert.equal(wishes(...asked("")), "");
});

test("a path says it", () => {
  assert.equal(inLanguage("/decks/1/slides", ""), "/decks/1/slides");
  assert.equal(inLanguage("/decks/1/slides", "de,en"), "/decks/1/slides?lang=de%2Cen");
  assert.equal(inLanguage("/decks/1/slides/2?step=0", "de"), "/decks/1/slides/2?step=0&lang=de");
});
