import assert from "node:assert/strict";
import test from "node:test";
import known from "../../../app/sealed/testdata/known.json";
import { Bundle, Key } from "./sealed";

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) || [], (byte) => parseInt(byte, 16));
}

function key(text: string): Key {
  const parsed = Key.parse(text);
  assert(parsed, text);
  return parsed as Key;
}

test("Key: opens what the server sealed", () => {
  for (const each of known) {
    const k = key(each.key);
    assert.deepEqual(k.commitment, unhex(each.commitment));
    assert.deepEqual(k.open(unhex(each.sealed)), unhex(each.plain));
  }
});

test("Key: what is none", () => {
  for (const text of ["", "A", "not base64 !", "QUJD", known[0]!.key + "AAAA"]) assert.equal(Key.parse(text), null, text);
});

test("Bundle: is found by its key, and opened by no other", () => {
  const bundles = known.map((each) => new Bundle(unhex(each.sealed)));
  known.forEach((each, i) => {
    assert.deepEqual(bundles.map((bundle) => bundle.isOf(key(each.key))), bundles.map((_, j) => i === j));
  });
  assert.equal(bundles[1]!.open(key(known[2]!.key)), null);
});

test("Bundle: a view and its pictures", async () => {
  const { sealed, key: text } = known[known.length - 1]!;
  const opened = new Bundle(unhex(sealed)).open(key(text));
  assert.deepEqual(opened?.view, { deck: 7, slide: 3, step: 1, html: "<p>wörds & more</p>" });
  const pictures = await Promise.all((opened?.pictures || []).map(async ({ address, blob }) => [address, blob.type, await blob.text()]));
  assert.deepEqual(pictures, [["/pictures/abc/960", "image/png", "first"], ["/pictures/def/0", "image/svg+xml", "<svg/>"]]);
});

test("Bundle: damaged or cut, it stays shut", () => {
  const { sealed, key: text } = known[known.length - 1]!;
  const whole = unhex(sealed);
  for (const i of [0, 16, 28, 60, whole.length - 1]) {
    const damaged = whole.slice();
    damaged[i]! ^= 1;
    assert.equal(new Bundle(damaged).open(key(text)), null, `byte ${i}`);
  }
  for (const length of [0, 10, 44, whole.length - 1]) assert.equal(new Bundle(whole.slice(0, length)).open(key(text)), null, `${length} bytes`);
});
