// How all screens are, in sums, as the presenter's stream tells: for the signs in library
// and talk, and for the list, which asks when there is something new.

import type { BoardSums } from "../../wire";

type Listener = () => void;

class Board {
  sums: BoardSums = { version: "", screens: 0, missing: 0, look: 0, phones: 0, browsers: 0, here: 0, warned: 0, warning: 0, unwarned: "" };
  private readonly listeners = new Set<Listener>();

  /** Hears the stream. */
  hear(sums: BoardSums): void {
    this.sums = sums;
    for (const listener of Array.from(this.listeners)) listener();
  }

  /** Returns what takes the listener off. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export const board = new Board();
