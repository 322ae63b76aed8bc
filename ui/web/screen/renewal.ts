// Loading the page anew: when somebody at the console wants it, and when the server has
// other pages than this one.

import { recall, remember } from "../kit/settings";

/** Servers of two versions may take turns: each time it would be the wrong page again. */
const SELDOM = 60_000;
/** All screens hear of a new server at once. */
const SPREAD = 2000;
const TRY_AGAIN = 3000;

export class Renewal {
  private timer = 0;

  /** Loads the page anew where pages, which the server has, are others. */
  check(pages: string): void {
    const own = document.querySelector<HTMLMetaElement>('meta[name="lectern-pages"]')?.content || "";
    window.clearTimeout(this.timer);
    if (!isOther(own, pages)) return;
    const wait = due(recall("renewed", 0), Date.now());
    this.timer = window.setTimeout(() => {
      remember("renewed", Date.now());
      void this.reload();
    }, wait + Math.random() * SPREAD);
  }

  /** What is on the screen stays until it is certain that the page can be had. */
  async reload(): Promise<void> {
    window.clearTimeout(this.timer);
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok) {
        location.reload();
        return;
      }
    } catch {
      // asked again
    }
    this.timer = window.setTimeout(() => void this.reload(), TRY_AGAIN);
  }
}

/** Whether a page is of another server than has these. One that was not served by one is of none. */
export function isOther(own: string, pages: string): boolean {
  return own !== "" && pages !== "" && own !== pages && !own.startsWith("[[");
}

/** In how many milliseconds a page may load itself anew that did so at a time; clocks may have been set since. */
export function due(renewed: number, now: number): number {
  const since = now - renewed;
  return since < 0 || since > SELDOM ? 0 : SELDOM - since;
}
