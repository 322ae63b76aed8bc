// The direction of a slide's text: of most of its letters, not of the first one.

const BLOCKS = /^(H[1-6]|P|UL|OL|DL|BLOCKQUOTE|TABLE)$/;
/** What stands where its list or table has it; its words alone go their own way. */
const PARTS = "li, th, td, dt, dd";
const INLINE = /^(A|ABBR|B|BDI|BDO|CITE|CODE|DEL|DFN|EM|I|IMG|INS|KBD|MARK|MATH|Q|S|SAMP|SMALL|SPAN|STRONG|SUB|SUP|TIME|U|VAR)$/i;

const RTL_LETTERS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
const LTR_LETTERS = /[A-Za-z\u00c0-\u02af\u0370-\u058f\u0900-\u1fff\u2c00-\ud7ff]/g;

/** The slide and each block read in the direction of most of their letters; code always from the left. */
export function setDirections(slide: HTMLElement, body: HTMLElement): void {
  body.querySelectorAll("pre, code, kbd, samp").forEach((code) => code.setAttribute("dir", "ltr"));
  slide.dir = directionOf(setDirectionsIn(body, false)) || (isRightToLeft(slide.lang) ? "rtl" : "ltr");
  body.querySelectorAll(PARTS).forEach(setWords);
}

interface Letters {
  rtl: number;
  ltr: number;
}

/** Counts the letters of an element but for its code, each once, and sets directions on the way. */
function setDirectionsIn(element: Element, inside: boolean): Letters {
  const all: Letters = { rtl: 0, ltr: 0 };
  const parts = inside || /^(UL|OL|DL|TABLE)$/.test(element.tagName);
  element.childNodes.forEach((child) => {
    const letters = lettersOf(child) || (child instanceof Element ? setDirectionsIn(child, parts) : null);
    all.rtl += letters ? letters.rtl : 0;
    all.ltr += letters ? letters.ltr : 0;
  });
  // What has no letters (a number in a table) goes with what is around it.
  const direction = directionOf(all);
  if (direction && !inside && BLOCKS.test(element.tagName) && !element.hasAttribute("dir")) element.setAttribute("dir", direction);
  return all;
}

/** Those of a text, and none of code; null for what has to be looked into. */
function lettersOf(node: Node): Letters | null {
  if (node instanceof Element) return /^(PRE|CODE)$/.test(node.tagName) ? { rtl: 0, ltr: 0 } : null;
  const text = node.nodeType === Node.TEXT_NODE ? node.nodeValue || "" : "";
  return { rtl: (text.match(RTL_LETTERS) || []).length, ltr: (text.match(LTR_LETTERS) || []).length };
}

/** A point keeps its marker, and a cell its column, where the words in it read the other way. */
function setWords(part: Element): void {
  const around = part.closest("[dir]")?.getAttribute("dir");
  if (part.hasAttribute("dir") || !around) return;
  const runs: ChildNode[][] = [[]];
  for (const child of Array.from(part.childNodes)) {
    if (!(child instanceof Element) || INLINE.test(child.tagName)) (runs[runs.length - 1] as ChildNode[]).push(child);
    else {
      if (child.tagName === "P") runs.push(Array.from(child.childNodes));
      runs.push([]);
    }
  }
  for (const run of runs) {
    const all: Letters = { rtl: 0, ltr: 0 };
    for (const node of run) {
      const letters = lettersOf(node) || setDirectionsIn(node as Element, true);
      all.rtl += letters.rtl;
      all.ltr += letters.ltr;
    }
    const direction = directionOf(all);
    if (!direction || direction === around) continue;
    const words = document.createElement("span");
    words.dir = direction;
    run[0]?.replaceWith(words);
    words.append(...run);
  }
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
