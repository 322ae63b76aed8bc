import assert from "node:assert/strict";
import test from "node:test";
import { onlyHere, shortAddress } from "./address";

test("onlyHere: an address that no phone can open", () => {
  for (const url of ["http://127.0.0.1:4747/", "http://127.1.2.3/", "http://localhost:4747/", "http://[::1]:4747/"]) assert(onlyHere(url), url);
  for (const url of ["http://192.168.1.20:4747/", "https://localhost.example.org/", "http://127.example.org/", "http://[fe80::1]/"]) assert(!onlyHere(url), url);
});

test("shortAddress: what people type", () => {
  assert.equal(shortAddress("http://192.168.1.20:4747/"), "192.168.1.20:4747");
  assert.equal(shortAddress("https://talks.example.org/"), "talks.example.org");
  assert.equal(shortAddress("https://talks.example.org:8443/"), "https://talks.example.org:8443");
});
