import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import type { Ink, Stroke } from "../wire";
import { Inks } from "./ink";

const stroke = (id: string): Stroke => ({ id, color: "#ff0000", width: 0.01, points: [[0, 0]] });

/** A page and the server that it asks. */
function page(): { inks: Inks; clock: Clock; asked: number[]; server: Map<number, Ink>; has: (slide: number) => string } {
  const clock = new Clock();
  const asked: number[] = [];
  const server = new Map<number, Ink>();
  const inks = new Inks({
    get: async (_deck, slide) => {
      asked.push(slide);
      const ink = server.get(slide);
      if (!ink) throw new Error("404");
      return ink;
    },
    changed: () => undefined,
  });
  inks.use(7, true);
  return { inks, clock, asked, server, has: (slide) => inks.of(slide).map((each) => each.id).join("") };
}

test("Inks: whoever has the version before asks for nothing", async () => {
  const { inks, clock, asked, has } = page();
  inks.hear({ deck: 7, slide: 3, ink: 10, strokes: [stroke("a")] });
  inks.hear({ deck: 7, slide: 3, ink: 11, was: 10, strokes: [stroke("b")] });
  inks.hear({ deck: 7, slide: 3, ink: 11, was: 10, strokes: [stroke("b")] });
  inks.hear({ deck: 7, slide: 3, ink: 12, was: 11, gone: ["a"] });
  inks.tell(3, 12);
  inks.hear({ deck: 8, slide: 3, ink: 13, was: 12, gone: ["b"] });
  await clock.pass(5000);
  assert.equal(has(3), "b");
  inks.hear({ deck: 7, slide: 3, ink: 0, was: 12 });
  assert.equal(has(3), "");
  assert.deepEqual(asked, []);
});

test("Inks: what the position tells just before is no reason to ask", async () => {
  const { inks, clock, asked, has } = page();
  inks.hearSpread(1000);
  inks.hear({ deck: 7, slide: 3, ink: 10, strokes: [stroke("a")] });
  inks.tell(3, 11);
  inks.hear({ deck: 7, slide: 3, ink: 11, was: 10, strokes: [stroke("b")] });
  await clock.pass(5000);
  assert.equal(has(3), "ab");
  assert.deepEqual(asked, []);
});

test("Inks: whoever missed something asks for all of it, once", async () => {
  const { inks, clock, asked, server, has } = page();
  server.set(3, { deck: 7, slide: 3, ink: 12, strokes: [stroke("a"), stroke("c")] });
  inks.hear({ deck: 7, slide: 3, ink: 10, strokes: [stroke("a")] });
  inks.hear({ deck: 7, slide: 3, ink: 12, was: 11, strokes: [stroke("c")] });
  inks.tell(3, 12);
  await clock.pass(100);
  assert.equal(has(3), "ac");
  inks.tell(3, 12);
  await clock.pass(5000);
  assert.deepEqual(asked, [3]);
});

test("Inks: what cannot be had is asked for again, and over a time in a full room", async () => {
  const { inks, clock, asked, server, has } = page();
  inks.hearSpread(1000);
  inks.tell(3, 10);
  await clock.pass(1000);
  assert.deepEqual(asked, [3]);
  server.set(3, { deck: 7, slide: 3, ink: 10, strokes: [stroke("a")] });
  await clock.pass(4000);
  assert.deepEqual(asked, [3, 3]);
  assert.equal(has(3), "a");
});

test("Inks: a version behind a cover is another one than was told, and no reason to ask again", async () => {
  const { inks, clock, asked, server } = page();
  server.set(3, { deck: 7, slide: 3, ink: 9, strokes: [stroke("a")] });
  inks.tell(3, 10);
  await clock.pass(100);
  inks.tell(3, 10);
  await clock.pass(5000);
  assert.deepEqual(asked, [3]);
});

test("Inks: who looks back asks each time, and only once for what was not shown", async () => {
  const { inks, clock, asked, server, has } = page();
  server.set(3, { deck: 7, slide: 3, ink: 10, strokes: [stroke("a")] });
  inks.look(3);
  inks.look(2);
  await clock.pass(100);
  server.set(3, { deck: 7, slide: 3, ink: 0, strokes: [] });
  inks.look(3);
  await clock.pass(9000);
  assert.deepEqual(asked, [3, 2, 3]);
  assert.equal(has(3), "");
});

test("Inks: with another deck all is forgotten, and an answer that comes late too", async () => {
  const { inks, clock, server, has } = page();
  server.set(3, { deck: 7, slide: 3, ink: 10, strokes: [stroke("a")] });
  inks.hear({ deck: 7, slide: 2, ink: 10, strokes: [stroke("b")] });
  inks.tell(3, 10);
  inks.use(8, false);
  await clock.pass(5000);
  assert.equal(has(2) + has(3), "");
});
