import assert from "node:assert/strict";
import test from "node:test";
import { intoDecks, nameOf, type NamedFile } from "./upload";

const named = (...paths: string[]): NamedFile[] => paths.map((path) => ({ path }) as NamedFile);

for (const [name, paths, want] of [
  ["Markdown takes the pictures", ["a.md", "img/1.png", "2.svg", "3.AVIF"], [["a.md", "img/1.png", "2.svg", "3.AVIF"]]],
  ["and films and sounds", ["a.md", "clip.mp4", "1.png", "hum.MP3"], [["a.md", "1.png", "clip.mp4", "hum.MP3"]]],
  ["which are nothing without it", ["clip.mp4", "1.png"], [["1.png"], ["clip.mp4"]]],
  ["so does each of two", ["a.md", "b.MD", "1.png"], [["a.md", "1.png"], ["b.MD", "1.png"]]],
  ["languages of one name are one", ["talk.en.md", "talk.de.md", "1.png", "talk.pt_br.MD", "other.fr.md"], [["talk.en.md", "talk.de.md", "1.png"], ["talk.pt_br.MD", "1.png"], ["other.fr.md", "1.png"]]],
  ["with one that has none, PDFs too", ["talk.md", "talk.de.md", "a.de.pdf", "a.pdf", "a.pdfpc"], [["talk.md", "talk.de.md"], ["a.de.pdf", "a.pdf", "a.pdfpc"]]],
  ["other endings are no languages", ["talk.v2.md", "talk.md", "talk.old.md", "talk.final.md"], [["talk.v2.md"], ["talk.md"], ["talk.old.md"], ["talk.final.md"]]],
  ["pictures alone are one", ["1.png", "2.jpeg"], [["1.png", "2.jpeg"]]],
  ["anything else is one by itself", ["a.pdf", "b.zip", "c.docx"], [["a.pdf"], ["b.zip"], ["c.docx"]]],
  ["a PDF takes its notes", ["a.pdfpc", "a.pdf", "B.pdf", "b.pdf.pdfpc", "c.pdfpc"], [["a.pdf", "a.pdfpc"], ["B.pdf", "b.pdf.pdfpc"], ["c.pdfpc"]]],
  ["the only PDF takes all notes", ["talk.pdf", "x.pdfpc"], [["talk.pdf", "x.pdfpc"]]],
  ["a folder is one", ["talk/a.md", "talk/b.md", "talk/img/1.png", "talk/x.pdf"], [["talk/a.md", "talk/b.md", "talk/img/1.png", "talk/x.pdf"]]],
  ["so is each of two, beside files", ["a/1.png", "b/slides.md", "c.pdf", "d.png"], [["a/1.png"], ["b/slides.md"], ["d.png"], ["c.pdf"]]],
  ["Markdown takes a folder of pictures", ["a.md", "img/1.png", "src/x.ts"], [["src/x.ts"], ["a.md", "img/1.png"]]],
  ["nothing", [], []],
] as [string, string[], string[][]][]) {
  test(`intoDecks: ${name}`, () => {
    assert.deepEqual(intoDecks(named(...paths)).map((deck) => deck.map((each) => each.path)), want);
  });
}

test("nameOf: the folder", () => assert.equal(nameOf(named("talk/a.md", "talk/1.png")), "talk"));
test("nameOf: the file", () => assert.equal(nameOf(named("a.md", "img/1.png")), "a.md"));
test("nameOf: pictures are counted", () => assert.equal(nameOf(named("1.png", "2.png")), "2 pictures"));
