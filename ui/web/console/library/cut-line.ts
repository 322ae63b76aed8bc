// Which slides of a deck are cut, in its report: the page lays them out to know.

import { h, setText } from "../../kit/dom";
import { cutSentence } from "../../slide/cut";
import { Survey } from "../../slide/survey";
import type { TalkSlide } from "../../wire";

export class CutLine {
  readonly element = h("p", { hidden: true });
  private readonly survey = new Survey();

  constructor(slides: readonly TalkSlide[]) {
    void this.survey.start(slides, (cuts) => {
      setText(this.element, cutSentence(cuts));
      this.element.hidden = cuts.size === 0;
    });
  }

  stop(): void {
    this.survey.stop();
  }
}
