import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { Panel } from "./panel";

test("a panel is told how it is to be until it is, and is kept so", async () => {
  const clock = new Clock();
  let said = "";
  let fails = false;
  const stuck: boolean[] = [];
  const panel = new Panel(
    (on) => {
      said += on ? "+" : "-";
      return fails ? Promise.reject(new Error("it does not listen")) : Promise.resolve();
    },
    (is) => stuck.push(is),
  );
  const says = (want: string): void => {
    assert.equal(said, want);
    said = "";
  };
  panel.be(false);
  panel.be(true); // a talk is live, as it turns out
  panel.be(true);
  await clock.pass(1000);
  says("+");
  // A television may not have heard; who switches it off an hour later means it.
  await clock.pass(3_600_000);
  says("++");
  panel.be(false);
  panel.be(false);
  await clock.pass(2000);
  says("");
  // A mouse that is touched wakes it.
  await clock.pass(610_000);
  says("---");
  assert.deepEqual(stuck, []);

  fails = true;
  panel.be(true);
  await clock.pass(150_000);
  says("+++");
  assert.deepEqual(stuck, [true]);
  assert.equal(panel.stuck, true);
  fails = false;
  await clock.pass(60_000);
  says("+");
  assert.deepEqual(stuck, [true, false]);
});
