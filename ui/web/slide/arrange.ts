// Which layout a slide gets that asks for none: what is on it decides.

import { wordsOf } from "./marks";

/** Who asks for one of these says how the slide is laid out; a theme of another tool's has its own ways. */
const ASKED = ["themed", "center", "cover", "intro", "lead", "section", "statement", "fact", "quote", "end", "full", "split-left", "split-right", "image-left", "image-right"];

const STAGE = { width: 1280, height: 720 };

/** A title slide says no more than so many letters below its title. */
const TITLE_WORDS = 140;
/** A sentence beside a picture that is no longer is the picture's caption. */
const CAPTION = 120;
/** A sentence that stands alone is set large if it is no longer. */
const SENTENCE = 180;
/** Text that takes so many lines at half the width still stands well beside a picture. */
const BESIDE_LINES = 11;
const LETTERS_A_LINE = 30;
/** A picture so much wider than high stands below its text. */
const WIDE = 2.1;
/** One that is at least as high as this takes the stage's whole height. */
const TALL = 1.1;
/** So few and short points are set a step larger. */
const FEW_POINTS = 4;
const SHORT_POINT = 72;

/** A number, with what is counted: "99.98 %", "€ 3 bn", "10×". */
const NUMBER = /^[~≈<>≤≥±+\-−–#€$£¥]*\s?\d[\d.,'’:/\s]*\s?[^\s\d]{0,4}$/;
const NUMBER_LETTERS = 10;

/** Arranges a slide once its pictures are there. */
export function arrange(slide: HTMLElement, body: HTMLElement, number: number): void {
  if (ASKED.some((name) => slide.classList.contains(name))) {
    sizeTitle(slide, body);
    return;
  }
  const blocks = Array.from(body.children);
  const headings = blocks.filter(isHeading);
  const pictures = blocks.filter(isPicture);
  const rest = blocks.filter((block) => !isHeading(block));
  const words = rest.filter((block) => !isPicture(block));
  const opens = blocks.length > 0 && blocks[0] === headings[0];
  const [picture] = pictures;

  if (headings.length === 2 && opens && blocks[1] === headings[1] && rest.length > 0) headings[1]?.classList.add("subtitle");
  if (headings.length === 0 && picture && rest.length === 1) slide.classList.add("is-picture");
  else if (setNumber(slide, blocks)) return;
  else if (opens && isTitle(headings, rest, number)) {
    slide.classList.add("is-title");
    sizeTitle(slide, body);
  } else if (picture && rest.length === 2 && words[0]?.tagName === "P" && wordsOf(words[0]).length <= CAPTION && headings.length <= 1) {
    slide.classList.add("is-content", "is-captioned");
    words[0].classList.add("caption");
  } else if (headings.length === 0) {
    slide.classList.add("is-statement");
    const [only] = blocks;
    if (only && blocks.length === 1 && only.tagName === "P" && wordsOf(only).length <= SENTENCE) only.classList.add("sentence");
  }
  else slide.classList.add("is-content");

  if (slide.matches(".is-picture, .is-title, .is-captioned")) return;
  const isBeside = picture && pictures.length === 1 && setBeside(slide, body, picture as HTMLElement, words);
  if (opens && setColumns(body, blocks)) return;
  if (words.length === 1 && (isBeside || rest.length === 1) && isRoomy(words[0] as Element, isBeside ? SHORT_POINT / 2 : SHORT_POINT)) slide.classList.add("is-roomy");
}

function isHeading(block: Element): boolean {
  return /^H[1-6]$/.test(block.tagName);
}

function isPicture(block: Element): boolean {
  return block.classList.contains("figure");
}

/** Title slides open a talk or a part of it; a heading and a line of text do not. */
function isTitle(headings: Element[], rest: Element[], number: number): boolean {
  if (headings.length > 2 || rest.length > 2 || !rest.every((block) => block.tagName === "P" && !isPicture(block) && !block.querySelector("math, code"))) return false;
  if (rest.length === 0) return true;
  return (number === 1 || headings[0]?.tagName === "H1") && rest.reduce((sum, block) => sum + wordsOf(block).length, 0) <= TITLE_WORDS;
}

/** A title's size goes by its letters: it is the same on every screen, and whatever stands below. */
function sizeTitle(slide: HTMLElement, body: HTMLElement): void {
  const title = body.querySelector("h1, h2, h3");
  const words = title ? wordsOf(title) : "";
  const longest = Math.max(...words.split(" ").map((word) => word.length)); // it is not to be broken
  if (words.length > 110 || longest > 28) slide.classList.add("is-longest");
  else if (words.length > 48 || longest > 19) slide.classList.add("is-long");
}

/** A number that stands alone, or above what it says, is what the slide is about. */
function setNumber(slide: HTMLElement, blocks: Element[]): boolean {
  if (blocks.length === 0 || blocks.length > 4 || !blocks.every((block) => isHeading(block) || (block.tagName === "P" && !isPicture(block)))) return false;
  const at = blocks.findIndex((block) => wordsOf(block).length <= NUMBER_LETTERS && NUMBER.test(wordsOf(block)));
  if (at < 0 || at > 1 || (at === 1 && !isHeading(blocks[0] as Element))) return false;
  (blocks[at] as Element).classList.add("number");
  slide.classList.add("is-number");
  return true;
}

function setBeside(slide: HTMLElement, body: HTMLElement, picture: HTMLElement, words: Element[]): boolean {
  const image = picture.querySelector<HTMLImageElement | HTMLCanvasElement>("img, canvas");
  if (!image || picture.matches(".is-row, .is-sized") || /(^|\s)x-/.test(`${image.className} ${picture.className}`)) return false;
  if (words.length === 0 || !words.every((block) => /^(P|UL|OL|DL|BLOCKQUOTE)$/.test(block.tagName))) return false;
  if (linesOf(words) > BESIDE_LINES) return false;
  const [width, height] = image instanceof HTMLCanvasElement ? [image.width, image.height] : [image.naturalWidth, image.naturalHeight];
  const aspect = width > 0 && height > 0 ? width / height : 1.5;
  if (aspect > WIDE) return false;
  if (aspect < TALL) {
    slide.classList.add("is-beside");
    picture.classList.add("beside");
    slide.style.setProperty("--beside", `${Math.round(Math.min(STAGE.width / 2, STAGE.height * aspect))}px`);
    slide.appendChild(picture);
    return true;
  }
  wrap(body, [words, [picture]]).classList.add("is-halves");
  return true;
}

function linesOf(words: Element[]): number {
  let lines = 0;
  for (const block of words) {
    const parts = block.querySelectorAll("li, dt, dd, p");
    for (const part of parts.length > 0 ? Array.from(parts) : [block]) {
      const own = Array.from(part.childNodes).filter((node) => !(node instanceof Element && /^(UL|OL|P)$/.test(node.tagName)));
      const letters = own.reduce((sum, node) => sum + (node.textContent || "").trim().length, 0);
      lines += Math.ceil(letters / LETTERS_A_LINE);
    }
  }
  return lines;
}

/** Two or three parts below one heading, each with a heading of its own, stand side by side. */
function setColumns(body: HTMLElement, blocks: Element[]): boolean {
  const parts = blocks.slice(1).filter(isHeading);
  if (parts.length < 2 || parts.length > 3 || blocks[1] !== parts[0]) return false;
  const level = parts[0]?.tagName as string;
  if (!parts.every((part) => part.tagName === level) || level <= (blocks[0]?.tagName as string)) return false;
  const columns = parts.map((part, i) => {
    const next = parts[i + 1];
    return blocks.slice(blocks.indexOf(part), next ? blocks.indexOf(next) : undefined);
  });
  const fits = (block: Element): boolean => isHeading(block) || (/^(P|UL|OL|DL)$/.test(block.tagName) && !isPicture(block));
  if (!columns.every((column) => column.length > 1 && column.every(fits) && linesOf(column) <= BESIDE_LINES)) return false;
  parts[0]?.classList.remove("subtitle");
  wrap(body, columns);
  return true;
}

/** Puts blocks side by side, where the first of them is. */
function wrap(body: HTMLElement, columns: Element[][]): HTMLElement {
  const cols = document.createElement("div");
  cols.className = "cols";
  const blocks = columns.reduce((all, column) => all.concat(column), []);
  const first = Array.from(body.children).find((child) => blocks.includes(child));
  body.insertBefore(cols, first || null);
  for (const column of columns) {
    const col = document.createElement("div");
    col.className = "col";
    col.append(...column);
    cols.appendChild(col);
  }
  return cols;
}

function isRoomy(list: Element, letters: number): boolean {
  return /^(UL|OL)$/.test(list.tagName) && list.children.length <= FEW_POINTS &&
    Array.from(list.children).every((point) => wordsOf(point).length <= letters && !point.querySelector("ul, ol, img, pre"));
}
