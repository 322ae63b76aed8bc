import assert from "node:assert/strict";
import test from "node:test";

import { nameOf } from "./export";

test("A file is saved under its whole name", () => {
  assert.equal(nameOf(`attachment; filename="_ber.pdf"; filename*=UTF-8''%C3%9Cber.pdf`), "Über.pdf");
  assert.equal(nameOf(`attachment; filename="My talk.zip"`), "My talk.zip");
  assert.equal(nameOf("attachment; filename=talk.zip"), "talk.zip");
  assert.equal(nameOf(`attachment; filename="a.pdf"; filename*=UTF-8''%C3`), "a.pdf");
  assert.equal(nameOf(null), "");
});
