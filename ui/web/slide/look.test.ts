import assert from "node:assert/strict";
import test from "node:test";
import { laysOut, named } from "./look";

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

test("laysOut: colours are no layout, nor is one element's style", () => {
  for (const [css, want] of [
    [undefined, false],
    [":slide h1{color:red;background:#000}", false],
    [":slide .st-1{width:300px}:slide h1{color:red}", false],
    [":slide h1{color:red;font-size:2em}", true],
    [":slide .st-1{color:red}:slide .x-grid{display:grid}", true],
    ["@media print{:slide p{margin:0}}", true],
  ] as [string | undefined, boolean][]) assert.equal(laysOut(css), want, css);
});
