import assert from "node:assert/strict";
import test from "node:test";
import { agendaSays, dayNames, fresh, leftOutSays, moved, replaced, screensOf, strangers, toggled } from "./programme";

const three = { zone: "", version: "", items: [fresh(1), fresh(2), fresh(0)] };
const decks = (programme: typeof three) => programme.items.map((item) => item.deck).join("");

test("moved and replaced leave the one before as it was", () => {
  assert.equal(decks(moved(three, 2, -1)), "102");
  assert.equal(decks(moved(three, 0, -1)), "120");
  assert.equal(decks(moved(three, 0, 1)), "210");
  assert.equal(decks(replaced(three, 1, null)), "10");
  assert.equal(decks(replaced(three, 1, fresh(9))), "190");
  assert.equal(decks(three), "120");
});

test("screensOf: names, each once", () => assert.deepEqual(screensOf(" Foyer, ,Hall A,Foyer,"), ["Foyer", "Hall A"]));

test("screens are chosen by their names, and a slip is told", () => {
  assert.deepEqual(toggled(["Foyer"], "Hall, left"), ["Foyer", "Hall, left"]);
  assert.deepEqual(toggled(["foyer", "Hall"], "Foyer"), ["Hall"]);
  assert.deepEqual(strangers(["foyer", "Hal"], ["Foyer", "Hall"]), ["Hal"]);
});

test("what an agenda's file loses is told", () => {
  assert.equal(leftOutSays([]), "");
  assert.equal(leftOutSays([{ why: "of whole days", count: 2 }, { why: "that are cancelled", count: 1 }]), " Left out: 2 of whole days, 1 that are cancelled.");
  assert.equal(leftOutSays([], 4), " The time zone of 4 is not known; the venue’s holds.");
});

test("agendaSays: how much there is", () => {
  const talk = (room: string) => ({ room, title: "x", speakers: "", begins: "", ends: "" });
  assert.equal(agendaSays({ name: "", zone: "", sessions: [] }), "");
  assert.equal(agendaSays({ name: "Day", zone: "", sessions: [talk("")] }), "“Day”: 1 talk");
  assert.equal(agendaSays({ name: "", zone: "", sessions: [talk("A"), talk("B"), talk("A")] }), "3 talks in 2 rooms");
});

test("dayNames: from Monday", () => assert.equal(dayNames().join(" "), "Mon Tue Wed Thu Fri Sat Sun"));
