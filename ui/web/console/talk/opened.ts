// The slides of the deck that is open: loaded, loaded anew when they have changed,
// and learned bit by bit where the pages of a PDF are still being read.

import { recall, remember } from "../../kit/settings";
import { complain } from "../../kit/toast";
import type { ApiError } from "../../line/api";
import { asked, wishes } from "../../line/wishes";
import type { Cut } from "../../slide/cut";
import { Survey } from "../../slide/survey";
import type { TalkSlide } from "../../wire";
import type { Deck, TalkAnswer } from "../decks";
import { sameSlide } from "./same-slide";
import { Stacks } from "./stack";
import * as server from "../server";
import type { Way } from "./mover";

/** How often the titles and texts are fetched of a deck whose pages are being read. */
const READ_EVERY = 5000;
const RETRY_AFTER = 1500;
/** Notes are saved while they are written: other devices need not have every letter. */
const ASIDE_AFTER = 300;
const LANG_KEPT_AS = "talk.lang";

export interface OpenedHooks {
  /** The slides are here. Where the deck had others, these were they. */
  loaded(answer: TalkAnswer, had: readonly TalkSlide[] | null): void;
  /** The same slides have more titles and texts. */
  learned(): void;
  /** Which slides are cut is known better. */
  surveyed(): void;
  /** The deck is not there any more. */
  gone(): void;
}

export class Opened {
  slides: TalkSlide[] = [];
  /** The languages of the deck, its own first. */
  langs: readonly string[] = [];
  readonly stacks = new Stacks();
  cuts: ReadonlyMap<number, Cut> = new Map();
  private readonly survey = new Survey();
  private wanted = wishes(...asked(location.search)) || recall(LANG_KEPT_AS, "");
  private id = 0;
  private content = 0;
  private aside = 0;
  private turn = 0;
  /** The timer of learn; 0 while there is no news. */
  private reading = 0;
  private readings = 0;

  constructor(private readonly hooks: OpenedHooks) {}

  readonly steps = (slide: number): number => this.slides[slide - 1]?.steps || 0;

  /** How one goes through them. */
  get way(): Way {
    return { slides: this.slides.length, steps: this.steps, hidden: (slide) => this.slides[slide - 1]?.hidden === true };
  }

  /** The one of langs that the slides are in, with their notes. */
  get lang(): string {
    return this.slides[0]?.for ?? this.langs[0] ?? "";
  }

  /** Wants the slides in another language: a choice of this console, and no other screen's. */
  speak(lang: string): void {
    this.wanted = lang === this.langs[0] ? "" : lang;
    remember(LANG_KEPT_AS, this.wanted || undefined);
    if (this.id !== 0) void this.load();
  }

  open(id: number): void {
    this.id = id;
    void this.load();
  }

  close(): void {
    this.id = 0;
    this.turn++;
    window.clearTimeout(this.reading);
    this.reading = 0;
    this.readings = 0;
    this.slides = [];
    this.langs = [];
    this.stacks.load([]);
    this.content = 0;
    this.survey.stop();
    this.tellCuts(new Map());
  }

  /** The server says what the deck's slides are by now. */
  follow(deck: Deck): void {
    if (this.content === 0) return;
    if (deck.content !== this.content) void this.load();
    else if ((deck.aside || 0) !== this.aside && !this.reading) this.reading = window.setTimeout(() => void this.learn(), ASIDE_AFTER);
  }

  /** Says something of a slide, be it one of another deck: the server, and then this page, has it so. */
  async say({ deck, content, slide }: TalkSlide, said: server.SlideSaid): Promise<void> {
    const { turn } = this;
    const answer = await server.changeSlide(deck, slide, { ...said, content }, this.wanted);
    if (turn !== this.turn || deck !== this.id || answer.content !== this.content) return;
    this.slides = this.slides.map((one) => (one.slide === slide ? answer : one));
    this.hooks.learned();
  }

  /** Pages of a deck were read since it was loaded: it has titles, and texts. */
  pagesRead(id: number): void {
    if (id !== this.id || this.slides.length === 0 || this.reading) return;
    // A deck of a thousand pages is long, and its pages come by the dozen.
    this.reading = window.setTimeout(() => void this.learn(), this.readings++ < 1 ? 100 : READ_EVERY);
  }

  private async load(): Promise<void> {
    const turn = ++this.turn;
    try {
      const answer = await server.getDeck(this.id, this.wanted);
      if (turn !== this.turn) return;
      const had = this.content !== 0 && answer.content !== this.content ? this.slides : null;
      this.slides = answer.content_slides;
      this.langs = [answer.lang, ...(answer.others || [])];
      this.content = answer.content;
      this.aside = answer.aside || 0;
      this.stacks.load(this.slides);
      void this.survey.start(this.slides, (cuts) => this.tellCuts(cuts));
      this.hooks.loaded(answer, had);
    } catch (error) {
      if (turn !== this.turn) return;
      if ((error as ApiError).status === 404) {
        this.hooks.gone();
        return;
      }
      if (this.slides.length === 0) complain(error);
      window.setTimeout(() => turn === this.turn && void this.load(), RETRY_AFTER);
    }
  }

  /** Takes what was read on the deck's pages, or said of them; what stands on the page stays where it is. */
  private async learn(): Promise<void> {
    const { turn } = this;
    this.reading = 0; // what is read while the answer comes is news again
    try {
      const answer = await server.getDeck(this.id, this.wanted);
      if (turn !== this.turn || answer.content !== this.content) return;
      this.slides = answer.content_slides;
      this.aside = answer.aside || 0;
      this.hooks.learned();
    } catch {
      // There is more news to come, or else the next one who opens the deck has it.
    }
  }

  private tellCuts(cuts: ReadonlyMap<number, Cut>): void {
    this.cuts = cuts;
    this.hooks.surveyed();
  }
}

/** What a slide is by now if its deck has other slides: undefined where nobody can tell; null where it has those it had. */
export async function find(slide: TalkSlide): Promise<TalkSlide | undefined | null> {
  const answer = await server.getDeck(slide.deck, slide.for ?? ""); // its words are in that language
  return answer.content === slide.content ? null : sameSlide(slide, answer.content_slides);
}
