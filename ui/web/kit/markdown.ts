// Markdown as far as a speaker's notes need it: lists, bold, italics, code, headings,
// quotes. It makes parts, and elements of those, never HTML: whatever a note holds is
// text.

import { h, plain } from "./dom";

/** What is inside of an element: texts and other elements. */
export type Inside = (string | Part)[];

export interface Part {
  tag: "p" | "ul" | "ol" | "li" | "pre" | "blockquote" | "strong" | "em" | "del" | "code" | "span";
  of: Inside;
  class?: string;
  /** The first number of an ol. */
  start?: number;
}

const ITEM = /^( *)([-*+•]|\d{1,6}[.)])[ \t]+(.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
/** Lists inside each other deeper than this go on at this depth. */
const DEEPEST = 8;

/** Reads notes. Line ends stay what they are, as their author saw them. */
export function parts(text: string): Part[] {
  return blocks(text.replace(/\r\n?/g, "\n").replace(/\t/g, "    ").split("\n"), 0);
}

function blocks(lines: string[], depth: number): Part[] {
  const out: Part[] = [];
  let words: string[] = [];
  const flush = (): void => {
    if (words.length > 0) out.push({ tag: "p", of: inline(words.join("\n")) });
    words = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    const item = ITEM.exec(line);
    const quote = QUOTE.exec(line);
    if (line.trim() === "") {
      flush();
    } else if (fence) {
      flush();
      const sign = fence[1] as string;
      const code: string[] = [];
      while (++i < lines.length && !(lines[i] as string).trim().startsWith(sign)) code.push(lines[i] as string);
      out.push({ tag: "pre", of: [code.join("\n")] });
    } else if (heading) {
      flush();
      out.push({ tag: "p", of: [{ tag: "strong", of: inline(heading[1] as string) }] });
    } else if (quote && depth < DEEPEST) {
      flush();
      const inside: string[] = [];
      for (let m: RegExpExecArray | null = quote; m; m = QUOTE.exec(lines[++i] || "")) inside.push(m[1] as string);
      i--;
      out.push({ tag: "blockquote", of: blocks(inside, depth + 1) });
    } else if (item && depth < DEEPEST && (words.length === 0 || !/^\d/.test(item[2] as string) || item[2] === "1.")) {
      flush();
      i = list(lines, i, item, depth, out) - 1;
    } else {
      words.push(line.trim());
    }
  }
  flush();
  return out;
}

/** Reads the list that begins on a line, and returns the line behind it. */
function list(lines: string[], i: number, first: RegExpExecArray, depth: number, out: Part[]): number {
  const numbered = /^\d/.test(first[2] as string);
  const all: Part = { tag: numbered ? "ol" : "ul", of: [] };
  if (numbered && parseInt(first[2] as string, 10) !== 1) all.start = parseInt(first[2] as string, 10);
  const indent = (first[1] as string).length;
  out.push(all);
  for (let item: RegExpExecArray | null = first; item; ) {
    const inside = [item[3] as string];
    const deep = (item[0] as string).length - (item[3] as string).length;
    let next = i + 1;
    for (; next < lines.length; next++) {
      const line = lines[next] as string;
      const found = ITEM.exec(line);
      if (line.trim() === "") {
        const after = lines[next + 1] || "";
        if (after.trim() === "" || indentOf(after) <= indent) break;
        inside.push("");
      } else if (found ? (found[1] as string).length <= indent : indentOf(line) <= indent && (lines[next - 1] as string).trim() === "") {
        break;
      } else {
        inside.push(line.slice(Math.min(deep, indentOf(line))));
      }
    }
    const of = blocks(inside, depth + 1);
    const [only] = of;
    // The words of an item need no paragraph around them, if its first part is that.
    all.of.push({ tag: "li", of: only && only.tag === "p" ? [...only.of, ...of.slice(1)] : of });
    while (next < lines.length && (lines[next] as string).trim() === "" && ITEM.test(lines[next + 1] || "")) next++;
    i = next;
    item = next < lines.length ? ITEM.exec(lines[next] as string) : null;
    if (item && ((item[1] as string).length < indent || /^\d/.test(item[2] as string) !== numbered)) item = null;
  }
  return i;
}

function indentOf(line: string): number {
  return line.length - line.replace(/^\s+/, "").length;
}

const SIGNS: [sign: string, tag: Part["tag"]][] = [["**", "strong"], ["__", "strong"], ["~~", "del"], ["*", "em"], ["_", "em"]];
const LINK = /^!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}(?: "[^"\n]{0,300}")?\)/;

/** Reads what stands in a line, or several. */
export function inline(text: string): Inside {
  const out: Inside = [];
  const missing = new Set<string>(); // signs that close nowhere from here on
  let words = "";
  const flush = (): void => {
    if (words) out.push(words);
    words = "";
  };
  for (let i = 0; i < text.length; ) {
    const at = text[i] as string;
    if (at === "\\" && /[!-/:-@[-`{-~]/.test(text[i + 1] || "")) {
      words += text[i + 1];
      i += 2;
      continue;
    }
    if (at === "`") {
      const sign = (/^`+/.exec(text.slice(i, i + 20)) as RegExpExecArray)[0];
      const end = missing.has(sign) ? -1 : text.indexOf(sign, i + sign.length);
      if (end > 0) {
        flush();
        out.push({ tag: "code", of: [text.slice(i + sign.length, end).trim()] });
        i = end + sign.length;
        continue;
      }
      missing.add(sign);
      words += sign;
      i += sign.length;
      continue;
    }
    if (at === "[" || at === "!" && text[i + 1] === "[") {
      const link = LINK.exec(text.slice(i, i + 1700));
      if (link) {
        flush();
        out.push(...inline(link[1] as string));
        i += (link[0] as string).length;
        continue;
      }
    }
    const end = closing(text, i, missing);
    if (end) {
      flush();
      out.push({ tag: end.tag, of: inline(text.slice(i + end.size, end.at)) });
      i = end.at + end.size;
      continue;
    }
    words += at;
    i++;
  }
  flush();
  return out;
}

/** Finds where what a sign opens is closed, if one stands there. */
function closing(text: string, i: number, missing: Set<string>): { tag: Part["tag"]; at: number; size: number } | null {
  for (const [sign, tag] of SIGNS) {
    if (!text.startsWith(sign, i) || missing.has(sign)) continue;
    const before = text[i - 1] || " ";
    if (/\s|^$/.test(text[i + sign.length] || "") || sign[0] === "_" && /\w/.test(before)) continue;
    for (let at = text.indexOf(sign, i + sign.length), tries = 0; ; at = text.indexOf(sign, at + 1), tries++) {
      if (at < 0 || tries > 20) {
        if (at < 0) missing.add(sign);
        break;
      }
      const inside = text[at - 1] as string;
      const behind = text[at + sign.length] || " ";
      if (at > i + sign.length && !/\s/.test(inside) && (sign.length > 1 || behind !== sign && inside !== sign) && (sign[0] !== "_" || !/\w/.test(behind))) {
        return { tag, at, size: sign.length };
      }
    }
  }
  return null;
}

/** The elements of notes. */
export function markdown(text: string): HTMLElement[] {
  return parts(text).map(element);
}

export function element(part: Part): HTMLElement {
  const made = h(part.tag, { class: part.class, start: part.start, dir: /^(p|li|blockquote)$/.test(part.tag) ? "auto" : null });
  for (const inside of part.of) made.append(typeof inside === "string" ? plain(inside) : element(inside));
  return made;
}
