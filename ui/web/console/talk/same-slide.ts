// Which slide of a deck that has other slides by now is one that it had: by its words,
// where these say it.

import type { TalkSlide } from "../../wire";

type Worded = Pick<TalkSlide, "slide" | "title" | "text">;

/** The one slide that has its words, else the one that has its title. Undefined where there is none, or there are several. */
export function sameSlide<S extends Worded>(slide: Worded, now: readonly S[]): S | undefined {
  for (const words of [whole, title]) {
    const wanted = words(slide);
    const like = wanted === "" ? [] : now.filter((one) => words(one) === wanted);
    if (like.length === 1) return like[0];
  }
  return undefined;
}

function title(slide: Worded): string {
  return slide.title.trim();
}

function whole(slide: Worded): string {
  return `${slide.title}\n${slide.text}`.trim();
}
