// Where the presenter is, and how to get on from there. What is shown is what was
// asked for last; the server's word counts once nothing is under way.

import type { Action, Arrow } from "../../kit/keys";
import { say } from "../../kit/toast";
import { excuseOf } from "../../line/api";
import type { Blank, DeckChange, TalkSlide } from "../../wire";
import type { Change, Deck, Decks, Place } from "../decks";
import { follows } from "../follows";
import * as server from "../server";
import { History } from "./history";
import { following, Mover, preceding, slideAfter, type Wish } from "./mover";
import { backToTalk } from "./moment/moment";
import type { Opened } from "./opened";
import { sameSlide } from "./same-slide";

/** For how long a move by somebody else is spoken of. */
const MOVED_FOR = 2000;

export interface MovesHooks {
  /** What is shown may be another slide, or is known to have arrived. */
  changed(): void;
  /** The presenter went from one place to another. */
  went(from: Place, to: Place): void;
  /** Whether this device may move the deck; if not, again is done once it may. */
  lets(deck: Deck, again: () => void): boolean;
  /** The server refused a move. */
  refused(error: Error, again: () => void): void;
}

export class Moves {
  /** Requests do not get through. */
  lost = false;
  /** Why, in the server's words; "" where it does not answer. */
  excuse = "";
  /** Where somebody else went, a moment ago. */
  movedTo: number | null = null;
  private readonly history = new History();
  private movedTimer = 0;
  private id = 0;
  private mover: Mover | null = null;

  constructor(private readonly decks: Decks, private readonly opened: Opened, private readonly hooks: MovesHooks) {}

  open(id: number): void {
    this.id = id;
    this.mover = this.newMover(id);
  }

  close(): void {
    this.id = 0;
    this.mover?.stop();
    this.mover = null;
    window.clearTimeout(this.movedTimer);
    this.history.clear();
    this.movedTo = null;
    this.lost = false;
    this.excuse = "";
  }

  /** Where the presenter is: the last wish, else what the server says. */
  get at(): Place {
    const { deck } = this;
    const wish = this.mover?.pending;
    return {
      slide: wish?.slide ?? deck?.current_slide ?? 1,
      step: wish?.step ?? deck?.current_step ?? 0,
    };
  }

  get blank(): Blank {
    return this.mover?.pending?.blank ?? this.deck?.blank ?? "";
  }

  /** What was asked for and has not reached the server. */
  get unsent(): Wish | null {
    return this.mover?.pending ?? null;
  }

  /** One key press further; null at the end. */
  get next(): Place | null {
    return following(this.at, this.opened.way);
  }

  /** The line is back. */
  hurry(): void {
    this.mover?.hurry();
  }

  /** Hears of the deck, and of whoever else moves it. */
  follow({ deck, before, streamed }: Extract<Change, { kind: "state" }>): void {
    const mine = this.mover?.pending || this.mover?.isOwn(deck);
    if (!streamed || mine || deck.rev <= before.rev || !moved(deck, before)) return;
    if (deck.content !== before.content) this.sayEdited(deck, before);
    else if (!deck.advancing) this.sayMoved(deck.current_slide);
  }

  /** A jump is one that one may want to come back from. */
  readonly move = (to: Place | null, jump = false): void => {
    const { at, deck } = this;
    if (!deck || !to || this.opened.slides.length === 0) return;
    if (to.slide === at.slide && to.step === at.step) return;
    if (!this.hooks.lets(deck, () => this.move(to, jump))) return;
    if (jump) this.history.jumped(at);
    this.movedTo = null;
    this.mover?.ask({ slide: to.slide, step: to.step }, deck);
    this.hooks.changed();
    this.hooks.went(at, to);
  };

  /** The deck has other slides than before: one comes back to those that it still has. */
  renumber(before: readonly TalkSlide[]): void {
    this.history.follow(({ slide }) => {
      const was = before[slide - 1];
      const now = was && sameSlide(was, this.opened.slides);
      return now ? { slide: now.slide, step: 0 } : null;
    });
  }

  /** Returns whether there is such a slide. */
  readonly goTo = (n: number): boolean => {
    const last = this.opened.slides.length;
    if (n < 1 || n > last) {
      say(`There is no slide ${n}: the last one is ${last}.`);
      return false;
    }
    this.move({ slide: n, step: 0 }, true);
    return true;
  };

  /** Goes to where one was before the last jump, or forward again. */
  return(forward: boolean): void {
    const place = forward ? this.history.forward(this.at) : this.history.back(this.at);
    if (place) this.move(place);
    else say(forward ? "There is nothing to go forward to." : "You have not jumped: there is nothing to go back to.");
  }

  /** Goes to the next slide that is passed by, from the start again behind the last. */
  nextHidden(): void {
    const hidden = this.opened.slides.filter((one) => one.hidden);
    const next = hidden.find((one) => one.slide > this.at.slide) || hidden[0];
    if (next) this.goTo(next.slide);
    else say("No slide is hidden. Shift H hides this one: → passes it by.");
  }

  readonly toggleBlank = (blank: Blank): void => {
    const { deck } = this;
    if (!deck || !this.hooks.lets(deck, () => this.toggleBlank(blank))) return;
    this.mover?.ask({ blank: this.blank === blank ? "" : blank }, deck);
    this.hooks.changed();
  };

  /** Returns whether the action is a move, or a cover; then it is done. */
  act(action: Action, arrow?: Arrow): boolean {
    const { at } = this;
    const { way } = this.opened;
    const slide = (n: number): Place | null => (n ? { slide: n, step: 0 } : null);
    if (arrow && this.opened.stacks.any && (action === "next" || action === "previous")) {
      this.move(this.opened.stacks.go(arrow, at, way));
      return true;
    }
    switch (action) {
      case "next": this.onOrBack(this.next); return true;
      case "previous": this.onOrBack(preceding(at, way)); return true;
      case "nextSlide": this.move(slide(slideAfter(at.slide, 1, way))); return true;
      case "previousSlide": this.move(slide(slideAfter(at.slide, -1, way) || at.slide)); return true;
      case "first": this.move(slide(slideAfter(0, 1, way) || 1), true); return true;
      case "last": this.move(slide(slideAfter(way.slides + 1, -1, way) || way.slides), true); return true;
      case "back": this.return(false); return true;
      case "forward": this.return(true); return true;
      case "nextHidden": this.nextHidden(); return true;
      case "black": case "white": case "freeze": this.toggleBlank(action); return true;
      default: return false;
    }
  }

  /** Behind the ends of what is shown for a moment the talk goes on. */
  private onOrBack(to: Place | null): void {
    if (to || !this.deck?.interlude_of) this.move(to);
    else if (this.opened.slides.length > 0) void backToTalk();
  }

  get deck(): Deck | undefined {
    return this.decks.get(this.id);
  }

  private newMover(id: number): Mover {
    return new Mover({
      look: () => server.lookAtDeck(id),
      send: (wish) => server.changeDeck(id, asChange(wish)),
      answered: (answer) => this.decks.answer(answer),
      failing: (why) => {
        this.lost = why !== null;
        this.excuse = excuseOf(why);
        this.hooks.changed();
      },
      refused: (error, wish) => this.hooks.refused(error, () => this.deck && this.mover?.ask(wish, this.deck)),
      overtaken: (deck) => {
        this.decks.answer(deck);
        say(`Another device changed this deck meanwhile. It is at slide ${deck.current_slide} now.`);
      },
      settled: () => this.hooks.changed(),
    });
  }

  /** A save has taken the room to what was edited. Where slides have only got other numbers nobody went anywhere. */
  private sayEdited(deck: Deck, before: Deck): void {
    if (!follows(deck.id) || deck.slides !== before.slides || deck.current_slide === before.current_slide) return;
    const back = { slide: before.current_slide, step: before.current_step };
    say(`Slide ${deck.current_slide} was edited: the screens went there.`, { label: `Back to ${back.slide}`, run: () => this.deck?.id === deck.id && this.deck.content === deck.content && this.move(back) });
  }

  private sayMoved(slide: number): void {
    this.movedTo = slide;
    window.clearTimeout(this.movedTimer);
    this.movedTimer = window.setTimeout(() => {
      this.movedTo = null;
      this.hooks.changed();
    }, MOVED_FOR);
  }
}

function asChange(wish: Wish): DeckChange {
  const change: DeckChange = {};
  if (wish.slide !== undefined) change.current_slide = wish.slide;
  if (wish.step !== undefined) change.current_step = wish.step;
  if (wish.blank !== undefined) change.blank = wish.blank;
  return change;
}

function moved(a: Deck, b: Deck): boolean {
  return a.current_slide !== b.current_slide || a.current_step !== b.current_step;
}
