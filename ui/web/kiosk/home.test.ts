import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { Home } from "./home";

/** A page whose server is away, as its program says; the process has none after the test. */
function page(t: { after(undo: () => void): void }): { press(key: string): void; touch(): void; went(): string } {
  const listeners = new Map<string, (event: object) => void>();
  let at = "";
  const { fetch } = globalThis;
  t.after(() => Object.assign(globalThis, { document: undefined, location: undefined, fetch }));
  Object.assign(globalThis, {
    document: { addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener) },
    location: { replace: (to: string) => (at = to) },
    fetch: () => Promise.resolve(new Response(`{"ready": false}`)),
  });
  return {
    press: (key) => listeners.get("keydown")!({ key }),
    touch: () => listeners.get("pointerdown")!({}),
    went: () => at,
  };
}

test("without its server a screen that shows nothing says what it looks for", async (t) => {
  const clock = new Clock();
  const here = page(t);
  const home = new Home(new URLSearchParams("program"), { shows: () => false, urgent: () => false });
  await clock.pass(10_000);
  assert.equal(here.went(), "", "the line is not lost");
  home.hear("lost");
  await clock.pass(10);
  assert.equal(here.went(), "/finding");
});

test("a slide stays, until somebody touches it", async (t) => {
  const clock = new Clock();
  const here = page(t);
  new Home(new URLSearchParams("program"), { shows: () => true, urgent: () => false }).hear("lost");
  await clock.pass(60_000);
  assert.equal(here.went(), "");
  here.touch();
  assert.equal(here.went(), "/finding?back");
});

test("an urgent message stays, whatever somebody touches", async (t) => {
  const clock = new Clock();
  const here = page(t);
  new Home(new URLSearchParams("program"), { shows: () => true, urgent: () => true }).hear("lost");
  await clock.pass(60_000);
  here.touch();
  here.press("a");
  assert.equal(here.went(), "");
  here.press("Escape");
  assert.equal(here.went(), "/finding?back", "a technician who means it");
});
