// A deck that goes on by itself: after so many seconds, as its file says or the presenter.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { h, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { keyOf } from "../../kit/keys";
import { clockNow, learnClock } from "../../line/clock";
import type { DeckState, TalkSlide } from "../../wire";
import type { Desk, Tool } from "./tool";

/** What the database takes. */
const LEAST = 0.5;
const MOST = 86_400;
const USUAL = 20;

/** Whether a deck can go on by itself at all: some view says so, or the deck. */
export function advances(deck: Pick<DeckState, "advance_every">, slides: readonly Pick<TalkSlide, "stays">[]): boolean {
  return (deck.advance_every || 0) > 0 || slides.some((slide) => slide.stays?.some((stay) => (stay || 0) > 0));
}

/** What is said of it under the slide; "" where there is nothing to say. */
export function advanceWords(deck: Pick<DeckState, "live" | "rehearsing" | "blank" | "paused" | "advancing" | "advance_at" | "advance_every">, slides: readonly Pick<TalkSlide, "stays">[], now: number): string {
  if (!(deck.live || deck.rehearsing) || !advances(deck, slides)) return "";
  if (!deck.advancing) return "Goes on by hand";
  if (deck.advance_at) return `Goes on in ${Math.max(0, Math.ceil((Date.parse(deck.advance_at) - now) / 1000))} s`;
  return deck.blank ? "Goes on once it is shown again" : deck.paused ? "Goes on with the clock" : "Stays here";
}

/** Seconds as somebody typed them; null for none that can be had. */
export function readSeconds(text: string): number | null {
  const n = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && n >= LEAST && n <= MOST ? n : null;
}

export function advanceTool(desk: Desk): Tool {
  const words = h("span", { class: "tabular" });
  const toggle = button({ icon: "pause", text: "Pause", title: "Pause or go on by itself (A)", click: () => run() });
  const foot = h("div", { class: "advance", role: "group", "aria-label": "Goes on by itself", hidden: true }, words, toggle);
  let ticking = 0;

  const run = (): void => desk.toggle("advancing");
  const tick = (): void => {
    const { deck } = desk;
    const said = deck ? advanceWords(deck, desk.slides, clockNow()) : "";
    foot.hidden = said === "";
    setText(words, said);
    const does = deck?.advancing ? "Pause" : "Go on by itself";
    if (toggle.textContent !== does) toggle.replaceChildren(icon(deck?.advancing ? "pause" : "play"), h("span", { class: "button-text", text: does }));
    const counts = Boolean(deck?.advance_at);
    if (counts && !ticking) {
      void learnClock();
      ticking = window.setInterval(tick, 250);
    } else if (!counts) stop();
  };
  const stop = (): void => {
    window.clearInterval(ticking);
    ticking = 0;
  };
  return {
    button: button({ icon: "auto", title: "Go on by itself (A)", class: "is-quiet advance-button", click: () => open(desk) }),
    foot,
    key(event) {
      if (keyOf(event) !== "a" || !desk.deck) return false;
      if ((desk.deck.live || desk.deck.rehearsing) && advances(desk.deck, desk.slides)) run();
      else open(desk);
      return true;
    },
    update: tick,
    leave: stop,
  };
}

/** Asks how long each slide stays. */
function open(desk: Desk): void {
  const { deck } = desk;
  if (!deck) return;
  const seconds = h("input", { class: "field tabular", type: "number", min: LEAST, max: MOST, step: "any", inputmode: "decimal", "aria-label": "Seconds", value: deck.advance_every || USUAL });
  const loop = h("input", { type: "checkbox", checked: deck.advance_loop === true });
  const wrong = h("p", { class: "import-error", role: "alert", hidden: true });
  const said = desk.slides.filter((slide) => slide.stays?.some((stay) => stay !== null)).length;
  const now = deck.live || deck.rehearsing;
  const dialog = new Dialog({ title: "Go on by itself", class: "dialog-ask" });
  const save = (advancing: boolean): void => {
    const every = readSeconds(seconds.value);
    if (advancing && every === null) {
      wrong.hidden = false;
      setText(wrong, `Say how many seconds: from ${LEAST} to ${MOST}.`);
      seconds.focus();
      return;
    }
    dialog.close();
    void desk.change({ advance_loop: loop.checked, advancing, ...(every === null ? {} : { advance_every: every }) });
    desk.announce(!advancing ? "Goes on by hand." : now ? `Goes on every ${every} seconds.` : "Goes on by itself once it is live.");
  };
  const start = deck.advancing ? "Save" : now ? "Start" : "Start when it is live";
  seconds.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    save(true);
  });
  dialog.body.append(
    h("p", { text: "Each slide, and each of its steps, stays for so long; then the deck goes on. Any move by hand holds it, and so do black, white and freeze." }),
    said > 0 ? h("p", { text: `The file says itself how long ${said === desk.slides.length ? "the slides stay" : said === 1 ? "one slide stays" : `${said} slides stay`}; this is for the others.` }) : "",
    h("p", { class: "plan-field" }, seconds, " seconds"),
    h("label", { class: "check" }, loop, " From the end to the beginning, again and again"),
    wrong,
    h("div", { class: "dialog-actions" },
      deck.advancing ? button({ text: "Pause", class: "dialog-aside", click: () => save(false) }) : "",
      button({ text: "Cancel", click: () => dialog.close() }),
      button({ text: start, class: "is-primary", click: () => save(true) })),
  );
  dialog.show(seconds);
  seconds.select();
}
