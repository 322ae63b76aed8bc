// Slides of all decks in which the words of a search stand, below the decks that have
// them in their titles.

import { count, h, setText } from "../../kit/dom";
import { type Hit, Searching } from "../searching";
import { MOST_HITS } from "../server";

export class Found {
  readonly element: HTMLElement;
  private readonly words = h("h2", { class: "found-words", role: "status" });
  private readonly list = h("ul", { class: "found-list" });
  private wanted = "";
  private readonly searching = new Searching({
    found: (hits) => this.show(hits),
    failed: (why) => {
      this.list.replaceChildren();
      setText(this.words, why);
    },
  });

  constructor(private readonly go: (hit: Hit) => void) {
    this.element = h("section", { class: "found", "aria-label": "Slides that were found", hidden: true }, this.words, this.list);
  }

  search(wanted: string): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.element.hidden = !this.searching.search(wanted);
    setText(this.words, "Searching the slides…");
  }

  private show(hits: readonly Hit[]): void {
    setText(this.words, hits.length === 0 ? "No slide has these words." : hits.length === MOST_HITS ? `The first ${hits.length} slides with these words` : `${count(hits.length, "slide")} with these words`);
    this.list.replaceChildren(...hits.map((hit) =>
      h("li", null,
        h("button", { type: "button", class: "found-hit", onclick: () => this.go(hit) },
          h("span", { class: "found-deck", dir: "auto", text: `${hit.deck_title} · ${hit.slide}` }),
          h("span", { class: "found-title", dir: "auto", text: hit.title || "Untitled" }),
          hit.context && h("span", { class: "found-context", dir: "auto", text: (hit.in_notes ? "Notes: " : "") + hit.context }),
        ))));
  }
}
