import assert from "node:assert/strict";
import test from "node:test";
import { intoDecks, nameOf, type NamedFile } from "./upload";

const named = (...paths: string[]): NamedFile[] => paths.map((path) => ({ path }) as NamedFile);

for (const [name, paths, want] of [
  ["Markdown takes the pictures", ["a.md", "img/1.png", "2.svg"], [["a.md", "img/1.png", "2.svg"]]],
  ["so does each of two", ["a.md", "b.MD", "1.png"], [["a.md", "1.png"], ["b.MD", "1.png"]]],
  ["pictures alone are one", ["1.png", "2.jpeg"], [["1.png", "2.jpeg"]]],
  ["anything else is one by itself", ["a.pdf", "b.zip", "c.docx"], [["a.pdf"], ["b.zip"], ["c.docx"]]],
  ["a PDF takes its notes", ["a.pdfpc", "a.pdf", "B.pdf", "b.pdf.pdfpc", "c.pdfpc"], [["a.pdf", "a.pdfpc"], ["B.pdf", "b.pdf.pdfpc"], ["c.pdfpc"]]],
  ["the only PDF takes all notes", ["talk.pdf", "x.pdfpc"], [["talk.pdf", "x.pdfpc"]]],
  ["nothing", [], []],
] as [string, string[], string[][]][]) {
  test(`intoDecks: ${name}`, () => {
    assert.deepEqual(intoDecks(named(...paths)).map((deck) => deck.map((each) => each.path)), want);
  });
}

test("nameOf: the file, without its folder", () => assert.equal(nameOf(named("talk/a.md", "talk/1.png")), "a.md"));
test("nameOf: pictures are counted", () => assert.equal(nameOf(named("1.png", "2.png")), "2 pictures"));
