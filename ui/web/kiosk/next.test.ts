import assert from "node:assert/strict";
import test from "node:test";
import { ofScreen } from "./loop";
import { dayOf, nextOf, roomOf } from "./next";

const talk = (room: string, title: string, begins: string, ends: string) => ({ room, title, speakers: "", begins: `2026-11-28T${begins}:00+01:00`, ends: `2026-11-28T${ends}:00+01:00` });
const agenda = {
  name: "", zone: "",
  sessions: [talk("A", "a1", "09:00", "10:00"), talk("B", "b1", "09:00", "10:00"), talk("A", "a2", "10:30", "11:00"), talk("B", "b2", "10:30", "11:00"), talk("C", "c1", "12:00", "13:00"), talk("C", "c2", "15:00", "16:00")],
};
const told = (room: string, now: string) => {
  const { here, now: goesOn, elsewhere } = nextOf(agenda, room, `2026-11-28T${now}:00+01:00`, 5);
  return [goesOn ? `(${goesOn.title})` : "", here ? here.title : "", ...elsewhere.map((one) => one.title)].join(" ").replace(/^ /, "");
};

test("nextOf: here, and in each of the others", () => {
  assert.equal(told("A", "08:50"), "a1 b1");
  assert.equal(told("a ", "09:05"), "a1 b1", "it goes on here; elsewhere one may come a little late");
  assert.equal(told("A", "09:15"), "(a1) a2 b2 c1", "it is over already, or goes on: in any case the next one");
  assert.equal(told("A", "10:45"), "a2 c1", "nothing comes here");
  assert.equal(told("A", "10:00"), "a2 b2 c1");
  assert.equal(told("", "10:00"), " a2 b2 c1", "in no room: all");
  assert.equal(told("B", "11:00"), " c1");
  assert.equal(told("C", "13:30"), "c2");
  assert.equal(told("", "16:00"), "");
});

test("roomOf: told, or by the screen's name", () => {
  assert.equal(roomOf(agenda, "Z", "A"), "Z");
  assert.equal(roomOf(agenda, "", "b"), "b");
  assert.equal(roomOf(agenda, "", "Foyer"), "");
});

test("dayOf: another day is named", () => {
  assert.equal(dayOf("2026-11-28T09:00:00+01:00", "2026-11-28T23:59:00+01:00"), "");
  assert.equal(dayOf("2026-11-29T00:30:00+01:00", "2026-11-28T23:59:00+01:00"), "Sunday");
});

test("ofScreen: its own, else that of all", () => {
  const shows = [{ screen: "Foyer", deck: 1 }, { screen: "", deck: 2 }];
  assert.equal(ofScreen(shows, "Foyer")?.deck, 1);
  assert.equal(ofScreen(shows, "foyer")?.deck, 1, "as rooms");
  assert.equal(ofScreen(shows, "Hall")?.deck, 2);
  assert.equal(ofScreen(shows, "")?.deck, 2);
  assert.equal(ofScreen([], ""), undefined);
});
