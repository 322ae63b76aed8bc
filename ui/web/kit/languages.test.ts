import assert from "node:assert/strict";
import test from "node:test";
import { languageLetters, languageName } from "./languages";

test("a language is called as its speakers call it", () => {
  assert.equal(languageName("de"), "Deutsch");
  assert.equal(languageName("pt-BR").slice(0, 9), "Português");
  assert.equal(languageName(""), "Original");
  assert.equal(languageName("und"), "Original");
  assert.equal(languageName("no tag"), "no tag");
});

test("an old browser shows the tag", () => {
  const names = (Intl as any).DisplayNames;
  (Intl as any).DisplayNames = undefined;
  try {
    assert.equal(languageName("de"), "de");
  } finally {
    (Intl as any).DisplayNames = names;
  }
});

test("two letters do where they are enough", () => {
  assert.equal(languageLetters("de", ["en", "de"]), "DE");
  assert.equal(languageLetters("pt-BR", ["en", "pt-BR"]), "PT");
  assert.equal(languageLetters("pt-BR", ["pt-PT", "pt-BR"]), "PT-BR");
  assert.equal(languageLetters("", ["", "de"]), "");
});
