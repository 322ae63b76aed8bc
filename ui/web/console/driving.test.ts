import assert from "node:assert/strict";
import test from "node:test";
import type { Drive } from "../wire";
import { Driving } from "./driving";

const driver = (turn: number, id: number): Drive => ({ turn, driver: { id, name: `device ${id}`, role: "presenter" }, asks: null });

test("an answer that is older than what the stream said changes nothing", async () => {
  const driving = new Driving();
  const usual = globalThis.fetch;
  // Another device takes over before the answer is here that this one drives.
  globalThis.fetch = () => {
    driving.hear(driver(6, 2));
    return Promise.resolve(Response.json({ ...driver(5, 1), this: 1 }));
  };
  try {
    await driving.learn();
  } finally {
    globalThis.fetch = usual;
  }
  assert.equal(driving.me, 1);
  assert.equal(driving.mine, false);
  assert.equal(driving.other?.id, 2);
  driving.hear(driver(3, 1)); // the database went back in time
  assert.equal(driving.mine, true);
});

test("a held key takes the live deck out of nobody's hand, and moves every other one", () => {
  const driving = new Driving();
  driving.me = 1;
  driving.hear(driver(1, 2));
  assert.equal(driving.withholds({ live: true }, "next", true), true);
  assert.equal(driving.withholds({ live: true }, "next", false), false);
  assert.equal(driving.withholds({ live: false }, "next", true), false);
  driving.hear(driver(2, 1));
  assert.equal(driving.withholds({ live: true }, "next", true), false);
});
