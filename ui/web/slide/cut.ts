// What of a slide is beyond its edge, once it cannot become smaller.

export interface Cut {
  /** How many of these can be seen whole. */
  fit: number;
  of: number;
  /** "rows", "lines", "points"; "" where there is nothing to count. */
  what: string;
}

/** What people count, and what it is called. */
const COUNTED: [string, string][] = [["table tr", "rows"], ["pre .line", "lines"], ["li", "points"], ["p", "paragraphs"]];

/** So many slides are named in a sentence. */
const NAMED = 6;

/** Says what does not fit on a slide's body. */
export function cutAt(body: HTMLElement): Cut {
  const { right, bottom, left } = body.getBoundingClientRect();
  const slack = (right - left) / 640; // whatever the stage's scale
  for (const [selector, what] of COUNTED) {
    const all = Array.from(body.querySelectorAll(selector));
    const whole = all.filter((each) => each.getBoundingClientRect().bottom <= bottom + slack).length;
    if (whole < all.length) return { fit: whole, of: all.length, what };
  }
  return { fit: 0, of: 0, what: "" };
}

/** "13 of 25 rows fit" */
export function cutWords(cut: Cut): string {
  return cut.of > 0 ? `${cut.fit} of ${cut.of} ${cut.what} fit` : "it is larger than the screen";
}

/** "Slide 4 is cut: 13 of 25 rows fit", or which slides are; "" for none. */
export function cutSentence(cuts: ReadonlyMap<number, Cut>): string {
  const numbers = Array.from(cuts.keys());
  const [first] = numbers;
  if (first === undefined) return "";
  if (numbers.length === 1) return `Slide ${first} is cut: ${cutWords(cuts.get(first) as Cut)}`;
  const named = numbers.slice(0, NAMED);
  const more = numbers.length - named.length;
  const last = more > 0 ? `${more} more` : named.pop(); // there are two at least
  return `Slides ${named.join(", ")} and ${last} are cut: they do not fit on the screen`;
}
