// How a key press becomes a PUT: shown at once, at most one request under way,
// the newest wish wins. All wishes are absolute, so a repeated one is harmless.

import type { Blank } from "../shared/types";
import type { DeckAnswer, Place } from "./decks";

export interface Wish {
  slide?: number;
  step?: number;
  blank?: Blank;
}

export interface MoverHooks {
  /** Sends a wish; rejects with an error that may carry an HTTP status. */
  send(wish: Wish): Promise<DeckAnswer>;
  /** The server took it. */
  answered(answer: DeckAnswer): void;
  /** Requests fail (true), or work again (false). */
  failing(lost: boolean): void;
  /** The server refused; the wish is dropped. */
  refused(error: Error): void;
  /** Nothing is under way any more: what the server says counts again. */
  settled(): void;
}

const FIRST_RETRY = 300;
const LAST_RETRY = 3000;

export class Mover {
  private wish: Wish | null = null;
  private sending: Wish | null = null;
  private failures = 0;
  private timer = 0;
  private stopped = false;

  constructor(private readonly hooks: MoverHooks) {}

  /** What was asked for and is not confirmed yet, or null. */
  get pending(): Wish | null {
    if (!this.wish && !this.sending) return null;
    return { ...this.sending, ...this.wish };
  }

  ask(wish: Wish): void {
    this.wish = { ...this.wish, ...wish };
    // A presenter who presses again wants it tried now, not after the pause.
    this.pump();
  }

  /** Tries again at once: the network is back. */
  hurry(): void {
    if (this.failures > 0) this.pump();
  }

  /** Nobody looks any more: what was asked for still goes out, but is not tried for ever. */
  stop(): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
  }

  private pump(): void {
    window.clearTimeout(this.timer);
    if (this.sending || !this.wish) return;
    const sending = (this.sending = this.wish);
    this.wish = null;
    this.hooks.send(sending).then(
      (answer) => this.done(answer),
      (error) => this.failed(sending, error),
    );
  }

  private done(answer: DeckAnswer): void {
    this.sending = null;
    if (this.failures > 0 && !this.stopped) this.hooks.failing(false);
    this.failures = 0;
    this.hooks.answered(answer);
    if (this.wish) this.pump();
    else if (!this.stopped) this.hooks.settled();
  }

  private failed(sent: Wish, error: Error & { status?: number }): void {
    this.sending = null;
    if (this.stopped) return;
    if (refusal(error.status)) {
      if (this.failures > 0) this.hooks.failing(false);
      this.failures = 0;
      this.hooks.refused(error);
      if (this.wish) this.pump();
      else this.hooks.settled();
      return;
    }
    this.wish = { ...sent, ...this.wish };
    this.failures++;
    if (this.failures === 1) this.hooks.failing(true);
    const wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (this.failures - 1));
    this.timer = window.setTimeout(() => this.pump(), wait * (0.75 + Math.random() / 2));
  }
}

/** An answer that asking again will not change. 429 and 5xx, and no answer at all, are worth another try. */
function refusal(status: number | undefined): boolean {
  return !!status && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** The place one key press further, or null at the end: steps come before slides. */
export function following(at: Place, steps: (slide: number) => number, slides: number): Place | null {
  if (at.step < steps(at.slide)) return { slide: at.slide, step: at.step + 1 };
  return at.slide < slides ? { slide: at.slide + 1, step: 0 } : null;
}

/** The place one key press back: the last step of the slide before, as the audience left it. */
export function preceding(at: Place, steps: (slide: number) => number): Place | null {
  if (at.step > 0) return { slide: at.slide, step: at.step - 1 };
  return at.slide > 1 ? { slide: at.slide - 1, step: steps(at.slide - 1) } : null;
}
