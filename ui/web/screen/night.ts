// A screen by the hours of the day: dimmed, or black while nothing is live. The program of
// `lectern kiosk` switches the panel off then.

import { request } from "../line/api";
import { onServerTime, serverNow } from "../line/server-time";
import { hoursIn, levelAt, type Hours } from "./hours";
import { Panel } from "./panel";
import { minuteHere } from "./venue";

const LOOK_EVERY = 10_000;
/** A small computer without a battery has a wrong clock; the server's counts, where that is heard of so soon. */
const CLOCK_WITHIN = 5000;
/** Televisions take their time. */
const SWITCH_WITHIN = 60_000;

export interface Nights {
  /** Nobody has to see anything: what goes round between talks is no reason to be on. */
  rests(): boolean;
  /** It is off, or on again; stuck says that the panel does not do as it is told. */
  changed?(off: boolean, stuck: boolean): void;
}

export class Night {
  private readonly cover = document.createElement("div");
  private readonly off: Hours[];
  private readonly dim: Hours[];
  /** Where the program that shows this page can switch it off. */
  private readonly panel: Panel | null = null;
  private knowsTime = false;
  private dark = false;

  /** search is the kiosk page's. */
  constructor(parent: HTMLElement, search: URLSearchParams, private readonly nights: Nights) {
    this.off = hoursIn(search.get("off") || "");
    this.dim = hoursIn(search.get("dim") || "");
    if (this.off.length === 0 && this.dim.length === 0) return;
    if (search.has("panel") && this.off.length > 0) {
      this.panel = new Panel(
        (on) => request("/finding/panel", { method: "POST", timeout: SWITCH_WITHIN, json: { on } }),
        (stuck) => this.nights.changed?.(this.dark, stuck),
      );
    }
    this.cover.className = "night";
    this.cover.style.opacity = "0"; // too much is shown, rather than too little, until the time is known
    this.cover.setAttribute("aria-hidden", "true");
    parent.appendChild(this.cover);
    window.setInterval(() => this.look(), LOOK_EVERY);
    const knows = (): void => {
      this.knowsTime = true;
      this.look();
    };
    onServerTime(knows);
    window.setTimeout(knows, CLOCK_WITHIN);
  }

  get isOff(): boolean {
    return this.dark;
  }

  /** Something else is shown: a talk is not waited for. */
  look(): void {
    if (!this.cover.parentNode || !this.knowsTime) return;
    const now = minuteHere(new Date(serverNow()));
    const was = this.dark;
    this.dark = this.nights.rests() && levelAt(this.off, now) === 0;
    this.cover.style.opacity = String(this.dark ? 1 : 1 - levelAt(this.dim, now));
    this.panel?.be(!this.dark); // it takes its time: a page that is black shows no less
    if (this.dark !== was) this.nights.changed?.(this.dark, this.panel?.stuck === true);
  }
}
