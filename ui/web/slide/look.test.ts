import assert from "node:assert/strict";
import test from "node:test";
import { named } from "./look";

test("every :slide becomes the class", () => {
  const stage = ".look-3:not(#_)";
  for (const [css, want] of [
    [":slide{color:red}", `${stage}{color:red}`],
    [":slide h1,:slide.x-a h2{}", `${stage} h1,${stage}.x-a h2{}`],
    [":slide > .slide-body > h1{}", `${stage} > .slide-body > h1{}`],
    ["@media print{:slide p::before{}}", `@media print{${stage} p::before{}}`],
    [":slides{} :slide-x{}", ":slides{} :slide-x{}"],
  ]) assert.equal(named(css as string, "look-3"), want);
});
