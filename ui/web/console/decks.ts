// What the server said last about every deck, from whichever way it came: the
// list, the presenter's stream, or the answer to a change.

import type { Blank, SlideContent } from "../slide/types";

export interface Place {
  slide: number;
  step: number;
}

/** One event of /api/live. */
export interface StateEvent {
  deck: number;
  slide: number;
  step: number;
  slides: number;
  rev: number;
  blank: Blank;
  live: boolean;
  published: boolean;
  content: number;
  shown_slide: number;
  shown_step: number;
  removed?: boolean;
}

/** One entry of GET /api/decks; the answer to PUT is the same without a cover. */
export interface DeckAnswer {
  id: number;
  title: string;
  slides: number;
  current_slide: number;
  current_step: number;
  blank: Blank;
  live: boolean;
  published: boolean;
  rev: number;
  content: number;
  source: string;
  format: "markdown" | "pdf" | "pictures";
  created_at: string;
  warnings: string[] | null;
  cover?: SlideContent | null;
}

export interface TalkSlide extends SlideContent {
  notes: string;
  shown: boolean;
}

/** GET /api/decks/{id}. */
export interface TalkAnswer extends DeckAnswer {
  content_slides: TalkSlide[];
}

/** A deck as the console holds it. */
export interface Deck extends DeckAnswer {
  /** What the room sees; differs from the current place only while frozen. */
  shown: Place;
}

export type Change =
  | { kind: "list" } // decks came or went, or their slides changed
  | { kind: "state"; deck: Deck; before: Deck; streamed: boolean };

type Listener = (change: Change) => void;

export class Decks {
  private readonly byID = new Map<number, Deck>();
  private readonly listeners = new Set<Listener>();

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

  /** Takes the whole list. What the stream said since the list was made stays. */
  replace(answers: DeckAnswer[]): void {
    const before = new Map(this.byID);
    const hadList = this.loaded;
    this.byID.clear();
    for (const answer of answers) {
      const known = before.get(answer.id);
      const deck = merge(known, answer);
      if (known && known.rev > answer.rev) Object.assign(deck, standing(known));
      this.byID.set(answer.id, deck);
    }
    this.loaded = true;
    this.tell({ kind: "list" });
    for (const deck of this.all()) {
      const known = before.get(deck.id);
      if (known && known.rev < deck.rev) this.tell({ kind: "state", deck, before: known, streamed: true });
      // A deck that came from the command line may be live at once.
      else if (!known && hadList && deck.live) this.tell({ kind: "state", deck, before: { ...deck, live: false }, streamed: true });
    }
  }

  /** Takes the answer to a change. An answer that the stream has overtaken changes the words only. */
  answer(answer: DeckAnswer): void {
    const known = this.byID.get(answer.id);
    if (!known) return;
    const deck = merge(known, answer);
    if (known.rev > answer.rev) Object.assign(deck, standing(known));
    this.byID.set(deck.id, deck);
    if (known.title !== deck.title) this.tell({ kind: "list" });
    this.tell({ kind: "state", deck, before: known, streamed: false });
  }

  /**
   * Takes an event of the stream. A smaller revision is old news, except as a
   * connection's first: the database may have been put back to an earlier day.
   * Returns false when the list has to be loaded anew to understand it.
   */
  event(event: StateEvent, first: boolean): boolean {
    const known = this.byID.get(event.deck);
    if (event.removed) {
      if (this.byID.delete(event.deck)) this.tell({ kind: "list" });
      return true;
    }
    if (!known) return !this.loaded;
    if (event.rev < known.rev && !first) return true;
    const deck: Deck = {
      ...known,
      current_slide: event.slide,
      current_step: event.step,
      slides: event.slides,
      rev: event.rev,
      blank: event.blank,
      live: event.live,
      published: event.published,
      content: event.content,
      shown: { slide: event.shown_slide || event.slide, step: event.shown_step || 0 },
    };
    this.byID.set(deck.id, deck);
    this.tell({ kind: "state", deck, before: known, streamed: true });
    return known.content === event.content;
  }

  private tell(change: Change): void {
    for (const listener of Array.from(this.listeners)) listener(change);
  }
}

function merge(known: Deck | undefined, answer: DeckAnswer): Deck {
  const place = { slide: answer.current_slide, step: answer.current_step };
  let shown = place;
  // The list does not say where a frozen deck stands for the room. It stands
  // where it was when it froze, until the stream says better.
  if (answer.blank === "freeze" && known) {
    shown = known.blank === "freeze" ? known.shown : { slide: known.current_slide, step: known.current_step };
  }
  return { ...answer, warnings: answer.warnings || [], cover: answer.cover || known?.cover || null, shown };
}

function standing(deck: Deck): Partial<Deck> {
  const { current_slide, current_step, slides, rev, blank, live, published, content, shown } = deck;
  return { current_slide, current_step, slides, rev, blank, live, published, content, shown };
}
