import assert from "node:assert/strict";
import test from "node:test";
import { formatHere, minuteHere, setLocale, setZone } from "./venue";

const now = new Date("2026-11-28T23:30:00Z");

test("the venue's clock counts, and not the computer's", () => {
  setZone("Asia/Kolkata");
  assert.equal(minuteHere(now), 5 * 60);
  setLocale("de");
  assert.equal(formatHere({ hour: "numeric", minute: "2-digit" }).format(now).replace(/^0/, ""), "5:00");
  assert.equal(formatHere({ weekday: "long" }).format(now), "Sonntag");
  setZone("Europe/Berlin");
  assert.equal(minuteHere(now), 30, "midnight is no hour 24");
});

test("where nobody has said, or what it says is nothing, the computer's own counts", () => {
  for (const name of ["", "Mars/Crater"]) {
    setZone(name);
    assert.equal(minuteHere(now), now.getHours() * 60 + now.getMinutes());
  }
  setLocale("not a language");
  assert.equal(formatHere({ hour: "numeric" }).resolvedOptions().timeZone, new Intl.DateTimeFormat().resolvedOptions().timeZone);
  setLocale("");
});
