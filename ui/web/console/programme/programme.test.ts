import assert from "node:assert/strict";
import test from "node:test";
import type { BoardScreen } from "../../wire";
import { agendaSays, dayNames, fresh, leftOutSays, moved, namesOf, replaced, screensOf, strangers, toggled } from "./programme";

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

test("screensOf: names, each once", () => {
  assert.deepEqual(screensOf(" Foyer, ,Hall A,Foyer,", []), ["Foyer", "Hall A"]);
  assert.deepEqual(screensOf("Bar,Hall,left , Hall", ["Bar", "Hall, left"]), ["Bar", "Hall, left", "Hall"]);
});

test("namesOf: what screens go by, of those that are here or were chosen for", () => {
  const one = (kind: BoardScreen["kind"], own_name: string, name: string, came_at?: string, rotation = 0) =>
    ({ kind, own_name, came_at, name: name || own_name || "Screen 3", chosen: { name, deck: null, lang: "", rotation } }) as BoardScreen;
  assert.deepEqual(namesOf([
    one("kiosk", "", "", "now"), one("window", "", "", "now"), one("kiosk", "pi", "", "now"), one("kiosk", "pi", "Foyer"),
    one("kiosk", "a stranger's tab", ""), one("kiosk", "Bar", "", undefined, 90), one("phone", "", "Ann", "now"), one("kiosk", "pi", "", "now"),
  ]), ["Bar", "Foyer", "pi"]);
});

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
