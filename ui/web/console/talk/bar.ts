// The one bar on top: where you are, how long you talk, who follows, and what
// the room is shown. Every button keeps its place whatever the state.

import { button } from "../../kit/button";
import { h, setAttribute, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { SecondPress } from "../../kit/second-press";
import type { Deck } from "../decks";
import type { Blank, Followed, Presence } from "../../wire";
import { backToTalk } from "./moment/moment";
import { type FaceKind, faceKind, figureOf } from "./face";
import { countdown, endsAt, lengthWords, pace, type Plan, timeOfDay } from "./pace";
import type { Stopwatch } from "./stopwatch";

export interface BarHooks {
  library(): void;
  blank(blank: Blank): void;
  share(): void;
  export(): void;
  follows(): void;
  /** Tells what the deck came from. */
  about(): void;
  overview(): void;
  help(): void;
  theme(): void;
  goLive(): void;
  endTalk(): void;
  /** Says something to screen readers. */
  announce(text: string): void;
  timerToggle(): void;
  timerReset(): void;
  /** Shows the plan, and how long the last runs took. */
  time(): void;
}

/** The clock stands beside it. */
export const FACES: readonly FaceKind[] = ["elapsed", "left"];

/** From so many on they stand in two lines, or the title had no room. */
const CROWD = 1000;

export class TalkBar {
  readonly element: HTMLElement;
  private readonly title: HTMLButtonElement;
  private readonly pill = h("span", { class: "pill" });
  private readonly mark: HTMLButtonElement;
  private readonly elapsed = h("span", { class: "timer-elapsed tabular" });
  private readonly pace = h("span", { class: "timer-pace" });
  private readonly planned = h("span", { class: "timer-of" });
  private readonly ends = h("span", { class: "timer-end" });
  private readonly clock = h("span", { class: "talk-clock tabular" });
  private readonly toggle: HTMLButtonElement;
  private readonly followers: HTMLElement;
  private readonly words = h("span", { class: "followers-words tabular" });
  private readonly blanks: Record<"black" | "white" | "freeze", HTMLButtonElement>;
  private readonly live: HTMLButtonElement;
  private readonly endPress = new SecondPress((armed) => this.arm(armed));

  constructor(hooks: BarHooks, private readonly watch: () => Stopwatch, layout: HTMLElement) {
    this.toggle = h("button", { type: "button", class: "button is-quiet timer", onclick: hooks.timerToggle }, icon("timer", 20), h("span", { class: "timer-face" }, this.elapsed, this.pace));
    this.followers = h("p", { class: "followers" }, icon("people", 20), this.words);
    const blank = (name: "black" | "white" | "freeze", text: string, key: string): HTMLButtonElement =>
      button({ icon: name, text, title: `${text} (${key})`, class: "tool", click: () => hooks.blank(name) });
    this.blanks = { black: blank("black", "Black", "B"), white: blank("white", "White", "W"), freeze: blank("freeze", "Freeze", "F") };
    this.live = h("button", { type: "button", class: "button live-button", onclick: () => this.pressLive(hooks) });
    this.title = h("button", { type: "button", class: "talk-about", dir: "auto", onclick: hooks.about });
    this.mark = h("button", { type: "button", class: "pill follow-mark", hidden: true, onclick: hooks.follows }, icon("pencil", 16), h("span"));
    this.element = h("header", { class: "talk-bar" },
      button({ icon: "library", title: "Library", class: "is-quiet", click: hooks.library }),
      h("div", { class: "talk-heading" }, h("h1", { class: "talk-title" }, this.title), this.pill, this.mark),
      h("div", { class: "clockwork", role: "group", "aria-label": "Time" },
        this.toggle,
        button({ icon: "reset", label: "Timer back to zero", title: "Back to zero (R)", class: "is-quiet timer-reset", click: hooks.timerReset }),
        h("button", { type: "button", class: "button is-quiet timer-plan", title: "Time: the plan, and the last runs", onclick: hooks.time }, h("span", { class: "timer-lines" }, this.planned, this.ends), this.clock),
      ),
      this.followers,
      h("div", { class: "talk-tools", role: "group", "aria-label": "What the room sees" }, this.blanks.black, this.blanks.white, this.blanks.freeze),
      h("div", { class: "talk-tools" },
        button({ icon: "grid", title: "All slides (O)", class: "is-quiet grid-button", click: hooks.overview }),
        layout,
        button({ icon: "qr", title: "Address and QR code (Q)", class: "is-quiet", click: hooks.share }),
        button({ icon: "download", title: "Export (E)", class: "is-quiet export-button", click: hooks.export }),
        button({ icon: "sun", title: "Light or dark", class: "is-quiet theme-button", click: hooks.theme }),
        button({ icon: "keyboard", title: "Keys (?)", class: "is-quiet keys-button", click: hooks.help }),
      ),
      this.live,
    );
  }

  /** pending: the room does not have it yet. */
  update(deck: Deck, blank: Blank, pending: boolean): void {
    setText(this.title, deck.title);
    this.title.title = `${deck.title}: how it was imported; replace it by a file`;
    this.pill.className = deck.live ? "pill live" : "pill";
    setText(this.pill, deck.live ? "Live" : "Not live");
    for (const name of ["black", "white", "freeze"] as const) {
      setAttribute(this.blanks[name], "aria-pressed", String(blank === name));
      this.blanks[name].classList.toggle("is-pending", pending && blank === name);
    }
    const live = deck.interlude_of ? "moment" : String(deck.live);
    if (this.live.dataset.live !== live) {
      this.live.dataset.live = live;
      this.endPress.clear();
      this.live.classList.toggle("is-primary", live !== "true");
      this.live.replaceChildren(icon(live === "moment" ? "back" : deck.live ? "stop" : "live", 20), h("span", { text: live === "moment" ? "Back to talk" : deck.live ? "End talk" : "Go live" }));
    }
  }

  /** The mark of a deck that follows files. */
  follows(f: Followed | undefined): void {
    this.mark.hidden = !f;
    if (!f) return;
    setText(this.mark.lastElementChild!, `follows ${f.name}`);
    this.mark.classList.toggle("is-broken", Boolean(f.error));
    setAttribute(this.mark, "title", f.error ? `What was saved of ${f.name} is not shown` : `What you save of ${f.name} is on the screens at once`);
  }

  /** One tap must not end a talk: the same button asks for a second one. */
  private pressLive(hooks: BarHooks): void {
    if (this.live.dataset.live === "moment") void backToTalk();
    else if (this.live.dataset.live !== "true") hooks.goLive();
    else if (this.endPress.press()) hooks.endTalk();
    else hooks.announce("Press once more to end the talk for everyone.");
  }

  private arm(armed: boolean): void {
    this.live.classList.toggle("is-armed", armed);
    if (this.live.dataset.live !== "true") return;
    setText(this.live.lastElementChild!, armed ? "End for all?" : "End talk");
  }

  presence(presence: Presence | null, live: boolean): void {
    this.followers.hidden = !live;
    const { viewers, here, kiosks } = presence || { viewers: 0, here: 0, kiosks: 0 };
    const crowd = viewers >= CROWD;
    this.element.classList.toggle("is-crowded", live && crowd);
    setText(this.words, viewers === 0 ? "0" : `${viewers.toLocaleString()}${crowd ? "\n" : " · "}${here.toLocaleString()} here`);
    const screens = kiosks === 0 ? "" : `, ${kiosks} of them ${kiosks === 1 ? "a screen" : "screens"} on a wall`;
    const told = viewers === 0 ? "Nobody follows yet" : `${viewers} follow${screens}; ${here} have this slide`;
    setAttribute(this.followers, "title", told);
    setAttribute(this.followers, "aria-label", told);
    this.followers.setAttribute("role", "img");
    this.followers.classList.toggle("is-behind", here < viewers);
  }

  /** Called about every second. */
  tick(slide: number, plan: Plan, deck: Pick<Deck, "live" | "rehearsing">): void {
    const watch = this.watch();
    const { elapsed, running } = watch;
    const kind = faceKind(plan.total, FACES);
    const face = figureOf(kind, elapsed, plan.total);
    setText(this.elapsed, face);
    const starts = deck.live || deck.rehearsing ? "Start" : "Rehearse";
    setAttribute(this.toggle, "title", running ? "Pause (T)" : `${starts} (T)`);
    this.toggle.classList.toggle("is-paused", !running);
    const how = pace(elapsed, plan, slide);
    const left = countdown(elapsed, plan.total);
    setText(this.planned, left || (plan.total > 0 ? `of ${lengthWords(plan.total)}` : "Set a length"));
    this.planned.classList.toggle("is-last", left !== "");
    const words = elapsed > 0 && !running ? "paused" : how ? how.text : "";
    setText(this.pace, words);
    this.pace.dataset.pace = running && how ? how.kind : "";
    const figure = kind === "left" ? `${face.replace("−", "")} ${face.startsWith("+") ? "over" : "left"}` : face;
    const said = words ? `${figure}, ${words}` : figure;
    setAttribute(this.toggle, "aria-label", running ? `Pause the timer at ${said}` : `${starts === "Start" ? "Start the timer" : "Rehearse"} at ${said}`);
    setText(this.clock, timeOfDay(Date.now()));
    // What is left counts down in its place.
    const end = left ? null : endsAt(elapsed, plan.total, running, Date.now());
    this.planned.classList.toggle("is-ending", end !== null);
    setText(this.ends, end === null ? "" : `ends ${timeOfDay(end)}`);
  }
}
