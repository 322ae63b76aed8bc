import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { Panel } from "./panel";

test("the panel is told how it is to be, once, and again where that failed", async () => {
  const clock = new Clock();
  let said = "";
  let fails = false;
  const panel = new Panel((on) => {
    said += on ? "+" : "-";
    return fails ? Promise.reject(new Error("away")) : Promise.resolve();
  });
  panel.be(false);
  panel.be(true); // a talk is live, as it turns out
  panel.be(true);
  await clock.pass(60_000);
  assert.equal(said, "+");
  panel.be(false);
  panel.be(false);
  await clock.pass(60_000);
  assert.equal(said, "+-");
  fails = true;
  panel.be(true);
  await clock.pass(1);
  fails = false;
  panel.be(true);
  panel.be(true);
  assert.equal(said, "+-++");
});
