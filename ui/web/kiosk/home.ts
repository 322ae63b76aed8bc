// The window of `lectern kiosk`: its program looks for the server while that is away, and
// has a page that says so. In any other browser there is no such program.

import { request } from "../line/api";
import type { Status } from "../line/subscription";

/** A line that is back at once is no reason to go. */
const ASK_EVERY = 2000;
const PAGE = "/finding";

export interface Shown {
  /** Something is on the screen that is worth staying for. */
  shows(): boolean;
  /** It is an urgent message: nobody who passes by takes that off. */
  urgent(): boolean;
}

export class Home {
  private timer = 0;
  private away = false;

  /** search is the page's. */
  constructor(private readonly search: URLSearchParams, private readonly screen: Shown) {
    document.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) this.touched(event.key === "Escape");
    });
    document.addEventListener("pointerdown", () => this.touched(false));
  }

  hear(status: Status): void {
    window.clearTimeout(this.timer);
    this.away = false;
    if (status === "lost" && this.search.has("program")) void this.ask();
  }

  private async ask(): Promise<void> {
    try {
      const { ready } = await request<{ ready: boolean }>(`${PAGE}/status`);
      if (this.away && ready) window.dispatchEvent(new Event("online")); // as far as this page goes: the line waits no longer
      this.away = !ready;
      if (this.away && !this.screen.shows()) location.replace(PAGE);
    } catch {
      this.away = false; // the program is ending, or about to be back
    }
    this.timer = window.setTimeout(() => void this.ask(), ASK_EVERY);
  }

  /** Somebody at the screen wants to know, or to choose another server; meant says that it is no slip. */
  private touched(meant: boolean): void {
    if (!this.away || (this.screen.urgent() && !meant)) return;
    location.replace(this.screen.shows() ? `${PAGE}?back` : PAGE);
  }
}
