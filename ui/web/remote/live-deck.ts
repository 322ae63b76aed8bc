// The live deck, or the one that is rehearsed, as a page of one of the speaker's devices has it: its state and slides,
// and a word in its place while there is none.

import { type Deck, Decks } from "../console/decks";
import { Opened } from "../console/talk/opened";
import { h } from "../kit/dom";
import type { DeckState } from "../wire";

export interface LiveDeckHooks {
  /** Another deck is the speaker's: it is open now. */
  opened(deck: DeckState): void;
  /** It is not, any more. */
  closed(): void;
  /** What is known of it has changed. */
  changed(): void;
}

export class LiveDeck {
  readonly decks = new Decks();
  readonly opened: Opened;
  readonly message: HTMLElement;
  /** The deck's; 0 while nothing is live, or rehearsed. */
  id = 0;

  /** talk is hidden while there is none; waits says what comes then, and meanwhile is of use until it does. */
  constructor(private readonly talk: HTMLElement, name: string, private readonly waits: string, private readonly hooks: LiveDeckHooks, private readonly meanwhile: readonly HTMLElement[] = []) {
    this.message = h("section", { class: name, role: "status" });
    this.opened = new Opened({
      loaded: (answer) => {
        this.decks.answer(answer);
        hooks.changed();
      },
      learned: () => hooks.changed(),
      surveyed: () => undefined,
      gone: () => undefined, // the stream says what is live instead
    });
    this.say("One moment …", "");
  }

  get state(): Deck | undefined {
    return this.decks.get(this.id);
  }

  /** Hears the stream. */
  hear(deck: DeckState | null, first: boolean): void {
    if (!deck) {
      this.close();
      this.say("Nothing is live", this.waits, this.meanwhile);
      return;
    }
    if (deck.id === this.id) {
      this.decks.event(deck, first);
      return;
    }
    this.close();
    this.id = deck.id;
    this.decks.replace([deck as Deck]);
    this.opened.open(deck.id);
    this.message.hidden = true;
    this.talk.hidden = false;
    this.hooks.opened(deck);
  }

  close(): void {
    if (this.id === 0) return;
    this.id = 0;
    this.opened.close();
    this.talk.hidden = true;
    this.hooks.closed();
  }

  say(title: string, text: string, more: readonly HTMLElement[] = []): void {
    this.message.replaceChildren(h("h1", { text: title }), h("p", { text }), ...more);
    this.message.hidden = false;
    document.title = `${title} · Lectern`;
  }
}
