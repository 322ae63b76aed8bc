// Asks for the slides of all decks that have some words, once nobody types any more.

import type { ApiError } from "../line/api";
import * as server from "./server";

export type Hit = server.Hit;

/** So long after the last letter it is asked for. */
const QUIET = 250;
const LEAST = 2;

export interface SearchingHooks {
  found(hits: readonly Hit[]): void;
  failed(why: string): void;
}

export class Searching {
  private wanted = "";
  private timer = 0;

  constructor(private readonly hooks: SearchingHooks) {}

  /** Returns whether these words are enough to be asked for. */
  search(wanted: string): boolean {
    if (wanted === this.wanted) return wanted.length >= LEAST;
    this.wanted = wanted;
    window.clearTimeout(this.timer);
    if (wanted.length < LEAST) return false;
    this.timer = window.setTimeout(() => void this.ask(wanted), QUIET);
    return true;
  }

  private async ask(wanted: string): Promise<void> {
    try {
      const hits = await server.search(wanted);
      if (wanted === this.wanted) this.hooks.found(hits);
    } catch (error) {
      if (wanted === this.wanted) this.hooks.failed((error as ApiError).detail || "The slides cannot be searched now.");
    }
  }
}
