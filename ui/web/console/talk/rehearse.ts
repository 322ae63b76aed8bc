// The rehearsal: the clock runs, the times of the slides are kept, and nobody sees it.

import { button } from "../../kit/button";
import { setText } from "../../kit/dom";
import { say } from "../../kit/toast";
import { openTime } from "./time-dialog";
import type { Desk, Tool } from "./tool";

export function rehearseTool(desk: Desk): Tool {
  const toggle = button({ icon: "timer", text: "Rehearse", title: "Rehearse: the clock runs, and nobody sees it (T)", class: "is-quiet rehearse-button", click: () => void run() });
  const words = toggle.querySelector<HTMLElement>(".button-text")!;
  const run = async (): Promise<void> => {
    const { deck } = desk;
    if (!deck) return;
    const ends = deck.rehearsing === true;
    await desk.change({ rehearsing: !ends });
    if (!ends) {
      if (!desk.deck?.rehearsing) return; // an open deck is not: talk.ts says so
      desk.announce("Rehearsal. The clock runs, and nobody sees this deck.");
    } else if (!desk.deck?.rehearsing) say("The rehearsal’s times are kept.", { label: "Show", run: () => openTime(desk, () => undefined) });
  };
  return {
    button: toggle,
    update() {
      const { deck } = desk;
      toggle.hidden = !deck || deck.live;
      setText(words, deck?.rehearsing ? "End rehearsal" : "Rehearse");
      toggle.setAttribute("aria-pressed", String(deck?.rehearsing === true));
    },
    status: () => (desk.deck?.rehearsing ? { tone: "off", label: "Rehearsal", text: "The clock runs, and the time of each slide is kept." } : undefined),
  };
}
