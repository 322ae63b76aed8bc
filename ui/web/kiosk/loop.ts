// What goes round between talks: a view after the other, when the server says so. Each
// comes sealed before its turn, so that all screens show it at once.

import { getIdle } from "../line/api";
import { widthFor } from "../line/ahead";
import { clockNow, learnClock } from "../line/clock";
import { Bundle, Key, type Opened } from "../line/sealed";
import type { SlideView } from "../slide/view";
import type { Between, Show } from "../wire";
import type { AgendaSheet } from "./agenda";

const RETRY = 1000;
/** The next one is fetched a moment after this one is shown: not by all screens at once. */
const AHEAD_AFTER = 200;
const AHEAD_SPREAD = 1000;

export interface LoopHandlers {
  /** Something of the programme is on the screen. */
  shown(show: Show): void;
  /** There is nothing for this screen. */
  nothing(): void;
}

export class Loop {
  private told: Between | null = null;
  private show: Show | null = null;
  private ahead: Bundle | null = null;
  private timer = 0;
  private turn = 0;

  constructor(
    private readonly view: SlideView,
    private readonly agenda: AgendaSheet,
    private screen: string,
    private wanted: string,
    private readonly handlers: LoopHandlers,
  ) {}

  /** Whether the screen is the programme's. */
  get active(): boolean {
    return this.show !== null;
  }

  /** The screen has another name, or speaks other languages. */
  call(screen: string, wanted: string): void {
    if (screen === this.screen && wanted === this.wanted) return;
    this.screen = screen;
    this.wanted = wanted;
    this.ahead = null;
    if (this.told) this.hear(this.told);
  }

  hear(between: Between): void {
    this.told = between;
    const show = ofScreen(between.shows, this.screen);
    if (show && this.show && JSON.stringify(show) === JSON.stringify(this.show)) return;
    if (!show || !(show.deck || show.agenda)) {
      if (this.active) this.stop();
      this.told = between;
      this.handlers.nothing();
      return;
    }
    this.show = show;
    void this.render(show);
  }

  /** A talk begins, or there is nothing any more. */
  stop(): void {
    this.turn++;
    window.clearTimeout(this.timer);
    this.told = this.show = this.ahead = null;
    this.agenda.hide();
  }

  private async render(show: Show): Promise<void> {
    const turn = ++this.turn;
    window.clearTimeout(this.timer);
    try {
      if (show.agenda) await this.agenda.show(show.agenda, this.screen, () => turn === this.turn);
      else {
        const opened = await this.open(show);
        if (turn !== this.turn) return;
        for (const { address, blob } of opened.pictures) this.view.held.put(address, blob);
        this.view.play({ silent: true });
        if (!(await this.view.show(opened.view)) || turn !== this.turn) return;
        this.view.blank("");
        void this.play(turn);
        this.agenda.hide();
      }
      if (turn !== this.turn) return;
      this.handlers.shown(show);
      this.timer = window.setTimeout(() => void this.fetchAhead(turn), AHEAD_AFTER + Math.random() * AHEAD_SPREAD);
    } catch {
      // What was there stays until it can be shown.
      if (turn === this.turn) this.timer = window.setTimeout(() => void this.render(show), RETRY);
    }
  }

  /** Its films begin with it: all screens show it at once. A lobby is not to hear them all day. */
  private async play(turn: number): Promise<void> {
    await learnClock();
    if (turn !== this.turn) return;
    const now = new Date(clockNow()).toISOString();
    this.view.play({ playing: true, played_at: now, since: now, silent: true });
  }

  private async open(show: Show): Promise<Opened> {
    const key = Key.parse(show.key || "");
    if (!key) throw new Error("no key");
    let bundle = this.ahead && this.ahead.isOf(key) ? this.ahead : null;
    this.ahead = null;
    bundle = bundle || (await this.fetch(0));
    const opened = bundle && bundle.open(key);
    if (!opened) throw new Error("another view");
    return opened;
  }

  private async fetchAhead(turn: number): Promise<void> {
    try {
      const bundle = await this.fetch(1);
      if (turn === this.turn) this.ahead = bundle;
      if (!bundle) await this.agenda.refresh(); // it may be next
    } catch {
      // It is asked for when its turn comes.
    }
  }

  private async fetch(k: 0 | 1): Promise<Bundle | null> {
    const bytes = await getIdle(k, widthFor(this.view.neededPixels), this.screen, this.wanted);
    return bytes && new Bundle(bytes);
  }
}

/** What of the programme it is, as the server calls it. */
export function roundOf(show: Show): string {
  return show.agenda ? "agenda" : `${show.deck}/${show.slide}/${show.step || 0}`;
}

/** A screen's own, else that of all others: the last one. */
export function ofScreen(shows: readonly Show[], screen: string): Show | undefined {
  return shows.filter((show) => screen !== "" && show.screen.toLowerCase() === screen.toLowerCase())[0] || shows[shows.length - 1];
}
