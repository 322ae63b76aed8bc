import assert from "node:assert/strict";
import test from "node:test";
import type { BoardScreen } from "../../wire";
import { peopleWords, showsWords, stateWords, sumsWords, warnedWords, whereWords } from "./words";

const well: BoardScreen = {
  id: "a", number: 3, name: "Foyer", kind: "kiosk", state: "well", deck: 7, slide: 4, step: 0, behind_ms: 0,
  since: "2026-11-28T10:00:00Z", last_seen: "2026-11-28T10:00:00Z", address: "10.0.0.7", width: 1920, height: 1080,
  chosen: { name: "", deck: null, lang: "", rotation: 90 },
};
const title = (): string => "Talk";

test("the board tells how a screen is", () => {
  assert.equal(stateWords(well, 5000), "Up to date");
  assert.equal(stateWords({ ...well, state: "off" }, 0), "Off, by its hours");
  assert.equal(stateWords({ ...well, state: "late", behind_ms: 61_000 }, 60_000), "2 min behind");
  assert.equal(stateWords({ ...well, state: "late", behind_ms: 4000, since: null }, 0), "Has shown nothing for 4 s");
  assert.equal(stateWords({ ...well, state: "gone", last_seen: new Date(Date.now() - 125_000).toISOString() }, 0), "Not connected, seen 2 min ago");
  assert.equal(stateWords({ ...well, state: "away", excused: true }, 0), "Not connected, and not missed");
  assert.equal(/^Slide 4 of “Talk” since .*00/.test(showsWords(well, title)), true);
  assert.equal(/^Slide 4, step 2 of “Talk”, frozen since/.test(showsWords({ ...well, step: 2, blank: "freeze" }, title)), true);
  assert.equal(/^Black since/.test(showsWords({ ...well, blank: "black" }, title)), true);
  assert.equal(/^Between talks slide 3 of “Talk” since/.test(showsWords({ ...well, deck: 0, round: "7/3/0" }, title)), true);
  assert.equal(/^The clock since/.test(showsWords({ ...well, deck: 0, round: "clock" }, title)), true);
  assert.equal(/^Between talks since/.test(showsWords({ ...well, deck: 0 }, title)), true);
  assert.equal(showsWords({ ...well, since: null }, title), "");
  assert.equal(whereWords(well), "Kiosk · 10.0.0.7 · 1920 × 1080 · turned 90°");
});

test("the board counts", () => {
  const none = { version: "", screens: 0, missing: 0, look: 0, phones: 0, browsers: 0, here: 0, warned: 0, warning: 0, unwarned: "" };
  assert.equal(sumsWords(none), "No screen is connected");
  assert.equal(peopleWords(none), "");
  assert.equal(sumsWords({ ...none, screens: 20, look: 1 }), "20 screens connected · 1 needs a look");
  assert.equal(sumsWords({ ...none, screens: 19, missing: 1, look: 1 }), "19 of 20 screens connected · 1 needs a look");
  assert.equal(warnedWords(none), "On every screen");
  assert.equal(warnedWords({ ...none, screens: 20, warned: 7, warning: 13 }), "Going to every screen, and to phones");
  assert.equal(warnedWords({ ...none, screens: 20, warned: 20 }), "On all 20 screens that are connected, and on phones");
  assert.equal(warnedWords({ ...none, screens: 19, missing: 1, warned: 18, unwarned: "7 Foyer, 12 Bar" }), "On 18 of 20 screens, not on 7 Foyer, 12 Bar");
  assert.equal(peopleWords({ ...none, phones: 3000, browsers: 1, here: 2990 }), `${(3000).toLocaleString()} phones, 1 browser · ${(2990).toLocaleString()} have this slide`);
  assert.equal(peopleWords({ ...none, phones: 2, here: 2 }), "2 phones · all have this slide");
});
