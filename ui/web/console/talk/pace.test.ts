import assert from "node:assert/strict";
import test from "node:test";
import { countdown, endsAt, leftWords, lengthWords, pace, planFor, planOf, readLength } from "./pace";

const minute = 60_000;
const ten = Array.from({ length: 10 }, () => ({}));

for (const [name, elapsed, planned, slide, want] of [
  ["no plan", 5 * minute, 0, 1, null],
  ["not begun", 0, 20, 1, null],
  ["where it should be", 10 * minute, 20, 5, { kind: "on", text: "on time" }],
  ["within the slack", 11.9 * minute, 20, 5, { kind: "on", text: "on time" }],
  ["behind", 14 * minute, 20, 5, { kind: "behind", text: "4 min behind" }],
  ["ahead", 4 * minute, 20, 5, { kind: "ahead", text: "4 min ahead" }],
  ["over", 21.5 * minute, 20, 10, { kind: "over", text: "2 min over" }],
  ["on the last slide to the end", 20 * minute, 20, 10, { kind: "on", text: "on time" }],
  ["a short talk", 1.9 * minute, 3, 5, { kind: "behind", text: "24 s behind" }],
] as [string, number, number, number, unknown][]) {
  test(`pace: ${name}`, () => assert.deepEqual(pace(elapsed, planOf(planned * minute, ten), slide), want));
}

test("planFor: what is shown in the midst of a talk is no part of its plan", () => {
  const deck = { slides: 10, planned: 20 * 60 };
  assert.equal(pace(14 * minute, planFor(deck, []), 5)?.text, "4 min behind");
  for (const slides of [[], [{}]]) {
    const board = planFor({ slides: 1, planned: 20 * 60, interlude_of: 7 }, slides);
    assert.deepEqual([board.total, pace(14 * minute, board, 1)], [20 * minute, null]);
    assert.equal(pace(21.5 * minute, board, 1)?.text, "2 min over");
  }
});

const at = (planned: number, ...slides: (number | string)[]): [number, number[]] => {
  const { total, to } = planOf(planned * 1000, slides.map((s) => (s === "-" ? { hidden: true, planned: 99 } : { planned: Number(s) })));
  return [total / 1000, to.map((ms) => Math.round(ms / 1000))];
};

test("planOf: a time is for the slides up to the next one that has some", () => {
  assert.deepEqual(at(0, 0, 0), [0, [0, 0]]);
  assert.deepEqual(at(100, 0, 0, 0, 0), [100, [25, 50, 75, 100]]);
  assert.deepEqual(at(0, 60, 0, 30), [90, [30, 60, 90]]); // the slides say how long it is
  assert.deepEqual(at(100, 0, 0, 60, 0), [100, [20, 40, 70, 100]]); // what is left is theirs that come before
  assert.deepEqual(at(100, 30, 30), [100, [30, 60]]); // and else nobody's
  assert.deepEqual(at(50, 60, 30), [50, [60, 90]]); // more than there is
  assert.deepEqual(at(90, 0, "-", 0, "-"), [90, [45, 45, 90, 90]]); // what is passed by takes none
  assert.deepEqual(at(10), [10, []]);
});

test("countdown: in the last tenth", () => {
  for (const [elapsed, total, want] of [[17.9, 20, ""], [18, 20, "2:00 left"], [19.99, 20, "0:01 left"], [20, 20, ""], [25, 20, ""], [5, 0, ""], [0, 20, ""]] as [number, number, string][]) {
    assert.equal(countdown(elapsed * minute, total * minute), want, `${elapsed} of ${total}`);
  }
});

test("endsAt", () => {
  assert.equal(endsAt(5 * minute, 20 * minute, true, 1000), 15 * minute + 1000);
  assert.equal(endsAt(25 * minute, 20 * minute, true, 0), -5 * minute);
  assert.equal(endsAt(5 * minute, 20 * minute, false, 0), null);
  assert.equal(endsAt(5 * minute, 0, true, 0), null);
});

test("lengthWords and readLength say the same", () => {
  for (const [text, seconds, words] of [
    ["20", 1200, "20 min"], ["1:30", 90, "1 min 30 s"], ["1:00:00", 3600, "1 h"], ["90 s", 90, "1 min 30 s"], ["1h30m", 5400, "1 h 30 min"], ["2,5", 150, "2 min 30 s"],
    ["0:45", 45, "45 s"], ["45 sec", 45, "45 s"], ["24h", 86_400, "24 h"],
  ] as [string, number, string][]) {
    assert.equal(readLength(text), seconds, text);
    assert.equal(lengthWords(seconds * 1000), words);
    assert.equal(readLength(words), seconds, words);
  }
  for (const text of ["soon", "-3", "25h", "1:99", "2x"]) assert.equal(readLength(text), null, text);
  assert.equal(readLength(" "), 0);
});

test("leftWords: counts down, and then up", () => {
  assert.deepEqual([0, 5 * minute + 1, 20 * minute, 21.5 * minute].map((elapsed) => leftWords(elapsed, 20 * minute)), ["−20:00", "−15:00", "−0:00", "+1:30"]);
});
