// The window of `lectern kiosk`: its program looks for the server while that is away, and
// has a page that says so. In any other browser there is no such program.

import { request } from "../line/api";
import type { Status } from "../line/subscription";

/** A line that is back at once is no reason to go. */
const ASK_EVERY = 2000;
const PAGE = "/finding";

export class Home {
  private timer = 0;
  private away = false;

  /** search is the page's; shows tells whether there is something on the screen worth staying for. */
  constructor(private readonly search: URLSearchParams, private readonly shows: () => boolean) {
    document.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) this.go();
    });
    document.addEventListener("pointerdown", () => this.go());
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
      if (this.away && !this.shows()) this.go();
    } catch {
      this.away = false; // the program is ending, or about to be back
    }
    this.timer = window.setTimeout(() => void this.ask(), ASK_EVERY);
  }

  /** Somebody at the screen wants to know, or to choose another server. */
  private go(): void {
    if (this.away) location.replace(PAGE);
  }
}
