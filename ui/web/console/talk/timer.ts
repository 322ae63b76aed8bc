// The deck's clock, as the presenter starts it, lets it stand and sets it back.

import { say } from "../../kit/toast";
import type { DeckChange } from "../../wire";
import { Stopwatch } from "./stopwatch";

export interface TimerHooks {
  change(change: DeckChange): Promise<void>;
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
    void this.hooks.change(this.watch.toggle());
  };

  readonly reset = (): void => {
    if (this.watch.elapsed === 0) return;
    const again = this.watch.again();
    void this.hooks.change(this.watch.reset());
    say("The timer is back to zero.", { label: "Undo", run: () => void this.hooks.change(again) });
  };
}
