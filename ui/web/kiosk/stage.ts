// Whether there is a talk to be seen: a screen is not off then, whatever its hours.

import type { Status } from "../line/subscription";

/** A server that was switched off has no talk any more, though nobody ended it. */
const TALK_OUTLIVES = 5 * 60_000;

export class Stage {
  /** It shows a deck of its own, a menu perhaps, and not the talk's. */
  own = false;
  private lostAt = -1;

  /** shows tells whether a deck is on the screen. */
  constructor(private readonly shows: () => boolean) {}

  hear(status: Status): void {
    if (status !== "lost") this.lostAt = -1;
    else if (this.lostAt < 0) this.lostAt = performance.now();
  }

  get live(): boolean {
    return this.shows() && !this.own && !(this.lostAt >= 0 && performance.now() - this.lostAt > TALK_OUTLIVES);
  }
}
