// The elapsed time of a talk, or of its rehearsal. It is the deck's, so that all devices
// show the same, and the pause is everybody's.

import { serverNow } from "../../line/server-time";
import type { DeckChange, DeckState } from "../../wire";

type Clocked = Pick<DeckState, "live" | "rehearsing" | "started_at" | "paused" | "paused_at">;

export class Stopwatch {
  private deck: Clocked = { live: false, started_at: null };

  /** Hears what the server says. */
  follow(deck: Clocked): void {
    this.deck = deck;
  }

  get rehearses(): boolean {
    return this.deck.rehearsing === true;
  }

  get running(): boolean {
    return this.deck.started_at !== null && !this.deck.paused;
  }

  /** ms on the watch. A clock that was set back does not make it negative. */
  get elapsed(): number {
    const { started_at, paused_at } = this.deck;
    if (started_at === null) return 0;
    return Math.max(0, (paused_at ? Date.parse(paused_at) : serverNow()) - Date.parse(started_at));
  }

  /** What lets it stand, or run on from where it stands; before the talk, what begins a rehearsal. */
  toggle(): DeckChange {
    if (!this.deck.live && !this.deck.rehearsing) return { rehearsing: true };
    if (this.deck.started_at === null) return { started_at: at(serverNow()) };
    return { paused: !this.deck.paused };
  }

  /** Back to zero; it goes on running if it ran. */
  reset(): DeckChange {
    return { started_at: this.running ? at(serverNow()) : null };
  }

  /** What brings it back to where it stands now. */
  again(): DeckChange {
    const { started_at, paused } = this.deck;
    return paused ? { started_at: at(serverNow() - this.elapsed), paused } : { started_at };
  }
}

function at(ms: number): string {
  return new Date(ms).toISOString();
}

/** 0:07, 12:34, 1:02:03. */
export function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
