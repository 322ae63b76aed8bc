// How the room is, beyond the deck's own state: whether the line to it is there, who
// follows, and all that in words.

import { cutSentence } from "../../slide/cut";
import type { Blank, Presence } from "../../wire";
import type { Deck, Decks } from "../decks";
import { brokenWords, follows } from "../follows";
import type { Moves } from "./moves";
import type { Opened } from "./opened";
import { type Status, statuses } from "./status";

export class Room {
  /** The stream is lost. */
  private streamLost = false;
  /** And will stay so: this browser was signed out. */
  private out = false;
  private present: Presence | null = null;

  constructor(private readonly decks: Decks, private readonly opened: Opened, private readonly moves: Moves) {}

  hear(presence: Presence | null): void {
    this.present = presence;
  }

  lost(lost: boolean): void {
    this.streamLost = lost;
    this.out = false;
  }

  signedOut(): void {
    this.out = true;
  }

  /** What is asked for may not be there. */
  get cutOff(): boolean {
    return this.streamLost || this.moves.lost;
  }

  /** What covers it: what was asked for is as good as there, until it is known not to be. */
  cover(deck: Deck): Blank {
    return this.cutOff ? deck.blank : this.moves.blank;
  }

  /** A cover was asked for that is not there. */
  get coverPending(): boolean {
    return this.cutOff && this.moves.unsent?.blank !== undefined;
  }

  /** Who follows a deck; null where it is not live, or nobody knows. */
  presence(deck: Deck): Presence | null {
    return this.present?.deck === deck.id ? this.present : null;
  }

  /** attached are those of the tools. */
  statuses(deck: Deck, shownSlide: number, attached: readonly Status[]): Status[] {
    const other = this.decks.live();
    const { unsent, excuse, movedTo } = this.moves;
    return statuses({
      live: deck.live,
      published: deck.published,
      blank: this.cover(deck),
      shownSlide,
      lost: this.cutOff,
      out: this.out,
      unsent,
      excuse,
      viewers: this.presence(deck)?.viewers ?? null,
      movedTo,
      cut: cutSentence(this.opened.cuts),
      follows: follows(deck.id)?.name ?? null,
      broken: brokenWords(follows(deck.id)),
      otherLive: other && other.id !== deck.id ? other.title : null,
    }, attached);
  }
}
