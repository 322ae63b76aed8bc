// Who drives, in the talk: a sentence while another device does, and a bar over the
// slide where somebody asks, or is asked.

import { button } from "../../kit/button";
import { h, setText } from "../../kit/dom";
import { driving } from "../driving";
import type { Status } from "./status";
import type { Desk, Tool } from "./tool";

export function driverTool(desk: Desk): Tool {
  const words = h("p", { class: "driver-words", role: "status", dir: "auto" });
  const give = button({ text: "Give", class: "is-primary", click: () => driving.asks && void driving.give(driving.asks.id) });
  const refuse = button({ text: "Not now", click: () => void driving.ask(false) });
  const unask = button({ text: "Take back", click: () => void driving.ask(false) });
  const overlay = h("div", { class: "driver-ask", hidden: true }, h("div", { class: "driver-bar" }, words, give, refuse, unask));
  driving.listen(() => desk.render());
  return {
    overlay,
    update: () => {
      const { asks, asked, mine, other } = driving;
      const live = desk.deck?.live === true;
      overlay.hidden = !live || !(asked || (mine && asks));
      give.hidden = refuse.hidden = !mine;
      unask.hidden = !asked;
      if (!overlay.hidden) setText(words, asked ? `${other?.name ?? "Another device"} was asked to let this one drive` : `${asks?.name} asks to drive`);
    },
    status: () => (desk.deck?.live && driving.other ? whoDrives(driving.other.name, driving.armed) : undefined),
  };
}

/** The talk is no less live for it: a phone in the speaker's hand is the usual driver. */
function whoDrives(name: string, armed: boolean): Status {
  return armed
    ? { tone: "driven", label: `${name} drives`, text: "Press again to take over." }
    : { tone: "live", label: `${name} drives`, text: "The room sees this slide. Press a key twice to take over." };
}
