// How a key press becomes a PUT: shown at once, at most one request under way,
// the newest wish wins. All wishes are absolute, so a repeated one is harmless;
// an old one is not: while it waited for the network, somebody may have moved
// the room on from another device.

import type { Blank, DeckState } from "../../wire";
import type { Place } from "../decks";

export interface Wish {
  slide?: number;
  step?: number;
  blank?: Blank;
}

export interface MoverHooks {
  /** Asks the server where the deck is. */
  look(): Promise<DeckState>;
  /** Sends a wish; rejects with an error that may carry an HTTP status. */
  send(wish: Wish): Promise<DeckState>;
  /** The server took it. */
  answered(answer: DeckState): void;
  /** Requests fail, and why the last one did; or work again (null). */
  failing(why: Error | null): void;
  /** The server refused; the wish is dropped. */
  refused(error: Error, wish: Wish): void;
  /** Somebody else changed the deck while a wish could not be sent; the wish is dropped. */
  overtaken(deck: DeckState): void;
  /** Nothing is under way any more: what the server says counts again. */
  settled(): void;
}

const FIRST_RETRY = 300;
const LAST_RETRY = 3000;
/** A wish that waited longer goes out only if nobody else changed the deck. */
const OLD = 15_000;

/** For how long, and how many, own moves are known again when they come back. */
const OWN_FOR = 60_000;
const OWN_KEPT = 100;

/** A wish that is not confirmed yet. */
interface Asked {
  wish: Wish;
  /** When the first part of it was asked for, on the clock that goes on while the laptop sleeps. */
  since: number;
  /** The deck as it was known then. */
  from: DeckState;
}

export class Mover {
  private asked: Asked | null = null;
  private sending: Asked | null = null;
  /** Where all that was sent since the last answer would take the deck. Any of it may have arrived. */
  private readonly sent = new Set<string>();
  /** Places asked for, by when: after a line was down the stream may tell them late. */
  private readonly own = new Map<string, number>();
  private failures = 0;
  private timer = 0;
  private stopped = false;

  constructor(private readonly hooks: MoverHooks) {}

  /** What was asked for and is not confirmed yet, or null. */
  get pending(): Wish | null {
    if (!this.asked && !this.sending) return null;
    return { ...this.sending?.wish, ...this.asked?.wish };
  }

  /** Whether the deck stands where it was asked to go a while ago. */
  isOwn(deck: DeckState): boolean {
    const since = this.own.get(placeOf(deck, {}));
    return since !== undefined && Date.now() - since < OWN_FOR;
  }

  ask(wish: Wish, from: DeckState): void {
    const place = placeOf(from, { ...this.pending, ...wish });
    this.own.delete(place);
    this.own.set(place, Date.now());
    if (this.own.size > OWN_KEPT) this.own.delete(this.own.keys().next().value as string);
    this.asked = this.asked ? later(this.asked, wish) : { wish, since: Date.now(), from };
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
    if (this.sending || !this.asked) return;
    const sending = (this.sending = this.asked);
    this.asked = null;
    this.deliver(sending).then(
      ({ deck, taken }) => (taken ? this.done(deck) : this.overtaken(deck)),
      (error) => this.failed(sending, error),
    );
  }

  /** Sends a wish, unless it is old and not for the deck as it is now. */
  private async deliver(asked: Asked): Promise<{ deck: DeckState; taken: boolean }> {
    if (Date.now() - asked.since > OLD) {
      const deck = await this.hooks.look();
      // What is new may be ours, its answer lost.
      if (deck.rev > asked.from.rev && !this.sent.has(standing(deck, {}))) return { deck, taken: false };
    }
    this.sent.add(standing(asked.from, asked.wish));
    return { deck: await this.hooks.send(asked.wish), taken: true };
  }

  private done(answer: DeckState): void {
    this.sending = null;
    this.through();
    this.hooks.answered(answer);
    if (this.asked && answer.rev > this.asked.from.rev) this.asked.from = answer;
    this.goOn();
  }

  private overtaken(deck: DeckState): void {
    // What was asked for meanwhile came from the same old picture.
    this.sending = this.asked = null;
    this.through();
    if (!this.stopped) this.hooks.overtaken(deck);
    this.goOn();
  }

  private failed(failed: Asked, error: Error & { status?: number }): void {
    this.sending = null;
    if (this.stopped) return;
    if (refusal(error.status)) {
      this.through();
      this.hooks.refused(error, failed.wish);
      this.goOn();
      return;
    }
    this.asked = later(failed, this.asked?.wish);
    this.failures++;
    this.hooks.failing(error);
    const wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (this.failures - 1));
    this.timer = window.setTimeout(() => this.pump(), wait * (0.75 + Math.random() / 2));
  }

  /** The server answers. */
  private through(): void {
    this.sent.clear();
    if (this.failures > 0 && !this.stopped) this.hooks.failing(null);
    this.failures = 0;
  }

  private goOn(): void {
    if (this.asked) this.pump();
    else if (!this.stopped) this.hooks.settled();
  }
}

/** With more asked for on top: as old as the first part. */
function later(asked: Asked, wish: Wish | undefined): Asked {
  return { ...asked, wish: { ...asked.wish, ...wish } };
}

/** Where the deck stands with a wish fulfilled. */
function placeOf(deck: DeckState, wish: Wish): string {
  return [wish.slide ?? deck.current_slide, wish.step ?? deck.current_step].join("/");
}

/** ... and what covers it. */
function standing(deck: DeckState, wish: Wish): string {
  return `${placeOf(deck, wish)}/${wish.blank ?? deck.blank}`;
}

/** An answer that asking again will not change. 429 and 5xx, and no answer at all, are worth another try. */
function refusal(status: number | undefined): boolean {
  return !!status && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** What a deck has, for those who go through it. */
export interface Way {
  slides: number;
  /** How many steps follow a slide's first view. */
  steps(slide: number): number;
  /** Whether whoever goes on passes a slide by. */
  hidden(slide: number): boolean;
}

/** The next slide in a direction that is not passed by, or 0. */
export function slideAfter(slide: number, by: 1 | -1, way: Way): number {
  for (let n = slide + by; n >= 1 && n <= way.slides; n += by) if (!way.hidden(n)) return n;
  return 0;
}

/** The place one key press further, or null at the end: steps come before slides. */
export function following(at: Place, way: Way): Place | null {
  if (at.step < way.steps(at.slide)) return { slide: at.slide, step: at.step + 1 };
  const slide = slideAfter(at.slide, 1, way);
  return slide ? { slide, step: 0 } : null;
}

/** The place one key press back: the last step of the slide before, as the audience left it. */
export function preceding(at: Place, way: Way): Place | null {
  if (at.step > 0) return { slide: at.slide, step: at.step - 1 };
  const slide = slideAfter(at.slide, -1, way);
  return slide ? { slide, step: way.steps(slide) } : null;
}
