// The fonts of slides: in the binary, so that every screen breaks lines alike.

import { savesData } from "../kit/data";
import { after } from "./painted";

/** The fonts of the style sheets, and what is set in them. */
const FAMILIES: [string, string][] = [["Lectern Text", "*"], ["Lectern Mono", "code, pre, kbd, samp"], ["Lectern Math", "math"]];
/** When a page gets those that no slide has needed yet, in milliseconds after the first: not all pages at once. */
const REST_AFTER = [2000, 12_000] as const;

let asked = false;

/** Resolves once the letters of an element are there, or those that can be had. */
export async function lettersOf(element: Element): Promise<void> {
  const { fonts } = document;
  if (!fonts) return;
  const letters = Array.from(new Set(element.textContent || "")).join("") || " ";
  const families = FAMILIES.filter(([, selector]) => element.querySelector(selector));
  await Promise.all(families.map(([family]) => fonts.load(`1em "${family}"`, letters).catch(() => undefined)));
  loadRest(fonts);
}

/** A move is not to wait for the first Greek letter of a talk. */
function loadRest(fonts: FontFaceSet): void {
  if (asked || savesData()) return;
  asked = true;
  const [least, most] = REST_AFTER;
  void after(least + Math.random() * (most - least)).then(() => fonts.forEach((font) => void font.load().catch(() => undefined)));
}
