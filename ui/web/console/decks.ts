// What the server said last about every deck, from whichever way it came: the
// list, the presenter's stream, or the answer to a change.

import type { DeckAnswer, DeckState, ListedDeck, SlideContent, TalkSlide } from "../wire";

export interface Place {
  slide: number;
  step: number;
}

/** A slide as it is at a step, or undefined where there is none. */
export function viewAt(slide: TalkSlide | undefined, step: number): SlideContent | undefined {
  if (!slide || step < 0 || step > slide.steps) return undefined;
  return { ...slide, ...slide.views?.[step], step };
}

/** GET /api/decks/{id}. */
export interface TalkAnswer extends DeckAnswer {
  content_slides: TalkSlide[];
}

/** A deck as the console holds it: an entry of the list, kept up to date. */
export type Deck = ListedDeck;

export type Change =
  | { kind: "list" } // decks came or went, or their slides changed
  | { kind: "state"; deck: Deck; before: Deck; streamed: boolean };

type Listener = (change: Change) => void;

export class Decks {
  private readonly byID = new Map<number, Deck>();
  private readonly listeners = new Set<Listener>();

  /** What the stream said before there was a list: the newest of each deck. */
  private readonly early = new Map<number, DeckState>();

  /** False until the list was loaded once. */
  loaded = false;

  get(id: number): Deck | undefined {
    return this.byID.get(id);
  }

  /** Newest first. */
  all(): Deck[] {
    return Array.from(this.byID.values());
  }

  live(): Deck | undefined {
    return this.all().find((deck) => deck.live);
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Takes the whole list. What the stream said since the list was made stays. Returns
   * false when the stream knew of a deck by then that is not in it.
   */
  replace(answers: ListedDeck[]): boolean {
    const before = new Map(this.byID);
    const hadList = this.loaded;
    this.byID.clear();
    for (const answer of answers) {
      this.byID.set(answer.id, merge(before.get(answer.id), answer));
    }
    this.loaded = true;
    this.tell({ kind: "list" });
    for (const deck of this.all()) {
      const known = before.get(deck.id);
      if (known && known.rev < deck.rev) this.tell({ kind: "state", deck, before: known, streamed: true });
      // A deck that came from the command line may be live at once.
      else if (!known && hadList && deck.live) this.tell({ kind: "state", deck, before: { ...deck, live: false }, streamed: true });
    }
    const early = Array.from(this.early.values()).filter((event) => event.rev > (this.byID.get(event.id)?.rev ?? 0));
    this.early.clear();
    return early.map((event) => this.event(event, false)).every((known) => known);
  }

  /** Takes the answer to a change. Where the stream has overtaken it, what the stream said stays. */
  answer(answer: DeckState): void {
    const known = this.byID.get(answer.id);
    if (!known) return;
    const deck = known.rev > answer.rev ? known : { ...still(known), ...stateOf(answer) };
    this.byID.set(deck.id, deck);
    if (known.title !== deck.title) this.tell({ kind: "list" });
    this.tell({ kind: "state", deck, before: known, streamed: false });
  }

  /**
   * Takes an event of the stream. A smaller revision is old news, except as a
   * connection's first: the database may have been put back to an earlier day.
   * Returns false when the list has to be loaded anew to understand it.
   */
  event(event: DeckState, first: boolean): boolean {
    const known = this.byID.get(event.id);
    if (!this.loaded) {
      this.early.set(event.id, event);
      return true;
    }
    if (event.deleted_at) {
      if (this.byID.delete(event.id)) this.tell({ kind: "list" });
      return true;
    }
    if (!known) return false;
    if (event.rev < known.rev && !first) return true;
    const deck = { ...still(known), ...event };
    this.byID.set(deck.id, deck);
    if (known.title !== deck.title) this.tell({ kind: "list" });
    this.tell({ kind: "state", deck, before: known, streamed: true });
    return known.content === event.content;
  }

  private tell(change: Change): void {
    for (const listener of Array.from(this.listeners)) listener(change);
  }
}

/** An entry of the list, in the newer of the two states. */
function merge(known: Deck | undefined, entry: ListedDeck): Deck {
  return known && known.rev > entry.rev ? { ...still(entry), ...stateOf(known) } : entry;
}

/** What changes while a deck is presented, without all else that came with it. */
function stateOf(deck: DeckState): DeckState {
  const { lang, others, titles, source, format, created_at, cover, warning_count, content_slides, warnings, ...state } = deck as Deck & DeckAnswer;
  return state;
}

/** A deck without what a state leaves out where there is nothing to say of it. */
function still<T extends object>(deck: T): T {
  return {
    ...deck, playing: undefined, played: undefined, played_at: undefined,
    advancing: undefined, advance_every: undefined, advance_loop: undefined, advance_at: undefined, edits_stay: undefined, board: undefined, presented_at: undefined, interlude_of: undefined,
    paused: undefined, paused_at: undefined, rehearsing: undefined, rehearsed_at: undefined, planned: undefined, inviting: undefined, words: undefined, aside: undefined,
  };
}
