// Where the presenter has jumped from, so that one key leads back.

import type { Place } from "../decks";

/** More jumps than anybody goes back. */
const MOST = 50;

export class History {
  private behind: Place[] = [];
  private ahead: Place[] = [];

  /** A jump from a place: what one had gone back from is forgotten. */
  jumped(from: Place): void {
    this.behind.push(from);
    if (this.behind.length > MOST) this.behind.shift();
    this.ahead = [];
  }

  /** Where one was before the last jump, or null. */
  back(at: Place): Place | null {
    return step(this.behind, this.ahead, at);
  }

  /** Where one went back from, or null. */
  forward(at: Place): Place | null {
    return step(this.ahead, this.behind, at);
  }

  /** Places have become others; those of which there is nothing left are forgotten. */
  follow(now: (place: Place) => Place | null): void {
    const there = (places: Place[]): Place[] => places.map(now).filter((place): place is Place => place !== null);
    this.behind = there(this.behind);
    this.ahead = there(this.ahead);
  }

  clear(): void {
    this.behind = [];
    this.ahead = [];
  }
}

function step(from: Place[], to: Place[], at: Place): Place | null {
  let place = from.pop();
  // Whoever has come back there by other ways goes on to the jump before.
  while (place && place.slide === at.slide && place.step === at.step) place = from.pop();
  if (!place) return null;
  to.push(at);
  return place;
}
