// What says in the library that a talk is going on, and leads back to it.

import { button } from "../../kit/button";
import { h, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import type { Deck } from "../decks";

export class LiveBar {
  readonly element: HTMLElement;
  private readonly words = h("span", { dir: "auto" });
  private deck: Deck | undefined;

  constructor(open: (deck: Deck) => void) {
    this.element = h("div", { class: "live-bar", role: "region", "aria-label": "Live", hidden: true },
      icon("live", 20), h("p", null, h("strong", { text: "Live: " }), this.words),
      button({ text: "Return", title: "Return to the talk", class: "live-return", click: () => this.deck && open(this.deck) }),
    );
  }

  show(deck: Deck | undefined): void {
    this.deck = deck;
    this.element.hidden = !deck;
    if (deck) setText(this.words, deck.title);
  }
}
