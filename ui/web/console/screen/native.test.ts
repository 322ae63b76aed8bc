import assert from "node:assert/strict";
import test from "node:test";
import { changeWords, nameOf, onlyOther, type Monitor, type Screens } from "./native";

const laptop: Monitor = { id: "eDP-1", name: "BOE 0x0812", width: 1440, height: 900, own: true };
const hall: Monitor = { id: "HDMI-1", name: "EPSON PJ", width: 1920, height: 1080, own: false };
const twin: Monitor = { ...hall, id: "HDMI-2" };
const on = (audience: string, monitors: Monitor[] = [laptop, hall], again = false): Screens => ({ monitors, audience, again });

test("monitors are told apart", () => {
  assert.equal(nameOf(hall, [laptop, hall]), "EPSON PJ");
  assert.equal(nameOf(hall, [laptop, hall, twin]), "EPSON PJ (HDMI-1)");
  assert.equal(nameOf({ ...hall, name: "" }, [laptop]), "HDMI-1");
  assert.equal(nameOf({ ...hall, id: "\\\\.\\DISPLAY2", name: "" }, []), "DISPLAY2");
});

test("the view goes to the only other monitor", () => {
  assert.equal(onlyOther([laptop]), null);
  assert.equal(onlyOther([laptop, hall])?.id, "HDMI-1");
  assert.equal(onlyOther([laptop, hall, twin]), null);
});

for (const [name, before, now, want] of [
  ["at first", null, on(""), ""],
  ["remembered", null, on("HDMI-1", [laptop, hall], true), "The audience’s view is on EPSON PJ again."],
  ["as it was", on("HDMI-1"), on("HDMI-1"), ""],
  ["unplugged", on("HDMI-1"), on("", [laptop]), "EPSON PJ is gone, and the audience’s view with it."],
  ["closed", on("HDMI-1"), on(""), "The audience’s view was closed."],
] as [string, Screens | null, Screens, string][]) {
  test(`what is said of the view: ${name}`, () => assert.equal(changeWords(before, now), want));
}
