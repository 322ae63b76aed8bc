// The deck's clock, as the presenter starts it, lets it stand and sets it back.

import { say } from "../../kit/toast";
import type { DeckChange } from "../../wire";
import { Stopwatch } from "./stopwatch";

export interface TimerHooks {
  /** Where the presenter is. */
  place(): { current_slide: number; current_step: number };
  /** The deck whose clock it is. */
  deck(): number;
  /** Changes that one, or the one that is said. */
  change(change: DeckChange, deck?: number): Promise<void>;
  /** It shows another time. */
  ticked(): void;
}

const TICK = 250;

export class Timer {
  readonly watch = new Stopwatch();
  private ticking = 0;

  constructor(private readonly hooks: TimerHooks) {}

  start(): void {
    this.ticking = window.setInterval(() => this.hooks.ticked(), TICK);
  }

  stop(): void {
    window.clearInterval(this.ticking);
  }

  readonly toggle = (): void => {
    const change = this.watch.toggle();
    const deck = this.hooks.deck();
    const place = this.hooks.place(); // where the end of a rehearsal would not leave it
    const answered = this.hooks.change(change);
    if (change.rehearsing) void answered.then(() => this.watch.rehearses && say("This is a rehearsal now: the clock runs, and nobody sees the slides.", { label: "Undo", run: () => void this.hooks.change({ rehearsing: false, ...place }, deck) }));
  };

  readonly reset = (): void => {
    if (this.watch.elapsed === 0) return;
    const again = this.watch.again();
    const deck = this.hooks.deck();
    void this.hooks.change(this.watch.reset());
    say("The timer is back to zero.", { label: "Undo", run: () => void this.hooks.change(again, deck) });
  };
}
