import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import type { Stroke } from "../wire";
import { Outbox } from "./outbox";

const stroke = (id: string, points = 1): Stroke => ({ id, color: "#ff0000", width: 0.01, points: new Array(points).fill([0.1234, 0.5678]) });

/** A server that answers as the test says; 0 is no answer. */
function begin(...answers: number[]) {
  const clock = new Clock();
  const asked: string[] = [];
  (globalThis as any).fetch = async (path: string, init: RequestInit) => {
    const body = init.body ? JSON.parse(String(init.body)) : null;
    asked.push(`${init.method} ${path.slice("/api/decks/7/ink".length)}${body ? body.slide + ":" + body.strokes.map((each: Stroke) => each.id).join("") : ""}`);
    const status = answers.length > 0 ? (answers.shift() as number) : 204;
    if (status === 0) throw new TypeError("no network");
    return new Response(status === 204 ? null : "{}", { status });
  };
  const told: string[] = [];
  const outbox = new Outbox(7, {
    done: (op) => told.push(`done ${op.kind}`),
    refused: (op) => told.push(`refused ${op.kind}`),
    failing: () => {
      const word = outbox.lost ? "lost" : "back";
      if (told[told.length - 1] !== word) told.push(word);
    },
  });
  const has = (slide: number, ...there: string[]): string => outbox.over(slide, there.map((id) => stroke(id))).map((each) => each.id).join("");
  return { asked, clock, has, outbox, told };
}

test("Outbox: one after the other, and all of it is to be seen before", async () => {
  const { asked, clock, has, outbox, told } = begin();
  outbox.put({ kind: "draw", slide: 3, strokes: [stroke("a")] });
  outbox.put({ kind: "erase", slide: 3, id: "x" });
  outbox.put({ kind: "clear", slide: 2 });
  outbox.put({ kind: "draw", slide: 2, strokes: [stroke("b")] });
  assert.equal(has(3, "x", "y"), "ya");
  assert.equal(has(2, "x", "y"), "b");
  assert.equal(has(1, "x"), "x");
  await clock.pass(0);
  assert.deepEqual(asked, ["POST 3:a", "DELETE /x", "DELETE ?slide=2", "POST 2:b"]);
  assert.deepEqual(told, ["done draw", "done erase", "done clear", "done draw"]);
  assert.equal(has(3, "x", "y"), "xy");
});

test("Outbox: what gets no answer is sent again, and in its order", async () => {
  const { asked, clock, has, outbox, told } = begin(0, 503, 204);
  outbox.put({ kind: "draw", slide: 3, strokes: [stroke("a")] });
  outbox.put({ kind: "clear", slide: 0 });
  await clock.pass(0);
  assert.equal(outbox.lost, true);
  assert.equal(has(3, "x"), "");
  await clock.pass(5000);
  assert.deepEqual(asked, ["POST 3:a", "POST 3:a", "POST 3:a", "DELETE "]);
  assert.deepEqual(told, ["lost", "back", "done draw", "done clear"]);
});

test("Outbox: what is refused is dropped, but a stroke that is gone already is gone", async () => {
  const { clock, outbox, told } = begin(409, 404);
  outbox.put({ kind: "draw", slide: 3, strokes: [stroke("a")] });
  outbox.put({ kind: "erase", slide: 3, id: "x" });
  await clock.pass(0);
  assert.deepEqual(told, ["refused draw", "done erase"]);
  assert(outbox.empty);
});

test("Outbox: many strokes go in several requests", async () => {
  const { asked, clock, outbox } = begin();
  outbox.put({ kind: "draw", slide: 1, strokes: ["a", "b", "c"].map((id) => stroke(id, 1500)) });
  await clock.pass(0);
  assert.deepEqual(asked, ["POST 1:a", "POST 1:b", "POST 1:c"].slice(0, asked.length));
  assert(asked.length > 1);
});
