// In what order decks stand in the library. The live one comes first in any.

import { h } from "../../kit/dom";
import { recall, remember } from "../../kit/settings";
import type { Deck } from "../decks";

const ORDERS = { newest: "Newest first", presented: "Last presented first", title: "By title" } as const;

export type By = keyof typeof ORDERS;

/** Decks, of which those that are given are the newest first. */
export function sorted<T extends Pick<Deck, "live" | "title" | "presented_at">>(decks: readonly T[], by: By): T[] {
  const list = decks.slice();
  if (by === "title") list.sort((a, b) => a.title.localeCompare(b.title));
  // Those that never were come last, the newest of them first: a sort keeps what is alike in its order.
  if (by === "presented") list.sort((a, b) => (Date.parse(b.presented_at || "") || 0) - (Date.parse(a.presented_at || "") || 0));
  return [...list.filter((deck) => deck.live), ...list.filter((deck) => !deck.live)];
}

export class Order {
  readonly element: HTMLSelectElement;

  constructor(changed: () => void) {
    const by = recall<By>("library.order", "newest");
    this.element = h("select", { class: "field library-order", "aria-label": "Order", onchange: () => {
      remember("library.order", this.element.value);
      changed();
    } }, ...Object.entries(ORDERS).map(([value, text]) => h("option", { value, text })));
    this.element.value = by in ORDERS ? by : "newest";
  }

  sort(decks: readonly Deck[]): Deck[] {
    return sorted(decks, this.element.value as By);
  }
}
