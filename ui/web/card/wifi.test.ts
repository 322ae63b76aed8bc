import assert from "node:assert/strict";
import { test } from "node:test";
import { trouble, wifiCode } from "./wifi";

test("the code of a network is what phones read", () => {
  for (const [name, password, hidden, want] of [
    ["Hall", "correct horse", false, "WIFI:T:WPA;S:Hall;P:correct horse;;"],
    ["Hall", "", false, "WIFI:T:nopass;S:Hall;;"],
    ["Hall", "", true, "WIFI:T:nopass;S:Hall;H:true;;"],
    ['a;b:c,d"e\\f', "p;w:1234", false, 'WIFI:T:WPA;S:a\\;b\\:c\\,d\\"e\\\\f;P:p\\;w\\:1234;;'],
    ["Café 5G", "12345678x", false, "WIFI:T:WPA;S:Café 5G;P:12345678x;;"],
    ["ABCD", "12345678", false, 'WIFI:T:WPA;S:"ABCD";P:"12345678";;'],
  ] as const) assert.equal(wifiCode({ name, password, hidden }), want);
});

test("what is no network is told", () => {
  for (const [name, password, want] of [
    ["", "", ""],
    ["Hall", "", ""],
    ["Hall", "12345678", ""],
    ["", "12345678", "needs its name"],
    ["Hall", "1234567", "8 to 63"],
    ["Hall", "x".repeat(64), "8 to 63"],
    ["é".repeat(17), "", "at most 32 bytes"],
  ] as const) assert.match(trouble({ name, password, hidden: false }), new RegExp(want ? want : "^$"));
});
