// The button to the screens, with how many of them need a look.

import { button } from "../../kit/button";
import { h, setAttribute, setText } from "../../kit/dom";
import { board } from "./board";
import { openScreens } from "./dialog";
import { sumsWords } from "./words";

export function screensSign(): HTMLButtonElement {
  const look = h("span", { class: "screens-look", "aria-hidden": "true", hidden: true });
  const sign = button({ icon: "screens", title: "Screens", class: "is-quiet screens-sign", click: openScreens });
  sign.append(look);
  const update = (): void => {
    const { sums } = board;
    setText(look, sums.look > 99 ? "99+" : String(sums.look));
    look.hidden = sums.look === 0;
    setAttribute(sign, "title", `Screens (Shift K): ${sumsWords(sums)}`);
    setAttribute(sign, "aria-label", `Screens: ${sumsWords(sums)}`);
  };
  board.listen(update);
  update();
  return sign;
}
