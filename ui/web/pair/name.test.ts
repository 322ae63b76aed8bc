import assert from "node:assert/strict";
import test from "node:test";
import { deviceName } from "./name";

test("a phone is called what it is", () => {
  const cases: [string, number, string][] = [
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15", 5, "iPhone"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15", 5, "iPad"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15", 0, "Mac"],
    ["Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0.0.0 Mobile Safari/537.36", 5, "Android phone"],
    ["Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/140.0.0.0 Safari/537.36", 5, "Android tablet"],
    ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0", 0, "Linux computer"],
    ["something else", 0, ""],
  ];
  for (const [agent, touches, want] of cases) assert.equal(deviceName(agent, touches), want, agent);
});
