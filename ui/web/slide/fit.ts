// The size at which a slide fits its stage, and what does not fit at any.

import { cutAt, type Cut } from "./cut";
import type { SlideContent } from "../wire";

/** Text never becomes smaller than this part of its size. Headings keep theirs. */
const SMALLEST = 0.6;
/** Wide code and tables may shrink by themselves this far before their lines wrap. */
const SMALLEST_CODE = 0.7;
const SMALLEST_TABLE = 0.62;
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
/** The size of a slide's text in the theme, in pixels of the stage. */
const TEXT = 34;

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
  /** The author's own size of text, in pixels, or 0. */
  own: number;
  code: number;
  table: number;
  wrap: boolean;
  broken: boolean;
  roomy: boolean;
  tight: boolean;
  columns: boolean;
  cut: Cut | null;
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
  const body = bodyOf(element);
  if (!body || body.clientHeight === 0) return false;
  const key = keyOf(slide);
  const before = slide.deck ? known.get(key) : undefined;
  if (before) {
    apply(element, before.fit);
    if (before.step === slide.step || (fitsStage(body) && codeFits(element) && tablesFit(element))) return true;
  }
  const fit = measure(element, body);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(key, { fit, step: slide.step });
  apply(element, fit);
  return true;
}

/** It was measured with other letters than it has now. */
export function forgetFit(slide: SlideContent): void {
  known.delete(keyOf(slide));
}

/** What of a slide that was laid out before does not fit, or null. */
export function cutOf(slide: SlideContent): Cut | null {
  return known.get(keyOf(slide))?.fit.cut || null;
}

function keyOf(slide: SlideContent): string {
  return `${slide.deck}/${slide.content}/${slide.slide}/${slide.lang}`;
}

function bodyOf(element: HTMLElement): HTMLElement | null {
  return element.querySelector<HTMLElement>(".slide-body");
}

function fitsStage(body: HTMLElement): boolean {
  return body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1;
}

function codeFits(element: HTMLElement): boolean {
  return Array.from(element.querySelectorAll("pre > code")).every((code) => code.scrollWidth <= code.clientWidth + 1);
}

function tablesFit(element: HTMLElement): boolean {
  return Array.from(element.querySelectorAll<HTMLElement>("table")).every((table) => table.offsetWidth <= (table.parentElement as HTMLElement).clientWidth + 1);
}

function measure(element: HTMLElement, body: HTMLElement): Fit {
  const fit: Fit = { text: 1, own: 0, code: 1, table: 1, wrap: false, broken: false, roomy: false, tight: false, columns: false, cut: null };
  apply(element, fit);
  const size = parseFloat(getComputedStyle(element).fontSize);
  if (Math.abs(size - TEXT) > 0.01) fit.own = size;
  fitCode(element, fit);
  fitTables(element, fit);
  const reserve = body.querySelector(".veiled") ? TO_COME : 1;
  const fits = (size: number): boolean => {
    fit.text = size * reserve;
    apply(element, fit);
    fit.text = size;
    return fitsStage(body);
  };
  if (element.classList.contains("is-roomy")) {
    fit.roomy = true;
    if (fits(1)) return fit;
    fit.roomy = false;
  }
  if (fits(1)) return fit;
  fit.tight = true; // margins and gaps go first
  if (fits(1)) return fit;
  if (body.scrollHeight > HOPELESS * body.clientHeight) fit.text = SMALLEST;
  else shrink(body, fit, fits);
  apply(element, fit);
  if (!fitsStage(body)) fit.cut = cutAt(body);
  return fit;
}

function shrink(body: HTMLElement, fit: Fit, fits: (size: number) => boolean): void {
  const size = largest(SMALLEST, fits);
  fit.text = size;
  if (size >= SMALL || body.querySelectorAll(":scope > ul > li, :scope > ol > li").length < MANY_POINTS) return;
  fit.columns = true;
  const inColumns = fits(1) ? 1 : largest(SMALLEST, fits);
  fit.columns = inColumns > size || !fits(size);
  fit.text = fit.columns ? inColumns : size;
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

/** Wide tables likewise: beyond their limit words are broken. */
function fitTables(element: HTMLElement, fit: Fit): void {
  const fits = (size: number): boolean => {
    fit.table = size;
    apply(element, fit);
    return tablesFit(element);
  };
  if (fits(1)) return;
  fit.broken = !fits(SMALLEST_TABLE);
  fit.table = fit.broken ? SMALLEST_TABLE : largest(SMALLEST_TABLE, fits);
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
  element.style.setProperty("--table-fit", String(fit.table));
  element.style.fontSize = fit.own > 0 && fit.text !== 1 ? `${fit.own * fit.text}px` : "";
  element.classList.toggle("has-room", fit.roomy);
  element.classList.toggle("is-wrapped", fit.wrap);
  element.classList.toggle("is-broken", fit.broken);
  element.classList.toggle("is-tight", fit.tight);
  element.classList.toggle("is-columns", fit.columns);
  element.classList.toggle("is-cut", fit.cut !== null);
}
