// Which board, file or deck the room is to see for a moment.

import { button } from "../../../kit/button";
import { Dialog } from "../../../kit/dialog";
import { h, setText } from "../../../kit/dom";
import { complain } from "../../../kit/toast";
import { sentence } from "../../../line/api";
import type { Deck } from "../../decks";
import { Cover } from "../../library/cover";
import { type Imported, Upload } from "../../library/upload";
import * as server from "../../server";
import { type OnShow, showBoard, showDeck, talkOf } from "./moment";

/** The boards of talks, as library/board.go names them; this one's has a button. */
const BOARD_FILE = "Board.svg";

export function openMoment(live: OnShow): void {
  let upload: Upload | null = null;
  const dialog = new Dialog({ title: "For a moment", class: "dialog-moment", onclose: () => upload?.cancel() });
  const said = h("p", { class: "moment-said", role: "status" });
  const list = h("ul", { class: "moment-list" });
  const done = (show: () => Promise<void>): void => {
    upload = null;
    dialog.close();
    void show();
  };
  const take = (file: File | undefined): void => {
    if (!file) return;
    upload?.cancel();
    setText(said, `Reading ${file.name}…`);
    upload = new Upload([{ file, path: file.name }], "", {
      sent: () => undefined,
      done: (deck: Imported) => done(() => showDeck(deck.id, live)),
      failed: (error) => setText(said, sentence(error.message)),
    });
    upload.start();
  };
  const input = h("input", { type: "file", class: "visually-hidden", tabindex: "-1", "aria-label": "A file", onchange: () => take(input.files?.[0]) });
  const board = button({ icon: "board", text: "Drawing board", title: "Drawing board (Shift B)", class: "is-primary", click: () => done(() => showBoard(false)) });
  const dark = button({ icon: "board", text: "Dark board", title: "A drawing board for a dark room; Shift B shows the one that was taken last", click: () => done(() => showBoard(true)) });
  // Dropped here it is meant for here.
  dialog.element.addEventListener("dragover", (event) => event.preventDefault());
  dialog.element.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    take(event.dataTransfer?.files[0]);
  });
  dialog.body.append(
    h("p", { text: "Every screen shows it at once; → or Esc leads back to where the talk is. The board is this talk’s own: what you draw there is there again." }),
    h("div", { class: "moment-ways" }, board, dark, button({ icon: "picture", text: "A picture from a file", click: () => input.click() }), input),
    said, list);
  dialog.show(board);
  void server.listDecks().then((decks) => {
    const others = decks.filter((deck) => deck.id !== talkOf(live) && deck.source !== BOARD_FILE);
    list.replaceChildren(...others.map((deck) => h("li", null, tile(deck, () => done(() => showDeck(deck.id, live))))));
  }, complain);
}

function tile(deck: Deck, click: () => void): HTMLElement {
  const cover = new Cover();
  cover.show(deck);
  const where = deck.slides > 1 ? `Slide ${deck.current_slide} of ${deck.slides}` : "";
  return h("button", { type: "button", class: "moment-deck", onclick: click }, cover.element,
    h("span", { class: "moment-title", dir: "auto", text: deck.title }), where && h("span", { class: "moment-where tabular", text: where }));
}
