// A screen by the hours of the day: dimmed, or black while nothing is live. The program of
// `lectern kiosk` switches the panel off then.

import { request } from "../line/api";
import { hoursIn, levelAt, type Hours } from "./hours";

const LOOK_EVERY = 10_000;

export class Night {
  private readonly cover = document.createElement("div");
  private readonly off: Hours[];
  private readonly dim: Hours[];
  /** The program that shows this page can switch the panel off. */
  private readonly hasPanel: boolean;
  private isOff = false;

  /** search is the page's; rests tells that nothing is live: what goes round between talks is no reason to be on. */
  constructor(parent: HTMLElement, search: URLSearchParams, private readonly rests: () => boolean) {
    this.off = hoursIn(search.get("off") || "");
    this.dim = hoursIn(search.get("dim") || "");
    this.hasPanel = search.has("panel");
    if (this.off.length === 0 && this.dim.length === 0) return;
    this.cover.className = "night";
    this.cover.setAttribute("aria-hidden", "true");
    parent.appendChild(this.cover);
    window.setInterval(() => this.look(), LOOK_EVERY);
    this.look();
  }

  /** Something else is shown: a talk is not waited for. */
  look(): void {
    if (!this.cover.parentNode) return;
    const now = new Date();
    const off = this.rests() && levelAt(this.off, now) === 0;
    this.cover.style.opacity = String(off ? 1 : 1 - levelAt(this.dim, now));
    if (off === this.isOff) return;
    this.isOff = off;
    // The panel takes its time: a page that is black shows no less.
    if (this.hasPanel) request("/finding/panel", { method: "POST", json: { on: !off } }).catch(() => undefined);
  }
}
