// Telling the server which revision a viewer shows, so that the presenter can
// see how many have reached a slide.

import { request } from "./api";

/** How long the server may take to answer; a report without an answer holds up the ones after it. */
const ANSWER_WITHIN = 10_000;
/** Until the server says how many viewers share a moment. */
const FIRST_SPREAD = 300;
/** However full the room: the presenter waits for the count. */
const SPREAD_MAX = 60_000;

export class SeenReporter {
  /** In milliseconds, over how long a time the viewers spread what they do at once; once the server has told. */
  spread: number | undefined;
  private wanted = 0;
  private told = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private generation = 0;

  constructor(private readonly viewer: string) {}

  /** The server tells, in the stream, how full the room is. */
  hear(event: unknown): void {
    const spread = Number((event as { ms?: unknown } | null)?.ms);
    if (spread >= 0) this.spread = Math.min(spread, SPREAD_MAX);
  }

  /** The viewer shows rev now. Only the newest is told, at a random moment. */
  report(rev: number): void {
    if (!rev || rev === this.wanted) return;
    this.wanted = rev;
    this.schedule();
  }

  /**
   * On a new connection: the server may have forgotten what it was told, and
   * what is under way may be stuck in the old network.
   */
  reset(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wanted = this.told = 0;
    this.busy = false;
    this.generation++;
  }

  private schedule(): void {
    if (this.timer !== undefined || this.busy) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.send();
    }, Math.random() * (this.spread ?? FIRST_SPREAD));
  }

  private async send(): Promise<void> {
    const rev = this.wanted;
    if (!rev || rev === this.told) return;
    const { generation } = this;
    this.busy = true;
    try {
      await request("/live/seen", { method: "POST", json: { viewer: this.viewer, rev }, timeout: ANSWER_WITHIN });
    } catch {
      // The line is down; the next connection tells it anew.
    }
    if (this.generation !== generation) return;
    this.told = rev;
    this.busy = false;
    if (this.wanted && this.wanted !== this.told) this.schedule();
  }
}
