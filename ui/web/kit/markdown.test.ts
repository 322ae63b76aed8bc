import assert from "node:assert/strict";
import test from "node:test";
import { parts, type Part } from "./markdown";

function show(part: string | Part): string {
  if (typeof part === "string") return part;
  return `<${part.tag}${part.start === undefined ? "" : ` ${part.start}`}>${part.of.map(show).join("")}</${part.tag}>`;
}

for (const [text, want] of [
  ["one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"],
  ["**Two minutes** and *a* `b*c*` ~~d~~", "<p><strong>Two minutes</strong> and <em>a</em> <code>b*c*</code> <del>d</del></p>"],
  ["- a\n- b\n  - c\n- d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"],
  ["say:\n- a\n\n- b\n\nend", "<p>say:</p><ul><li>a</li><li>b</li></ul><p>end</p>"],
  ["3. a\n4. b", "<ol 3><li>a</li><li>b</li></ol>"],
  ["- a\n  more\n\n  para\n- b", "<ul><li>a\nmore<p>para</p></li><li>b</li></ul>"],
  ["# Head\ntext", "<p><strong>Head</strong></p><p>text</p>"],
  ["> a\n> b", "<blockquote><p>a\nb</p></blockquote>"],
  ["```js\n- a\n**b**\n```\nc", "<pre>- a\n**b**</pre><p>c</p>"],
  ["2 * 3 * 4, snake_case_name, 5**", "<p>2 * 3 * 4, snake_case_name, 5**</p>"],
  ["\\*a\\* [link](https://x.y) ![picture](z.png)", "<p>*a* link picture</p>"],
  ["<b onclick=x>a</b>", "<p><b onclick=x>a</b></p>"],
  ["**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"],
  ["* a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"],
] as [string, string][]) {
  test(`notes: ${JSON.stringify(text)}`, () => assert.equal(parts(text).map(show).join(""), want));
}

declare const process: { cpuUsage(): { user: number } };

test("notes that are made to take long do not", () => {
  for (const text of ["**a ", "`a ``b ", "[a](", "- ", "> ", "_a *b ", "*a* "]) {
    const start = process.cpuUsage().user;
    parts(text.repeat(100_000 / text.length));
    assert(process.cpuUsage().user - start < 2e6, text);
  }
});
