import assert from "node:assert/strict";
import test from "node:test";
import { type Situation, words } from "./words";

const usual: Situation = { lost: false, unsent: null, excuse: "", mine: true, other: null, asked: false, asks: null, armed: false, blank: "", shown: 3, part: false, moment: false, rehearsing: false, advance: "", advancing: false };

test("words: the weightiest comes first, with what can be done", () => {
  const cases: [Partial<Situation>, RegExp, string][] = [
    [{}, /^This phone drives$/, ""],
    [{ part: true }, /a part/, "whole"],
    [{ part: true, blank: "white" }, /white/, ""],
    [{ moment: true, part: true }, /^For a moment/, "back"],
    [{ blank: "black" }, /black/, ""],
    [{ advance: "Goes on in 7 s", advancing: true }, /^Goes on in 7 s$/, "hold"],
    [{ advance: "Goes on by hand" }, /^Goes on by hand$/, "auto"],
    [{ advance: "Goes on by hand", mine: false, other: "Laptop" }, /^Laptop drives. Goes on by hand$/, "take ask"],
    [{ advance: "Goes on in 7 s", advancing: true, rehearsing: true }, /^Rehearsal: goes on in 7 s$/, "hold"],
    [{ blank: "freeze" }, /stays on slide 3/, ""],
    [{ asks: "Bea", blank: "black" }, /^Bea asks/, "give refuse"],
    [{ mine: false }, /^Nobody drives/, "take"],
    [{ mine: false, other: "Laptop" }, /^Laptop drives$/, "take ask"],
    [{ mine: false, other: "Laptop", asked: true, asks: "Me" }, /was asked/, "take unask"],
    [{ mine: false, other: "Laptop", armed: true }, /^Press again/, "take"],
    [{ mine: false, other: "Laptop", lost: true }, /^Connection lost/, ""],
    [{ mine: false, rehearsing: true }, /^Rehearsal: nobody sees/, ""],
    [{ mine: false, other: "Laptop", rehearsing: true, part: true, blank: "black" }, /^Rehearsal: it would be black/, "whole"],
    [{ rehearsing: true, lost: true }, /^Connection lost. Trying/, ""],
    [{ lost: true, unsent: { slide: 4 } }, /^Slide 4 has not reached/, ""],
    [{ lost: true, unsent: { blank: "white" }, rehearsing: true }, /^White has not reached Lectern/, ""],
    [{ lost: true, unsent: { slide: 4 }, excuse: "The disk is full." }, /^Slide 4 .* The disk is full.$/, ""],
  ];
  for (const [change, text, offers] of cases) {
    const got = words({ ...usual, ...change });
    assert.equal(text.test(got.text), true, got.text);
    assert.equal(got.offers.join(" "), offers, got.text);
  }
});
