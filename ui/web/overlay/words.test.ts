import assert from "node:assert/strict";
import test from "node:test";
import { optionsIn } from "./options";
import { wordsOf } from "./words";

const deck = (title: string, author = "") => ({
  deck: 1, title, author, slides: 9, content: 1, lang: "", langs: [""], aspect: 1.6, shown: [1, 2, 5], shown_steps: [0, 0, 0],
  sections: [{ slide: 2, name: "One" }, { slide: 5, name: "Two" }],
});
const talk = (room: string, title: string, speakers: string, begins: string, ends: string) => ({ room, title, speakers, begins: `2026-11-28T${begins}:00+01:00`, ends: `2026-11-28T${ends}:00+01:00` });
const agenda = { name: "Conf", zone: "", sessions: [talk("A", "Engines", "Ada", "09:00", "10:00"), talk("B", "Machines", "Alan", "09:00", "10:00"), talk("A", "Compilers", "Grace", "10:00", "11:00")] };
const none = { name: "", zone: "", sessions: [] };
const said = (of: ReturnType<typeof deck>, at: string, search = "", known = agenda, slide = 1): string => {
  const words = wordsOf(of, slide, known, Date.parse(`2026-11-28T${at}:00+01:00`), optionsIn(search, () => true).options);
  return [words.title, words.speaker, words.event, words.section].join(" | ");
};

test("wordsOf: a deck says of itself who gives it", () => {
  assert.equal(said(deck("Engines", "Ada L."), "09:30", "", none), "Engines | Ada L. |  | ");
  assert.equal(said(deck("Other", "Ada L."), "09:30"), "Other | Ada L. | Conf | ");
});

test("wordsOf: the talk of the agenda that is called as the deck is, also when it runs late", () => {
  assert.equal(said(deck("engines "), "10:20"), "Engines | Ada | Conf · A | ");
});

test("wordsOf: the one that is on, where there is one alone", () => {
  assert.equal(said(deck("talk-final"), "09:30"), "talk-final |  | Conf | ", "two are on");
  assert.equal(said(deck("talk-final"), "09:30", "?room=b"), "Machines | Alan | Conf · B | ");
  assert.equal(said(deck("talk-final"), "10:30"), "Compilers | Grace | Conf · A | ");
});

test("wordsOf: what the address says goes before all", () => {
  assert.equal(said(deck("Engines"), "09:30", "?title=T&speaker=&event=E"), "T |  | E · A | ");
});

test("wordsOf: the section that the room has reached, and none while it is covered", () => {
  const at = (slide: number): string => said(deck("Engines", "A"), "12:00", "", none, slide).split(" | ").pop()!;
  assert.deepEqual([at(0), at(1), at(2), at(4), at(5), at(9)], ["", "", "One", "One", "Two", "Two"]);
});
