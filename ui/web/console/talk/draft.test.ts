import assert from "node:assert/strict";
import test from "node:test";
import { Draft } from "./draft";

/** A server that answers when it is told to. */
function make() {
  const asked: { notes: string; was: string | undefined; answer(status?: number): Promise<void> }[] = [];
  const states: string[] = [];
  const refused: string[] = [];
  let due: (() => void) | null = null;
  const draft = new Draft("old", {
    save: (notes, was) => new Promise<void>((resolve, reject) => {
      asked.push({ notes, was, async answer(status = 200) {
        if (status === 200) resolve();
        else reject(Object.assign(new Error("no"), { status }));
        await new Promise((done) => setImmediate(done));
      } });
    }),
    changed: (state) => states.push(state),
    refused: (error) => refused.push(error.message),
  }, (run) => {
    due = run;
    return () => (due = null);
  });
  const wake = (): void => {
    const run = due;
    due = null;
    run?.();
  };
  return { draft, asked, states, refused, wake, last: () => asked[asked.length - 1]! };
}

declare function setImmediate(run: (value?: unknown) => void): void;

test("a draft is saved once it is quiet, and what is typed meanwhile after it", async () => {
  const m = make();
  m.draft.write("n");
  m.draft.write("ne");
  assert.equal(m.asked.length, 0);
  m.wake();
  assert.deepEqual([m.last().notes, m.last().was], ["ne", "old"]);
  m.draft.write("new");
  m.wake();
  assert.equal(m.asked.length, 1); // one at a time
  await m.last().answer();
  assert.deepEqual([m.last().notes, m.last().was], ["new", "ne"]);
  assert.equal(m.draft.settled, false);
  await m.last().answer();
  assert.equal(m.draft.settled, true);
  assert.equal(m.states[m.states.length - 1], "saved");
});

test("a draft that cannot be sent is tried again, and never over what another device has written", async () => {
  const m = make();
  m.draft.write("new");
  m.draft.flush();
  await m.last().answer(0);
  assert.equal(m.draft.state, "failing");
  m.draft.write("newer");
  m.wake();
  // The first may have arrived: it is the same again, and what came of it is what the second is edited from.
  assert.deepEqual([m.last().notes, m.last().was], ["new", "old"]);
  await m.last().answer(503);
  m.wake();
  await m.last().answer();
  assert.deepEqual([m.last().notes, m.last().was], ["newer", "new"]);
  assert.equal(m.draft.settled, false);
  await m.last().answer();
  assert.equal(m.draft.settled, true);
  assert.deepEqual(m.asked.map(({ was }) => was), ["old", "old", "old", "new"]);
});

test("taken back to what it was after a failure, it is sent all the same", async () => {
  const m = make();
  m.draft.write("new");
  m.draft.flush();
  await m.last().answer(0);
  m.draft.write("old");
  assert.equal(m.draft.settled, false);
  m.wake();
  await m.last().answer();
  assert.deepEqual([m.last().notes, m.last().was], ["old", "new"]);
  await m.last().answer();
  assert.equal(m.draft.settled, true);
});

test("another device's notes are not written over", async () => {
  const m = make();
  m.draft.write("new");
  m.draft.flush();
  await m.last().answer(409);
  assert.equal(m.draft.state, "refused");
  assert.deepEqual(m.refused, ["no"]);
  m.draft.flush();
  assert.equal(m.asked.length, 1);
  m.draft.again(); // it is another slide's number by now
  assert.equal(m.last().was, "old");
  await m.last().answer(409);
  m.draft.again(true);
  assert.equal(m.last().was, undefined);
});
