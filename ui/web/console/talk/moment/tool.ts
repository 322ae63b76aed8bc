// The drawing board, and pictures, as a tool of the talk.

import { button } from "../../../kit/button";
import { setAttribute } from "../../../kit/dom";
import { keyOf } from "../../../kit/keys";
import type { Desk, Tool } from "../tool";
import { openMoment } from "./dialog";
import { backToTalk, mayShow, showBoard } from "./moment";

export function momentTool(desk: Desk): Tool {
  const away = (): boolean => Boolean(desk.deck?.interlude_of);
  const board = (): void => {
    if (away()) void backToTalk();
    else if (mayShow(desk.deck)) void showBoard();
  };
  const open = (): void => {
    if (away()) void backToTalk();
    else if (mayShow(desk.deck)) openMoment(desk.deck);
  };
  const sign = button({ icon: "board", label: "For a moment: a board, a picture", title: "For a moment: a drawing board (Shift B), a picture (Shift P)", class: "is-quiet", click: open });
  return {
    button: sign,
    key(event) {
      const key = keyOf(event);
      if (key === "Escape" && away()) void backToTalk();
      else if (key === "Shift+b") board();
      else if (key === "Shift+p") open();
      else return false;
      return true;
    },
    update: () => setAttribute(sign, "aria-pressed", String(away())),
    status: () => (away() ? { tone: "tool", label: "For a moment", text: "The room sees this in the midst of your talk. → or Esc leads back." } : undefined),
  };
}
