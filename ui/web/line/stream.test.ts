import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { FakeEventSource } from "../testing/event-source";
import { Stream } from "./stream";

/** A page that can be seen, without shared workers. */
function begin() {
  const clock = new Clock();
  FakeEventSource.install();
  const page = globalThis as any;
  page.document = Object.assign(new EventTarget(), { visibilityState: "visible", querySelector: () => null });
  page.addEventListener = () => undefined;
  const heard: unknown[] = [];
  new Stream("/live?kind=audience", {
    onState: (position, changed) => heard.push(changed ? [position.rev, "changed"] : position.rev),
    onEnd: () => heard.push("end"),
    onStatus: (status) => heard.push(status),
    onSpread: (spread) => heard.push(`spread ${spread}`),
  }).start();
  return { clock, heard };
}

const at = (rev: number, more = {}) => ({ deck: 1, slide: 1, rev, content: 1, ...more });

test("Stream: a smaller revision is old, but on a new connection", async () => {
  const { clock, heard } = begin();
  FakeEventSource.last.say("slide", at(5));
  FakeEventSource.last.say("slide", at(4));
  FakeEventSource.last.say("slide", at(6));
  FakeEventSource.last.say("error");
  await clock.pass(5000);
  FakeEventSource.last.say("slide", at(2));
  assert.deepEqual(heard, ["connected", [5, "changed"], 6, "lost", "connected", [2, "changed"]]);
});

test("Stream: how full the room is", () => {
  const { heard } = begin();
  for (const ms of [3000, 0, -1, "long"]) FakeEventSource.last.say("spread", { ms });
  assert.deepEqual(heard, ["connected", "spread 3000", "spread 0"]);
});

test("Stream: another deck and other slides are told as such", () => {
  const { heard } = begin();
  FakeEventSource.last.say("slide", at(1));
  FakeEventSource.last.say("slide", at(2));
  FakeEventSource.last.say("slide", at(3, { content: 2 }));
  FakeEventSource.last.say("deck", at(4, { content: 2 }));
  FakeEventSource.last.say("end");
  FakeEventSource.last.say("slide", at(6, { content: 2 }));
  FakeEventSource.last.say("slide", { nonsense: true });
  assert.deepEqual(heard, ["connected", [1, "changed"], 2, [3, "changed"], [4, "changed"], "end", [6, "changed"]]);
});

test("Stream: a line that falls silent is told within 12 s", async () => {
  const { clock, heard } = begin();
  FakeEventSource.last.say("slide", at(1));
  FakeEventSource.last.say("ping", { every_ms: 4000 });
  await clock.pass(12_000);
  assert.deepEqual(heard, ["connected", [1, "changed"], "lost"]);
});
