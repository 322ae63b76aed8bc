// A screen by the hours of the day: dimmed, or black while nothing is live. The program of
// `lectern kiosk` switches the panel off then.

import { request } from "../line/api";
import { onServerTime, serverNow } from "../line/server-time";
import { hoursIn, levelAt, type Hours } from "./hours";
import { Panel } from "./panel";

const LOOK_EVERY = 10_000;
/** A small computer without a battery has a wrong clock; the server's counts, where that is heard of so soon. */
const CLOCK_WITHIN = 5000;
/** Televisions take their time. */
const SWITCH_WITHIN = 60_000;

export class Night {
  private readonly cover = document.createElement("div");
  private readonly off: Hours[];
  private readonly dim: Hours[];
  /** Where the program that shows this page can switch it off. */
  private readonly panel: Panel | null = null;
  private knowsTime = false;

  /** search is the page's; rests tells that nobody has to see anything: what goes round between talks is no reason to be on. */
  constructor(parent: HTMLElement, search: URLSearchParams, private readonly rests: () => boolean) {
    this.off = hoursIn(search.get("off") || "");
    this.dim = hoursIn(search.get("dim") || "");
    if (this.off.length === 0 && this.dim.length === 0) return;
    if (search.has("panel") && this.off.length > 0) {
      this.panel = new Panel((on) => request("/finding/panel", { method: "POST", timeout: SWITCH_WITHIN, json: { on } }));
    }
    this.cover.className = "night";
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

  /** Something else is shown: a talk is not waited for. */
  look(): void {
    if (!this.cover.parentNode || !this.knowsTime) return;
    const now = new Date(serverNow());
    const off = this.rests() && levelAt(this.off, now) === 0;
    this.cover.style.opacity = String(off ? 1 : 1 - levelAt(this.dim, now));
    this.panel?.be(!off); // it takes its time: a page that is black shows no less
  }
}
