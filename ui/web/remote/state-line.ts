// The line under the head: how the talk is, in words, with what can be done about it.

import { driving } from "../console/driving";
import { backToTalk } from "../console/talk/moment/moment";
import { button } from "../kit/button";
import { h, setText } from "../kit/dom";
import type { Offer, Words } from "./words";

const OFFERS: Record<Exclude<Offer, "whole">, { text: string; run(): void }> = {
  take: { text: "Take over", run: () => void driving.take() },
  ask: { text: "Ask", run: () => void driving.ask(true) },
  unask: { text: "Take back", run: () => void driving.ask(false) },
  give: { text: "Give", run: () => driving.asks && void driving.give(driving.asks.id) },
  back: { text: "Back to talk", run: () => void backToTalk() },
  refuse: { text: "Not now", run: () => void driving.ask(false) },
};

export class StateLine {
  readonly element: HTMLElement;
  private readonly text = h("p", { class: "state-text", role: "status", dir: "auto" });
  private readonly offers = h("div", { class: "state-offers" });
  private offered = "";

  /** whole has the room see all of the slide again. */
  constructor(private readonly whole: () => void) {
    this.element = h("div", { class: "state-line" }, this.text, this.offers);
  }

  show({ tone, text, offers }: Words): void {
    this.element.dataset.tone = tone;
    setText(this.text, text);
    // The same buttons stay: one that is about to be pressed is not made anew.
    const wanted = offers.join(" ");
    if (wanted === this.offered) return;
    this.offered = wanted;
    this.offers.replaceChildren(...offers.map((offer, i) => {
      const { text, run } = offer === "whole" ? { text: "Show all", run: this.whole } : OFFERS[offer];
      return button({ text, class: i === 0 ? "is-primary" : "is-quiet", click: run });
    }));
  }
}
