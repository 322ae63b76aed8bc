// What a Markdown slide needs beyond its style sheet: the kind of slide it is,
// the direction of its text, and the size at which it fits the stage.

import type { SlideContent } from "../wire";

/** Text never becomes smaller than this part of its size. */
const SMALLEST = 0.6;
/** Wide code may shrink by itself this far before its lines wrap. */
const SMALLEST_CODE = 0.68;
/** The size of code whose lines wrap anyway. */
const WRAPPED_CODE = 0.9;
/** A list of this many points may stand in two columns. */
const MANY_POINTS = 8;
/** ... if the text would become smaller than this without. */
const SMALL = 0.8;
/** What is this many times as high as the stage fits at no size, and in no columns: each try would take long. */
const HOPELESS = 12;

/** What comes later stands in letters that are about as wide: a line more may be needed for it. */
const TO_COME = 1.05;

/** Marks the kind of slide by classes: old browsers have no :has(). */
export function prepareSlide(slide: HTMLElement, body: HTMLElement): void {
  markPictures(body);
  nameBoxes(body);
  const blocks = Array.from(body.children);
  const headings = blocks.filter((block) => /^H[1-6]$/.test(block.tagName));
  const rest = blocks.filter((block) => !headings.includes(block));
  const isPicture = (block: Element): boolean => block.classList.contains("figure");
  const isShort = (block: Element): boolean => block.tagName === "P" && !isPicture(block);

  if (headings.length > 0 && headings.length <= 2 && blocks[0] === headings[0] && rest.length <= 2 && rest.every(isShort)) {
    slide.classList.add("is-title");
  } else if (headings.length === 0 && blocks.length === 1 && rest.every(isPicture)) {
    slide.classList.add("is-picture");
  } else if (headings.length === 0) {
    slide.classList.add("is-statement");
  } else {
    slide.classList.add("is-content");
  }
  const [, second] = blocks;
  if (headings.length === 2 && second && second === headings[1] && rest.length > 0) second.classList.add("subtitle");
  setDirections(slide, body);
}

/** The boxes of a task list have no words of their own for screen readers. */
export function nameBoxes(body: HTMLElement): void {
  body.querySelectorAll<HTMLInputElement>("input[type=checkbox]").forEach((box) => {
    box.setAttribute("aria-label", box.checked ? "Completed task" : "Incomplete task");
  });
}

/** A paragraph of one picture and nothing else takes the room that is left. */
function markPictures(body: HTMLElement): void {
  body.querySelectorAll("p, figure").forEach((block) => {
    const images = block.querySelectorAll("img, .missing");
    if (images.length === 0 || (block.textContent || "").trim() !== Array.from(images, textOf).join("").trim()) return;
    if (block.parentElement === body) block.classList.add("figure");
    if (images.length > 1) block.classList.add("is-row");
    if (!block.querySelector("img")) block.classList.add("is-missing");
  });
  body.querySelectorAll("li > input[type=checkbox], li > p:first-child > input[type=checkbox]").forEach((box) => {
    box.closest("li")?.classList.add("task");
  });
}

function textOf(element: Element): string {
  return element.textContent || "";
}

const BLOCKS = /^(H[1-6]|P|UL|OL|LI|DL|BLOCKQUOTE|TABLE|TH|TD)$/;

/** The slide and each block read in the direction of most of their letters; code always from the left. */
function setDirections(slide: HTMLElement, body: HTMLElement): void {
  body.querySelectorAll("pre, code, kbd, samp").forEach((code) => code.setAttribute("dir", "ltr"));
  slide.dir = directionOf(setDirectionsIn(body)) || (isRightToLeft(slide.lang) ? "rtl" : "ltr");
}

const RTL_LETTERS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
const LTR_LETTERS = /[A-Za-z\u00c0-\u02af\u0370-\u058f\u0900-\u1fff\u2c00-\ud7ff]/g;

interface Letters {
  rtl: number;
  ltr: number;
}

/** Counts the letters of an element but for its code, each once, and sets directions on the way. */
function setDirectionsIn(element: Element): Letters {
  const all: Letters = { rtl: 0, ltr: 0 };
  element.childNodes.forEach((child) => {
    let letters: Letters | null = null;
    if (child.nodeType === Node.TEXT_NODE) {
      const text = child.nodeValue || "";
      letters = { rtl: (text.match(RTL_LETTERS) || []).length, ltr: (text.match(LTR_LETTERS) || []).length };
    } else if (child instanceof Element && !/^(PRE|CODE)$/.test(child.tagName)) {
      letters = setDirectionsIn(child);
    }
    all.rtl += letters ? letters.rtl : 0;
    all.ltr += letters ? letters.ltr : 0;
  });
  // What has no letters (a number in a table) goes with what is around it.
  const direction = directionOf(all);
  if (direction && BLOCKS.test(element.tagName) && !element.hasAttribute("dir")) element.setAttribute("dir", direction);
  return all;
}

/**
 * dir="auto" would ask the first letter alone: a Persian line that opens with
 * an English name would stand on the wrong side, and a list of such lines too.
 */
function directionOf({ rtl, ltr }: Letters): "rtl" | "ltr" | "" {
  if (rtl + ltr === 0) return "";
  return rtl >= ltr ? "rtl" : "ltr";
}

function isRightToLeft(lang: string): boolean {
  return /^(ar|arc|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)(-|$)/i.test(lang);
}

const STAGE_WIDTH = 1280;
const STAGE_HEIGHT = 720;

/** Where the stage stands in an element of this size, in CSS pixels; null in one without any. */
export function fitStage(width: number, height: number): { left: number; top: number; scale: number } | null {
  const scale = Math.min(width / STAGE_WIDTH, height / STAGE_HEIGHT);
  if (!(scale > 0)) return null;
  return { left: (width - STAGE_WIDTH * scale) / 2, top: (height - STAGE_HEIGHT * scale) / 2, scale };
}

interface Fit {
  text: number;
  code: number;
  wrap: boolean;
  columns: boolean;
  cut: boolean;
}

/** Sizes found before, and at which step: a strip of two hundred thumbnails measures each once. */
const known = new Map<string, { fit: Fit; step: number }>();
const KNOWN_MAX = 2000;

/**
 * Shrinks a slide until it fits: one size for all of its steps, so that nothing
 * moves from one to the next, unless more comes at a later one than there is room
 * for. Returns false when it has no layout to measure yet.
 */
export function fitSlide(element: HTMLElement, slide: SlideContent): boolean {
  const body = element.firstElementChild as HTMLElement | null;
  if (!body || body.clientHeight === 0) return false;
  const key = `${slide.deck}/${slide.content}/${slide.slide}`;
  const before = slide.deck ? known.get(key) : undefined;
  if (before) {
    apply(element, before.fit);
    if (before.step === slide.step || (fitsStage(body) && codeFits(element))) return true;
  }
  const fit = measure(element, body);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(key, { fit, step: slide.step });
  apply(element, fit);
  return true;
}

function fitsStage(body: HTMLElement): boolean {
  return body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1;
}

function codeFits(element: HTMLElement): boolean {
  return Array.from(element.querySelectorAll("pre")).every((block) => block.scrollWidth <= block.clientWidth + 1);
}

function measure(element: HTMLElement, body: HTMLElement): Fit {
  const fit: Fit = { text: 1, code: 1, wrap: false, columns: false, cut: false };
  fitCode(element, fit);
  const reserve = body.querySelector(".veiled") ? TO_COME : 1;
  const fits = (size: number): boolean => {
    fit.text = size * reserve;
    apply(element, fit);
    fit.text = size;
    return fitsStage(body);
  };
  if (fits(1)) return fit;
  if (body.scrollHeight > HOPELESS * body.clientHeight) {
    fit.text = SMALLEST;
    fit.cut = true;
    return fit;
  }
  const size = largest(SMALLEST, fits);
  if (size < SMALL && body.querySelectorAll(":scope > ul > li, :scope > ol > li").length >= MANY_POINTS) {
    fit.columns = true;
    const inColumns = fits(1) ? 1 : largest(SMALLEST, fits);
    fit.columns = inColumns > size || !fits(size);
    fit.text = fit.columns ? inColumns : size;
  } else {
    fit.text = size;
  }
  apply(element, fit);
  fit.cut = !fitsStage(body);
  return fit;
}

/** Long lines of code shrink the code alone; beyond its limit they wrap. */
function fitCode(element: HTMLElement, fit: Fit): void {
  const fits = (size: number): boolean => {
    fit.code = size;
    apply(element, fit);
    return codeFits(element);
  };
  if (fits(1)) return;
  fit.wrap = !fits(SMALLEST_CODE);
  fit.code = fit.wrap ? WRAPPED_CODE : largest(SMALLEST_CODE, fits);
}

/** The largest size between least and 1 that passes, to within two hundredths; least if none does. */
export function largest(least: number, passes: (size: number) => boolean): number {
  let low = least;
  let high = 1;
  while (high - low > 0.02) {
    const middle = (low + high) / 2;
    if (passes(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function apply(element: HTMLElement, fit: Fit): void {
  element.style.setProperty("--fit", String(fit.text));
  element.style.setProperty("--code-fit", String(fit.code));
  element.classList.toggle("is-wrapped", fit.wrap);
  element.classList.toggle("is-columns", fit.columns);
  element.classList.toggle("is-cut", fit.cut);
}
