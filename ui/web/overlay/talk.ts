// The talk that is live, as the overlay tells it: asked for when it begins, and again as it
// goes on.

import { request, getOutline } from "../line/api";
import { isDark } from "../line/follow";
import { serverNow } from "../line/server-time";
import type { DeckOutline, Position } from "../line/types";
import type { Agenda } from "../wire";
import type { Options } from "./options";
import { wordsOf, type Words } from "./words";

/** An agenda goes on by the clock, and is changed. */
const LOOK_EVERY = 30_000;
const AGAIN = 2000;

export class Talk {
  private position: Position | null = null;
  private deck: DeckOutline | null = null;
  private agenda: Agenda = { name: "", zone: "", sessions: [] };
  private turn = 0;
  private timer = 0;

  constructor(private readonly options: Options, private readonly lang: string, private readonly say: (words: Words) => void) {}

  hear(position: Position, changed: boolean): void {
    const before = this.position;
    this.position = position;
    if (changed || !this.deck || !before || before.slide !== position.slide) void this.look();
    else this.tell();
  }

  end(): void {
    this.position = this.deck = null;
    this.turn++;
    window.clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const { position } = this;
    if (!position) return;
    const turn = ++this.turn;
    window.clearTimeout(this.timer);
    let wait = LOOK_EVERY;
    try {
      const [deck, agenda] = await Promise.all([getOutline(position.deck, this.lang), request<Agenda>("/agenda")]);
      if (turn !== this.turn) return;
      this.agenda = agenda;
      // What is shown in the midst of a talk is no talk: what is said stays.
      if (!deck.moment) this.deck = deck;
      this.tell();
    } catch {
      wait = AGAIN; // it may be over by now, or the server is away
    }
    if (turn === this.turn) this.timer = window.setTimeout(() => void this.look(), wait);
  }

  private tell(): void {
    const { position, deck } = this;
    if (!position || !deck) return;
    const slide = isDark(position.blank) || deck.deck !== position.deck ? 0 : position.slide;
    this.say(wordsOf(deck, slide, this.agenda, serverNow(), this.options));
  }
}
