// The urgent message, for whoever may take it back.

import { button } from "../../kit/button";
import { h, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { board as screens } from "../screens/board";
import { warnedWords } from "../screens/words";
import { notices } from "./notice";
import { openNotice } from "./dialog";

export function noticeBoard(): HTMLElement {
  const text = h("p", { class: "notice-board-text", dir: "auto", tabindex: 0 }); // a long one is scrolled
  const where = h("span", { class: "notice-board-screens" });
  const acts = h("div", { class: "notice-board-acts" },
    button({ text: "Change", label: "Change the urgent message", click: openNotice }),
    button({ text: "Take back", label: "Take back the urgent message", class: "is-primary", click: () => void notices.takeBack() }));
  const board = h("section", { class: "notice-board", "aria-label": "Urgent message on every screen", hidden: true },
    h("div", { class: "notice-board-said" },
      h("p", { class: "notice-board-where", role: "status" }, icon("warning", 20), where),
      h("div", { role: "alert" }, text)), // alone: an alert is read out from its beginning at each change
    acts);
  const tell = (): void => setText(where, warnedWords(screens.sums));
  screens.listen(tell);
  tell();
  notices.listen(() => {
    board.hidden = notices.text === "";
    setText(text, notices.text);
  });
  return board;
}
