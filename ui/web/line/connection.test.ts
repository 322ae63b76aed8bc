import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { FakeEventSource } from "../testing/event-source";
import { Connection } from "./connection";

function begin(spread = 0, retryMax?: number) {
  const clock = new Clock();
  FakeEventSource.install();
  const heard: unknown[] = [];
  const connection = new Connection("/live", ["slide"], {
    onEvent: (event) => heard.push(event.data),
    onUp: (up) => heard.push(up),
    spread: () => spread,
  }, retryMax);
  connection.start();
  return { clock, heard, connection };
}

for (const [name, ping, within] of [
  ["a server that pings every 4 s", { every_ms: 4000 }, 10_000],
  ["a server that does not say how often", {}, 22_000],
  ["a server that says nonsense", { every_ms: "often" }, 22_000],
  ["a server that says 0", { every_ms: 0 }, 22_000],
  ["a server that says an hour", { every_ms: 3_600_000 }, 32_000],
] as [string, unknown, number][]) {
  test(`Connection: silence of ${name}`, async () => {
    const { clock, heard } = begin();
    FakeEventSource.last.say("open");
    FakeEventSource.last.say("ping", ping);
    await clock.pass(within);
    assert.deepEqual(heard, [true, false]);
    assert.equal(FakeEventSource.made.length, 2, "tries again");
  });
}

test("Connection: one ping that is lost is no silence", async () => {
  const { clock, heard } = begin();
  FakeEventSource.last.say("open");
  for (let i = 0; i < 10; i++) {
    FakeEventSource.last.say("ping", { every_ms: 4000 });
    await clock.pass(8000);
  }
  assert.deepEqual(heard, [true]);
});

test("Connection: a laptop that slept does not trust its line", async () => {
  const { clock, heard } = begin();
  FakeEventSource.last.say("open");
  await clock.pass(3000);
  clock.sleep(60_000);
  await clock.pass(1000);
  assert.deepEqual(heard, [true, false]);
});

for (const [name, spread, retryMax, chance, longest] of [
  ["a small room", 0, undefined, 0.999, 5_000],
  ["a full hall", 7_000, undefined, 0.999, 7_000],
  ["however full", 100_000, undefined, 0.999, 10_000],
  ["the console", 0, 2_000, 0.999, 2_000],
  ["the lucky", 100_000, undefined, 0, 300],
] as [string, number, number | undefined, number, number][]) {
  test(`Connection: waits before it tries again, ${name}`, async () => {
    const { clock } = begin(spread, retryMax);
    clock.chance = chance;
    let last = 0;
    for (let i = 0; i < 10; i++) {
      const n = FakeEventSource.made.length;
      const from = clock.now;
      FakeEventSource.last.say("error");
      while (FakeEventSource.made.length === n) await clock.pass(10);
      last = clock.now - from;
    }
    assert(last <= longest + 10 && last > 0.95 * longest, `${last} ms`);
  });
}

test("Connection: events of an old line are not heard", () => {
  const { heard, connection } = begin();
  const old = FakeEventSource.last;
  old.say("open");
  connection.wake(true);
  FakeEventSource.last.say("slide", 2);
  old.closed = false;
  old.say("slide", 1);
  assert.deepEqual(heard, [true, false, true, 2]);
});
