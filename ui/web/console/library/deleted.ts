// Decks that were deleted, to be brought back while they are kept.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { count, h } from "../../kit/dom";
import { complain, say } from "../../kit/toast";
import type { ListedDeck } from "../../wire";
import * as server from "../server";

/** For so many days they are. */
const KEPT = 30;
const DAY = 86_400_000;

/** How long a deck is still kept, in words. */
export function keptFor(deletedAt: string, now: number): string {
  const days = Math.ceil((Date.parse(deletedAt) + KEPT * DAY - now) / DAY);
  return days <= 1 ? "gone within a day" : `kept for ${days} more days`;
}

/** Opens the list; reload has the library show what is there then. */
export async function openDeleted(reload: () => Promise<void>): Promise<void> {
  const decks = await server.listDeleted();
  const dialog = new Dialog({ title: "Recently deleted", class: "dialog-deleted" });
  const none = h("p", { class: "deleted-none", text: `Nothing was deleted in the last ${KEPT} days.`, hidden: decks.length > 0 });
  const list = h("ul", { class: "deleted-list" });
  for (const deck of decks) {
    const row = rowOf(deck, async () => {
      await server.restoreDeck(deck.id);
      await reload();
      row.remove();
      none.hidden = list.childElementCount > 0;
      (list.querySelector("button") || dialog.element.querySelector("button"))?.focus();
      say(`“${deck.title}” is back.`);
    });
    list.append(row);
  }
  dialog.body.append(none, list);
  dialog.show();
}

function rowOf(deck: ListedDeck, restore: () => Promise<void>): HTMLElement {
  const back = button({ text: "Restore", label: `Restore ${deck.title}`, click: () => {
    back.disabled = true;
    restore().catch((error) => {
      back.disabled = false;
      complain(error);
    });
  } });
  return h("li", { class: "deleted-row" },
    h("div", null,
      h("p", { class: "deleted-title", dir: "auto", text: deck.title }),
      h("p", { class: "deleted-meta", text: [count(deck.slides, "slide"), deck.source, deck.deleted_at && keptFor(deck.deleted_at, Date.now())].filter(Boolean).join(" · ") }),
    ),
    back,
  );
}
