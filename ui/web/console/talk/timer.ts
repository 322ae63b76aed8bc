// The deck's clock, as the presenter starts it, lets it stand and sets it back.

import { say } from "../../kit/toast";
import type { DeckChange } from "../../wire";
import { type Ask, type Stopwatch, stopwatchOf } from "./stopwatch";

export interface TimerHooks {
  /** Asks for another beginning of the deck's clock. */
  change(change: DeckChange): Promise<void>;
  /** It shows another time. */
  ticked(): void;
}

const TICK = 250;

export class Timer {
  watch: Stopwatch = stopwatchOf(0);
  private ticking = 0;

  constructor(private readonly hooks: TimerHooks) {}

  open(deck: number): void {
    this.watch = stopwatchOf(deck);
    this.ticking = window.setInterval(() => this.hooks.ticked(), TICK);
  }

  close(): void {
    window.clearInterval(this.ticking);
  }

  readonly toggle = (): void => {
    void this.set(this.watch.toggle());
  };

  readonly reset = (): void => {
    if (this.watch.elapsed === 0) return;
    const { reading } = this.watch;
    void this.set(this.watch.reset());
    say("The timer is back to zero.", { label: "Undo", run: () => void this.set(this.watch.set(reading)) });
  };

  private async set(ask: Ask): Promise<void> {
    if (ask) await this.hooks.change(ask);
    this.hooks.ticked();
  }
}
