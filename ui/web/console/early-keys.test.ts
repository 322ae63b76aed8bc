import assert from "node:assert/strict";
import test from "node:test";
import { EarlyKeys } from "./early-keys";

function key(name: string, more: object = {}): KeyboardEvent {
  return Object.assign(new Event("keydown", { cancelable: true }), { key: name, ...more }) as KeyboardEvent;
}

test("early keys are pressed in their order, and none twice", () => {
  const first = new EventTarget(); // before the page
  const heard: string[] = [];
  const press = (event: KeyboardEvent): void => {
    if (!first.dispatchEvent(event)) return;
    heard.push(event.key);
    if (event.key === "B") keys.hold(); // it has led to another deck, whose slides are on their way
  };
  const keys = new EarlyKeys(first, (event) => press(key(event.key)));
  press(key("0"));
  keys.hold();
  for (const name of ["ArrowRight", "1", "2", "Enter", "B", "n"]) press(key(name));
  press(key("r", { ctrlKey: true })); // the browser's own
  assert.equal(heard.join(" "), "0 r");
  keys.release();
  assert.equal(heard.join(" "), "0 r ArrowRight 1 2 Enter B");
  keys.release();
  assert.equal(heard.join(" "), "0 r ArrowRight 1 2 Enter B n");
  press(key("p"));
  assert.equal(heard.join(" "), "0 r ArrowRight 1 2 Enter B n p");
});
