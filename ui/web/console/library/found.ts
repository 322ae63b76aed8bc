// Slides of all decks in which the words of a search stand, below the decks that have
// them in their titles.

import { count, h, setText } from "../../kit/dom";
import type { ApiError } from "../../line/api";
import * as server from "../server";

export type Hit = server.Hit;

/** So long after the last letter it is asked for. */
const QUIET = 250;
const LEAST = 2;

export class Found {
  readonly element: HTMLElement;
  private readonly words = h("h2", { class: "found-words", role: "status" });
  private readonly list = h("ul", { class: "found-list" });
  private wanted = "";
  private timer = 0;

  constructor(private readonly go: (hit: Hit) => void) {
    this.element = h("section", { class: "found", "aria-label": "Slides that were found", hidden: true }, this.words, this.list);
  }

  search(wanted: string): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    window.clearTimeout(this.timer);
    this.element.hidden = wanted.length < LEAST;
    if (this.element.hidden) return;
    setText(this.words, "Searching the slides…");
    this.timer = window.setTimeout(() => void this.ask(wanted), QUIET);
  }

  private async ask(wanted: string): Promise<void> {
    try {
      const hits = await server.search(wanted);
      if (wanted === this.wanted) this.show(hits);
    } catch (error) {
      if (wanted !== this.wanted) return;
      this.list.replaceChildren();
      setText(this.words, (error as ApiError).detail || "The slides cannot be searched now.");
    }
  }

  private show(hits: readonly Hit[]): void {
    setText(this.words, hits.length === 0 ? "No slide has these words." : hits.length === server.MOST_HITS ? `The first ${hits.length} slides with these words` : `${count(hits.length, "slide")} with these words`);
    this.list.replaceChildren(...hits.map((hit) =>
      h("li", null,
        h("button", { type: "button", class: "found-hit", onclick: () => this.go(hit) },
          h("span", { class: "found-deck", dir: "auto", text: `${hit.deck_title} · ${hit.slide}` }),
          h("span", { class: "found-title", dir: "auto", text: hit.title || "Untitled" }),
          hit.context && h("span", { class: "found-context", dir: "auto", text: (hit.in_notes ? "Notes: " : "") + hit.context }),
        ))));
  }
}
