// What a screen reader is told when the presenter goes on: where that is, and of a step
// what is new. The slide's own words stand on the page.

import { headingOf } from "../../slide/heading";
import { added } from "../../slide/spoken";
import type { TalkSlide } from "../../wire";
import { type Place, viewAt } from "../decks";

export function told(slides: readonly TalkSlide[], from: Place, to: Place): string {
  const slide = slides[to.slide - 1];
  if (!slide) return "";
  if (from.slide !== to.slide) {
    const title = headingOf(slide);
    return `Slide ${to.slide} of ${slides.length}${title ? ": " + title : ""}`;
  }
  if (to.step === 0) return `Before the first of ${slide.steps === 1 ? "1 step" : `${slide.steps} steps`}`;
  const news = to.step > from.step ? added(viewAt(slide, to.step)?.text ?? "", viewAt(slide, from.step)?.text ?? "") : "";
  return `Step ${to.step} of ${slide.steps}${news ? ": " + news : ""}`;
}
