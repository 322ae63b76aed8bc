// Marks in notes that say at which step they are meant: [click] for the next one,
// [click:3] for the third from there on, as Slidev has them.

import type { Inside, Part } from "../../kit/markdown";

const MARK = /\[click(?::(\d{1,3}))?\][ \t]*/i;

/** The class of what is said at a step. */
export function clickClass(click: number): string {
  return "click-" + click;
}

/** Takes the marks out, and puts the words between them into a span for each step; what has no marks stays as it is. */
export function atClicks(parts: readonly Part[]): { parts: Part[]; clicks: number[] } {
  const clicks = [0];
  const walk = (inside: Inside): Inside => {
    const out: Inside = [];
    for (const one of inside) {
      if (typeof one !== "string") {
        out.push({ ...one, of: one.tag === "pre" || one.tag === "code" ? one.of.slice() : walk(one.of) });
        continue;
      }
      let rest = one;
      for (let mark = MARK.exec(rest); mark; mark = MARK.exec(rest)) {
        put(out, rest.slice(0, mark.index));
        clicks.push((clicks[clicks.length - 1] as number) + Math.max(1, Number(mark[1] || 1)));
        rest = rest.slice(mark.index + mark[0].length);
      }
      put(out, rest);
    }
    return out;
  };
  const put = (out: Inside, words: string): void => {
    if (words.trim()) out.push({ tag: "span", class: clickClass(clicks[clicks.length - 1] as number), of: [words] });
    else if (words && out.length > 0) out.push(words);
  };
  const marked = parts.map((part) => ({ ...part, of: part.tag === "pre" ? part.of : walk(part.of) }));
  return clicks.length > 1 ? { parts: marked.filter((part) => part.of.length > 0), clicks } : { parts: parts.slice(), clicks };
}

/** Which of the clicks a step is at: the last one that it has come to. */
export function clickAt(clicks: readonly number[], step: number): number {
  return clicks.reduce((at, click) => (click <= step ? click : at), 0);
}
