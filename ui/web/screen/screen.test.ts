import assert from "node:assert/strict";
import test, { type Running } from "node:test";
import { Clock, settled } from "../testing/clock";
import { Screen } from "./screen";

/** A page that keeps things, and counts how often it was loaded anew. */
function page(t: Running): { reloads: number } {
  const clock = new Clock();
  assert.equal(clock.now, 0);
  const kept = new Map<string, string>();
  const seen = { reloads: 0 };
  const { fetch } = globalThis;
  t.after(() => Object.assign(globalThis, { document: undefined, location: undefined, localStorage: undefined, addEventListener: undefined, fetch }));
  Object.assign(globalThis, {
    document: { addEventListener: () => undefined, querySelector: () => null, visibilityState: "visible" },
    addEventListener: () => undefined,
    location: { href: "/kiosk", reload: () => seen.reloads++ },
    localStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value), removeItem: (key: string) => kept.delete(key) },
    fetch: () => Promise.resolve(new Response("{}")),
  });
  return seen;
}

const idIn = (screen: Screen): string => /screen=([^&]*)/.exec(screen.query)?.[1] ?? "";

test("what was chosen for a screen follows the device, whatever it is called", (t) => {
  page(t);
  const id = idIn(new Screen({ kind: "kiosk", name: "Lobby", alone: true }));
  assert.match(id, /^[0-9a-f]{16,}$/);
  assert.equal(idIn(new Screen({ kind: "kiosk", name: "Foyer", alone: true })), id);
  // In a browser there may be several.
  assert.equal(idIn(new Screen({ kind: "kiosk", name: "Foyer" })) === id, false);
});

test("a screen that was made from another one's card is one of its own from then on", async (t) => {
  const seen = page(t);
  const chosen: number[] = [];
  const screen = new Screen({ kind: "kiosk", name: "raspberrypi", alone: true, told: (told) => chosen.push(told.rotation) });
  const told = { number: 1, name: "Foyer", chosen: "Foyer", lang: "", rotation: 90, pages: "" };
  screen.hear("screen", told);
  screen.hear("screen", { ...told, part: "another" });
  await settled();
  assert.equal(seen.reloads, 1);
  const again = new Screen({ kind: "kiosk", name: "raspberrypi", alone: true, told: (anew) => chosen.push(anew.rotation) });
  again.start();
  assert.equal(idIn(again), "another");
  assert.deepEqual(chosen, [90], "what was chosen for the other one is not its own");
});
