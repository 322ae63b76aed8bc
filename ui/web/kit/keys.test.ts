import assert from "node:assert/strict";
import test from "node:test";
import { actionFor, type Action, keyOf, type KeyLike } from "./keys";

for (const [name, event, want] of [
  ["arrow", { key: "ArrowRight" }, "next"],
  ["clicker", { key: "PageUp" }, "previous"],
  ["Space", { key: " " }, "next"],
  ["Shift Space", { key: " ", shiftKey: true }, "previous"],
  ["Shift arrow", { key: "ArrowRight", shiftKey: true }, "nextSlide"],
  ["Shift Tab is the browser's", { key: "Tab", shiftKey: true }, null],
  ["a letter", { key: "b" }, "black"],
  ["a capital", { key: "B", shiftKey: true }, "black"],
  ["a Russian keyboard's B", { key: "и", code: "KeyB" }, "black"],
  ["a Greek letter on no letter's key", { key: "ω", code: "Semicolon" }, null],
  ["Shift H", { key: "H", shiftKey: true, code: "KeyH" }, "hide"],
  ["H with Caps Lock", { key: "H", code: "KeyH" }, "nextHidden"],
  ["Shift H with Caps Lock", { key: "h", shiftKey: true, code: "KeyH" }, "hide"],
  ["Shift H on a Russian keyboard", { key: "Р", shiftKey: true, code: "KeyH" }, "hide"],
  ["? by its sign", { key: "?", shiftKey: true, code: "Slash" }, "help"],
  ["Ctrl letter is the browser's", { key: "r", ctrlKey: true }, null],
  ["Meta arrow is the browser's", { key: "ArrowLeft", metaKey: true }, null],
  ["Ctrl arrow scrolls the notes", { key: "ArrowDown", ctrlKey: true }, "scrollDown"],
  ["J scrolls the notes", { key: "j" }, "scrollDown"],
  ["a digit is no action", { key: "7" }, null],
  ["an old television's arrow", { key: "Right" }, "next"],
] as [string, KeyLike, Action | null][]) {
  test(`actionFor: ${name}`, () => assert.equal(actionFor(event), want));
}

for (const [name, event, want] of [
  ["a letter", { key: "s" }, "s"],
  ["with Shift", { key: "S", shiftKey: true }, "Shift+s"],
  ["with Caps Lock", { key: "S", code: "KeyS" }, "s"],
  ["with both", { key: "s", code: "KeyS", shiftKey: true }, "Shift+s"],
  ["on a Greek keyboard", { key: "Σ", code: "KeyS", shiftKey: true }, "Shift+s"],
  ["on a Hebrew one, with Caps Lock", { key: "ד", code: "KeyS" }, "s"],
  ["Turkish, without its dot", { key: "ı", code: "KeyI" }, "i"],
  ["where Z and Y have changed places", { key: "z", code: "KeyY" }, "z"],
  ["a sign, with Shift", { key: "!", code: "Digit1", shiftKey: true }, "!"],
  ["one that has a name", { key: "Tab", shiftKey: true }, "Shift+Tab"],
  ["an old television's name", { key: "Esc" }, "Escape"],
] as [string, KeyLike, string][]) {
  test(`keyOf: ${name}`, () => assert.equal(keyOf(event), want));
}
