import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../testing/clock";
import { type DigitKey, Digits } from "./digits";
import { SecondPress } from "./second-press";

function begin() {
  const clock = new Clock();
  const went: number[] = [];
  const typed: string[] = [];
  const digits = new Digits({ onNumber: (n) => went.push(n), onDigits: (text) => typed.push(text) });
  const press = (...keys: string[]): boolean[] => keys.map((key) => digits.take({ key } as DigitKey));
  return { clock, went, typed, digits, press };
}

test("Digits: a number and Enter", () => {
  const { went, typed, press } = begin();
  assert.deepEqual(press("1", "2", "Enter"), [true, true, true]);
  assert.deepEqual(went, [12]);
  assert.deepEqual(typed, ["1", "12", ""]);
});

test("Digits: Enter alone is somebody else's", () => {
  const { went, press } = begin();
  assert.deepEqual(press("Enter", "Backspace", "Escape"), [false, false, false]);
  assert.deepEqual(went, []);
});

test("Digits: Backspace, Escape and other keys", () => {
  const { went, press } = begin();
  assert.deepEqual(press("1", "2", "Backspace", "3", "Enter"), [true, true, true, true, true]);
  assert.deepEqual(press("4", "Escape", "Enter"), [true, true, false]);
  assert.deepEqual(press("5", "ArrowRight", "Enter"), [true, false, false]);
  assert.deepEqual(went, [13]);
});

test("Digits: what nobody sends off is forgotten", async () => {
  const { clock, went, press } = begin();
  press("7");
  await clock.pass(3900);
  press("8");
  await clock.pass(4000);
  assert.deepEqual(press("Enter"), [false]);
  assert.deepEqual(went, []);
});

test("Digits: with Ctrl they are the browser's", () => {
  const { digits } = begin();
  assert.equal(digits.take({ key: "1", ctrlKey: true }), false);
});

test("SecondPress: two presses within three seconds", async () => {
  const clock = new Clock();
  const armed: boolean[] = [];
  const press = new SecondPress((is) => armed.push(is));
  assert.equal(press.press(), false);
  await clock.pass(2900);
  assert.equal(press.press(), true);
  assert.equal(press.press(), false, "a third press is a first one");
  await clock.pass(3000);
  assert.equal(press.press(), false, "too late");
  assert.deepEqual(armed, [true, false, true, false, true]);
});

test("SecondPress: a button that bounces is pressed once", async () => {
  const clock = new Clock();
  const press = new SecondPress(() => undefined, 250);
  assert.equal(press.press(), false);
  await clock.pass(40);
  assert.equal(press.press(), false);
  await clock.pass(210);
  assert.equal(press.press(), true);
});
