// The audience's view on the other screen: one laptop, and a cable to the projector.

import { button } from "../../kit/button";
import { setAttribute } from "../../kit/dom";
import { keyOf } from "../../kit/keys";
import { nativeWindow } from "../screen/native";
import { canPopUp, isPoppedUp, togglePopup } from "../screen/popup";
import { Second } from "../screen/second";
import type { Desk, Tool } from "./tool";

const TITLE = "Audience’s view on the other screen";

export function screensTool(desk: Desk): Tool {
  const ask = nativeWindow();
  if (!ask && !canPopUp()) return {};
  const second = ask ? new Second(ask, () => desk.render()) : null;
  const toggle = async (): Promise<void> => {
    await (second ? second.toggle() : togglePopup());
    desk.render();
  };
  const sign = button({ icon: "screen", label: TITLE, title: `${TITLE} (Shift V)`, class: "is-quiet screens-button", click: () => void toggle() });
  return {
    button: sign,
    key(event) {
      const key = keyOf(event);
      if (key === "Shift+v") void toggle();
      else if (key === "Shift+s" && second) void second.swap();
      else return false;
      return true;
    },
    update() {
      const open = second ? second.open : isPoppedUp();
      setAttribute(sign, "aria-pressed", String(open));
      setAttribute(sign, "title", second?.where ? `${TITLE}: ${second.where} (Shift V; Shift S swaps)` : `${TITLE} (Shift V)`);
    },
  };
}
