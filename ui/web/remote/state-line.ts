// The line under the head: how the talk is, in words, with what can be done about it.

import { driving } from "../console/driving";
import { backToTalk } from "../console/talk/moment/moment";
import { button } from "../kit/button";
import { h, setText } from "../kit/dom";
import type { DeckChange } from "../wire";
import type { Offer, Words } from "./words";

type Own = "whole" | "auto" | "hold";

/** What the deck is asked for; all else is the driver's. */
const CHANGES: Record<Own, { text: string; change: DeckChange }> = {
  whole: { text: "Show all", change: { zoom: null } },
  auto: { text: "Go on by itself", change: { advancing: true } },
  hold: { text: "Pause", change: { advancing: false } },
};

const OFFERS: Record<Exclude<Offer, Own>, { text: string; run(): void }> = {
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

  constructor(private readonly change: (change: DeckChange) => void) {
    this.element = h("div", { class: "state-line" }, this.text, this.offers);
  }

  show({ tone, text, offers }: Words): void {
    this.element.dataset.tone = tone;
    // Nobody wants to hear each second of a countdown.
    this.text.setAttribute("aria-live", /\d s$/.test(text) ? "off" : "polite");
    setText(this.text, text);
    // The same buttons stay: one that is about to be pressed is not made anew.
    const wanted = offers.join(" ");
    if (wanted === this.offered) return;
    this.offered = wanted;
    this.offers.replaceChildren(...offers.map((offer, i) => {
      const one = offer in CHANGES ? CHANGES[offer as Own] : OFFERS[offer as Exclude<Offer, Own>];
      return button({ text: one.text, class: i === 0 ? "is-primary" : "is-quiet", click: () => ("change" in one ? this.change(one.change) : one.run()) });
    }));
  }
}
