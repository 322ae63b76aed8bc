import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { Stage } from "./stage";

test("a talk that nobody ended is over when its server is gone, and a deck of the screen's own is none", async () => {
  const clock = new Clock();
  let shows = false;
  const stage = new Stage(() => shows);
  assert.equal(stage.live, false);
  shows = true;
  assert.equal(stage.live, true);
  stage.hear("lost");
  await clock.pass(250_000);
  assert.equal(stage.live, true, "it may be back in a moment");
  stage.hear("lost");
  await clock.pass(60_000);
  assert.equal(stage.live, false, "the computer was shut for the night");
  stage.hear("connected");
  assert.equal(stage.live, true);
  stage.own = true;
  assert.equal(stage.live, false);
});
