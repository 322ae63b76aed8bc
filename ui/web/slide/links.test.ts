import assert from "node:assert/strict";
import test from "node:test";
import type { Link } from "../wire";
import { fitPicture, target } from "./links";

const link = (more: Partial<Link>): Link => ({ x: 0, y: 0, w: 1, h: 1, ...more });

test("target: a slide, or an address that a link may have", () => {
  assert.equal(target(link({ slide: 7, step: 2 })), "#");
  for (const url of ["https://example.org/a?b#c", "HTTP://example.org", "mailto:a@example.org"]) assert.equal(target(link({ url })), url);
  for (const url of ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd", " https://example.org", "https:x"]) {
    assert.equal(target(link({ url })), null, url);
  }
  assert.equal(target(link({})), null);
});

test("fitPicture: where object-fit puts it", () => {
  assert.deepEqual(fitPicture(1600, 900, 800, 800), { left: 0, top: 175, width: 800, height: 450 });
  assert.deepEqual(fitPicture(900, 1600, 800, 800), { left: 175, top: 0, width: 450, height: 800 });
  assert.deepEqual(fitPicture(4, 3, 400, 300), { left: 0, top: 0, width: 400, height: 300 });
  for (const [w, h, width] of [[0, 9, 8], [16, 0, 8], [16, 9, 0]] as const) assert.equal(fitPicture(w, h, width, 8), null);
});
