import assert from "node:assert/strict";
import test from "node:test";
import { actionFor, type Action, type KeyLike } from "./keys";

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
