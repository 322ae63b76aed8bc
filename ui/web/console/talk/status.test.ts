import assert from "node:assert/strict";
import test from "node:test";
import { type Situation, statuses } from "./status";

const usual: Situation = {
  live: true, published: false, blank: "", shownSlide: 3, lost: false, out: false, unsent: null, excuse: "", viewers: 3, movedTo: null, otherLive: null, broken: null, follows: null, cut: "",
};

for (const [name, change, tones] of [
  ["live", {}, ["live"]],
  ["a phone moved it: the room is no less live", { movedTo: 4 }, ["live"]],
  ["black", { blank: "black" }, ["black"]],
  ["frozen, and moved", { blank: "freeze", movedTo: 4 }, ["frozen", "moved"]],
  ["lost comes first", { lost: true, blank: "white" }, ["lost", "white"]],
  ["not live", { live: false }, ["off"]],
  ["a mistake in its file", { broken: "talk.md, line 3: x." }, ["live", "broken"]],
  ["cut, before the talk", { live: false, cut: "Slide 4 is cut: 3 of 5 rows fit" }, ["off", "cut"]],
  ["cut, during the talk", { cut: "Slide 4 is cut: 3 of 5 rows fit" }, ["live"]],
] as [string, Partial<Situation>, string[]][]) {
  test(`statuses: ${name}`, () => assert.deepEqual(statuses({ ...usual, ...change }).map((each) => each.tone), tones));
}

test("statuses: says that nobody follows", () => {
  assert(statuses({ ...usual, viewers: 0 })[0]?.text.startsWith("No screen shows this yet"));
  assert.equal(statuses({ ...usual, viewers: null })[0]?.text, "The room sees this slide.");
});

test("statuses: says where somebody else went", () => {
  assert.equal(statuses({ ...usual, movedTo: 4 })[0]?.text, "Another device went to slide 4.");
});

test("statuses: says that it will not come back by itself", () => {
  assert.equal(statuses({ ...usual, lost: true, out: true })[0]?.label, "Signed out");
  assert.equal(statuses({ ...usual, out: true })[0]?.label, "Live");
});

test("statuses: says what has not arrived", () => {
  const says = (change: Partial<Situation>): string | undefined => statuses({ ...usual, lost: true, ...change })[0]?.text;
  assert.equal(says({ unsent: { slide: 7, step: 0 } }), "Slide 7 has not reached the room. Trying again…");
  assert.equal(says({ unsent: { blank: "black" } }), "Black has not reached the room. Trying again…");
  assert.equal(says({ unsent: { slide: 7, blank: "freeze" } }), "Slide 7 and freeze have not reached the room. Trying again…");
  assert.equal(says({ unsent: { blank: "" }, blank: "black" }), "“Show the slide” has not reached the room. Trying again…");
});

test("statuses: a server that takes nothing in is no lost connection", () => {
  const [first, second] = statuses({ ...usual, lost: true, unsent: { slide: 7 }, excuse: "The database’s disk is full." }, [
    { tone: "lost", label: "Not sent", text: "What you have drawn has not arrived. The database’s disk is full." },
  ]);
  assert.equal(first?.label, "Not taken in");
  assert(first?.text.endsWith("The database’s disk is full."));
  assert.equal(second?.text, "What you have drawn has not arrived.");
});
