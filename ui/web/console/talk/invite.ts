// How to join, on the room's screens: by one key, until the next move, Esc or the same key.

import { button } from "../../kit/button";
import { setAttribute } from "../../kit/dom";
import { keyOf } from "../../kit/keys";
import type { Desk, Tool } from "./tool";

export function inviteTool(desk: Desk): Tool {
  const toggle = (): void => desk.toggle("inviting");
  const sign = button({ icon: "qr", label: "How to join, on the screens", title: "How to join, on the screens (Shift Q)", class: "is-quiet", click: toggle });
  return {
    button: sign,
    key(event) {
      const key = keyOf(event);
      if (key !== "Shift+q" && !(key === "Escape" && desk.deck?.inviting)) return false;
      toggle();
      return true;
    },
    update: () => setAttribute(sign, "aria-pressed", String(desk.deck?.inviting === true)),
    status: () => (desk.deck?.inviting ? { tone: "tool", label: "How to join", text: "The address lies over the slide until you move on (Esc)." } : undefined),
  };
}
