import assert from "node:assert/strict";
import test from "node:test";
import { Clock, settled } from "../testing/clock";
import { bundleAnswer, keyOf, seal, tagOf } from "../testing/seal";
import { Ahead } from "./ahead";
import type { Position } from "./types";

/** The views of a deck, in order: slide 2 comes in three steps. */
const VIEWS = ["1.0", "2.0", "2.1", "2.2", "3.0", "4.0", "5.0", "6.0"];

/** A room with one page and its server. */
class Room {
  readonly clock = new Clock();
  readonly ahead = new Ahead();
  /** What the page asked for, and what it got: the number of bytes, "held", "none". */
  readonly asked: string[] = [];
  content = 1;
  /** Where the server is; the page may not have heard of it. */
  at = 0;
  status = 200;
  /** The server has no bundles. */
  none = false;
  /** Holds answers back, once the server has made them. */
  gate: Promise<void> | null = null;
  private rev = 0;

  constructor(saveData = false, private readonly views = VIEWS) {
    Object.defineProperty(globalThis, "navigator", { value: { connection: { saveData } }, configurable: true, writable: true });
    (globalThis as any).fetch = async (path: string, init: RequestInit) => {
      const [, k = "", width = ""] = /^\/decks\/1\/ahead\/(\d)\/(\d+)$/.exec(path) || [];
      const at = this.at + Number(k);
      const view = this.views[at] || `0.${at - this.views.length + 1}`; // behind the last one come decoys
      const sealed = this.none || this.status !== 200 ? null : seal(view, this.content, width);
      const { status, gate } = this;
      if (gate) await gate;
      if (status !== 200) return new Response(null, { status });
      const known = sealed && ((init.headers as any)["If-None-Match"] || "").includes(tagOf(sealed));
      this.asked.push(`${k}: ${!sealed ? "none" : known ? "held" : "new"}`);
      return bundleAnswer(sealed, !!known);
    };
    this.ahead.use(1, 1, true);
  }

  position(view: string, more: Partial<Position> = {}): Position {
    const [slide = 0, step = 0] = view.split(".").map(Number);
    return { deck: 1, slide, step, slides: 6, rev: ++this.rev, blank: "", at: "", content: this.content, key: keyOf(view, this.content), ...more };
  }

  /** The room moves, and the page shows it. Returns what the page had of it. */
  move(to: string, more: Partial<Position> = {}): string | null {
    this.at = this.views.indexOf(to);
    const opened = this.ahead.take(this.position(to, more));
    this.ahead.shown(1000);
    return opened && `${opened.view.slide}.${opened.view.step}`;
  }

  /** Lets the page fetch what it wants, and returns what it asked for. */
  async rest(): Promise<string[]> {
    await this.clock.pass(60_000);
    return this.asked.splice(0);
  }
}

test("Ahead: two views, then one more for each move, and every move is held", async () => {
  const room = new Room();
  assert.equal(room.move("1.0"), null);
  assert.deepEqual(await room.rest(), ["1: new", "2: new"]);
  for (const view of VIEWS.slice(1, -2)) {
    assert.equal(room.move(view), view);
    assert.deepEqual(await room.rest(), ["2: new"], view);
  }
  assert.equal(room.move("5.0"), "5.0");
  assert.deepEqual(await room.rest(), ["2: new"], "a decoy");
  assert.equal(room.move("6.0"), "6.0");
  assert.deepEqual(await room.rest(), ["2: new"], "another one");
  assert.deepEqual(await room.rest(), [], "at the end");
  for (const view of ["5.0", "6.0", "5.0", "6.0"]) {
    room.move(view);
    assert.deepEqual(await room.rest(), [], "back and forth at the end");
  }
});

test("Ahead: not before half a second, and spread over as long as the server says, the very next view over half of it", async () => {
  for (const [told, chance, first, second] of [
    [0, 0, 500, 500],
    [0, 0.999, 1_250, 2_000],
    [7_000, 0.999, 4_000, 7_500],
    [900_000, 0.999, 10_500, 20_500],
  ] as [number, number, number, number][]) {
    const room = new Room();
    room.clock.chance = chance;
    room.ahead.hear(told);
    room.move("1.0");
    const passed: string[] = [];
    for (const wait of [first - 100, 200, second - 250, 300]) {
      await room.clock.pass(wait);
      passed.push(room.asked.splice(0).join());
    }
    assert.deepEqual(passed, ["", "1: new", "", "2: new"], `${told} ms`);
  }
});

test("Ahead: a presenter who is quick does not put it off", async () => {
  const views = Array.from({ length: 100 }, (_, i) => `${i + 1}.0`);
  const room = new Room(false, views);
  let held = 0;
  for (const view of views) {
    if (room.move(view)) held++;
    await room.clock.pass(400);
  }
  assert(held > 20 && room.asked.length < 50, `${held} held, ${room.asked.length} requests`);
});

test("Ahead: back and forth over what was seen asks for nothing that is known", async () => {
  const room = new Room();
  for (const view of VIEWS.slice(0, 4)) {
    room.move(view);
    await room.rest();
  }
  room.move("2.1");
  assert.deepEqual(await room.rest(), []);
  room.move("1.0");
  assert.deepEqual(await room.rest(), []);
  room.move("2.2");
  assert.deepEqual(await room.rest(), []);
  assert.equal(room.move("3.0"), "3.0");
});

test("Ahead: a jump over one of the two", async () => {
  const room = new Room();
  room.move("1.0");
  await room.rest();
  assert.equal(room.move("2.1"), "2.1");
  assert.deepEqual(await room.rest(), ["1: new", "2: new"]);
  assert.equal(room.move("2.2"), "2.2");
});

test("Ahead: a jump far away is asked for, and what is held is of use after the way back", async () => {
  const room = new Room();
  room.move("1.0");
  await room.rest();
  assert.equal(room.move("6.0"), null);
  assert.deepEqual(await room.rest(), ["1: new", "2: new"]);
  room.move("1.0");
  assert.deepEqual(await room.rest(), ["1: new"], "of four bundles three are held");
  assert.equal(room.move("2.0"), "2.0");
  assert.equal(room.move("2.1"), "2.1");
});

test("Ahead: a server that has no bundles is asked once at each place", async () => {
  const room = new Room();
  room.none = true;
  room.move("1.0");
  assert.deepEqual(await room.rest(), ["1: none"]);
  assert.deepEqual(await room.rest(), []);
});

test("Ahead: what comes while the room moves is known by its key, and fetched once", async () => {
  const room = new Room();
  let open = (): void => undefined;
  room.gate = new Promise((resolve) => (open = resolve));
  room.move("1.0");
  await room.clock.pass(5_000); // the server has answered with 2.0, and it is on its way
  room.gate = null;
  assert.equal(room.move("2.0"), null);
  open();
  await settled();
  room.at = VIEWS.indexOf("2.0");
  assert.deepEqual((await room.rest()).filter((what) => what !== "1: new" && what !== "2: new"), []);
  assert.equal(room.move("2.1"), "2.1");
});

test("Ahead: a jump while something is under way leaves nobody wrong about what follows", async () => {
  const room = new Room();
  let open = (): void => undefined;
  room.gate = new Promise((resolve) => (open = resolve));
  room.move("1.0");
  room.at = VIEWS.indexOf("5.0"); // the page will hear of it when the answer is on its way: 6.0
  await room.clock.pass(5_000);
  room.gate = null;
  room.move("5.0");
  open();
  await settled();
  room.move("1.0");
  assert.deepEqual(await room.rest(), ["1: new", "1: new", "2: new"]);
  assert.equal(room.move("2.0"), "2.0");
});

test("Ahead: the server is a move further than the page has heard", async () => {
  const room = new Room();
  room.move("1.0");
  room.at = VIEWS.indexOf("2.0");
  assert.deepEqual(await room.rest(), ["1: new", "2: new"]); // 2.1 and 2.2
  assert.equal(room.move("2.0"), null);
  assert.deepEqual(await room.rest(), ["1: held", "2: held"]);
  assert.deepEqual(["2.1", "2.2"].map((view) => room.move(view)), ["2.1", "2.2"]);
});

test("Ahead: no key, no key of ours, no key at all", async () => {
  const room = new Room();
  room.move("1.0");
  await room.rest();
  assert.equal(room.ahead.take(room.position("2.0", { key: "nonsense" })), null);
  assert.equal(room.ahead.take({ ...room.position("2.0"), key: room.position("4.0").key }), null);
  const { key, ...without } = room.position("2.0");
  assert.equal(room.ahead.take(without as Position), null);
  assert(room.ahead.take({ ...without, key } as Position), "it is still held");
});

test("Ahead: a bundle that says it is another view is none", async () => {
  const room = new Room();
  room.move("1.0");
  await room.rest();
  assert.equal(room.ahead.take(room.position("2.0", { slide: 4 })), null);
});

test("Ahead: what covers the slide leaves what is held", async () => {
  const room = new Room();
  room.move("1.0");
  await room.rest();
  // Follow takes nothing of a dark room; then it is frozen, then shown.
  room.ahead.take(room.position("1.0", { blank: "freeze" }));
  assert.deepEqual(await room.rest(), []);
  assert.equal(room.move("2.0"), "2.0");
});

test("Ahead: other slides, another deck, a database that went back: all is dropped", async () => {
  for (const more of [[1, 2, false], [2, 1, false], [1, 1, true]] as [number, number, boolean][]) {
    const room = new Room();
    room.move("1.0");
    await room.rest();
    room.ahead.use(...more);
    assert.equal(room.ahead.take(room.position("2.0")), null);
  }
  const room = new Room();
  let open = (): void => undefined;
  room.gate = new Promise((resolve) => (open = resolve));
  room.move("1.0");
  await room.clock.pass(5_000);
  room.gate = null;
  room.ahead.use(1, 2, false);
  room.content = 2;
  open();
  await settled();
  assert.equal(room.move("1.0"), null, "what was under way is dropped as well");
  await room.rest();
  assert.equal(room.move("2.0"), "2.0");
});

test("Ahead: a server that fails is asked three times, and again after the next move", async () => {
  const room = new Room();
  let asked = 0;
  const fetch = (globalThis as any).fetch;
  (globalThis as any).fetch = (path: string, init: RequestInit) => (asked++, fetch(path, init));
  room.status = 503;
  room.move("1.0");
  await room.rest();
  assert.equal(asked, 3);
  room.status = 200;
  room.move("2.0");
  assert.deepEqual(await room.rest(), ["1: new", "2: new"]);
});

test("Ahead: nothing on a phone that saves data", async () => {
  const room = new Room(true);
  room.move("1.0");
  assert.deepEqual(await room.rest(), []);
});

test("in another language all is fetched anew, and opened with the same keys", async () => {
  const room = new Room();
  const paths: string[] = [];
  const { fetch } = globalThis as any;
  (globalThis as any).fetch = (path: string, init: RequestInit) => {
    paths.push(path);
    return fetch(path.split("?")[0], init);
  };
  room.move("1.0");
  await room.rest();
  room.ahead.speak("de,en");
  room.ahead.shown(1000);
  assert.deepEqual(await room.rest(), ["1: new", "2: new"]);
  assert.deepEqual(paths.slice(-2), ["/decks/1/ahead/1/1920?lang=de%2Cen", "/decks/1/ahead/2/1920?lang=de%2Cen"]);
  assert.equal(room.move("2.0"), "2.0");
  room.ahead.speak("de,en");
  assert.deepEqual(await room.rest(), ["2: new"]);
  room.ahead.stop();
});
