// The talk: one deck, its place, and the keys. What is shown is what the
// presenter asked for last; the server's word counts once nothing is under way.

import { Announcer } from "../../kit/announce";
import { button } from "../../kit/button";
import { dialogOpen } from "../../kit/dialog";
import { h, setText } from "../../kit/dom";
import { type Action, Keys } from "../../kit/keys";
import { complain, say } from "../../kit/toast";
import type { ApiError } from "../../line/api";
import { type Cut, cutSentence } from "../../slide/cut";
import { headingOf } from "../../slide/heading";
import { aspectOf } from "../../slide/picture";
import { Survey } from "../../slide/survey";
import type { Blank, DeckChange, Presence, TalkSlide } from "../../wire";
import { type Change, type Deck, type Decks, type Place, viewAt } from "../decks";
import { openExport } from "../export";
import { brokenWords, follows, openFollows } from "../follows";
import { openReport } from "../report/report";
import { TalkBar } from "./bar";
import { openGoTo } from "./goto";
import { following, Mover, preceding, type Wish } from "./mover";
import { Notes } from "./notes";
import { Overview, writeDigits } from "./overview";
import { Player } from "./player";
import { NextPane, Stage } from "./stage";
import { statuses } from "./status";
import { type Ask, stopwatchOf } from "./stopwatch";
import { Strip } from "./strip";
import * as server from "../server";

export interface TalkHooks {
  library(): void;
  share(): void;
  help(): void;
  theme(): void;
  /** The list has to be loaded anew. */
  reload(): Promise<void>;
  goLive(deck: Deck): void;
  endTalk(deck: Deck): void;
}

/** For how long a move by somebody else is spoken of. */
const MOVED_FOR = 2000;

/** How often the titles and texts are fetched of a deck whose pages are being read. */
const READ_EVERY = 5000;

export class Talk {
  readonly element: HTMLElement;
  /** A link moves everybody, wherever it leads. */
  private readonly stage = new Stage({
    leads: (slide, step) => slide <= this.slides.length && step <= this.steps(slide),
    go: (slide, step) => this.move({ slide, step }),
  });
  private readonly next = new NextPane();
  private readonly player = new Player({ ask: (change) => void this.playFilm(change) });
  private readonly notes = new Notes();
  private readonly strip: Strip;
  private readonly overview: Overview;
  private readonly bar: TalkBar;
  private readonly placeWords = h("span");
  private readonly place = h("button", { type: "button", class: "button is-quiet nav-place tabular", title: "Go to a slide (G)", onclick: () => this.openGoTo() },
    h("span", { class: "visually-hidden", text: "Slide " }), this.placeWords);
  private readonly digits = h("p", { class: "digits", role: "status", hidden: true });
  private readonly survey = new Survey();
  private cuts: ReadonlyMap<number, Cut> = new Map();
  private readonly announcer: Announcer;
  private readonly keys: Keys;

  private id = 0;
  private slides: TalkSlide[] = [];
  private content = 0;
  private mover: Mover | null = null;
  private watch = stopwatchOf(0);
  private presenceOf: Presence | null = null;
  private streamLost = false;
  private movesLost = false;
  private movedTo: number | null = null;
  private movedTimer = 0;
  private ticking = 0;
  private loading = 0;
  /** The timer of learn; 0 while there is no news. */
  private reading = 0;
  private readings = 0;

  constructor(private readonly decks: Decks, private readonly hooks: TalkHooks) {
    this.strip = new Strip((n) => this.goTo(n));
    this.overview = new Overview((n) => this.goTo(n));
    this.bar = new TalkBar({
      library: hooks.library,
      blank: (blank) => this.toggleBlank(blank),
      share: hooks.share,
      export: () => this.export(),
      follows: () => this.openFollows(),
      overview: () => this.overview.toggle(this.slides, this.at.slide),
      help: hooks.help,
      theme: hooks.theme,
      goLive: () => this.deck && hooks.goLive(this.deck),
      endTalk: () => this.deck && hooks.endTalk({ ...this.deck, current_slide: this.at.slide, current_step: this.at.step, blank: this.blank }),
      announce: (text) => this.announcer.say(text),
      timerToggle: () => this.toggleTimer(),
      timerReset: () => this.resetTimer(),
      planned: () => this.tick(),
    }, () => this.watch);
    this.element = h("main", { class: "talk", hidden: true },
      this.bar.element,
      this.stage.element,
      h("div", { class: "talk-foot" },
        this.stage.line,
        this.player.element,
        h("nav", { class: "talk-nav", "aria-label": "Move" },
          button({ icon: "left", title: "Back (←)", class: "nav-previous", click: () => this.act("previous") }),
          this.place,
          button({ icon: "right", title: "Next (→)", class: "nav-next", click: () => this.act("next") }),
        ),
      ),
      this.next.element,
      this.notes.element,
      this.strip.element,
      this.digits,
    );
    this.announcer = new Announcer();
    this.keys = new Keys({
      onAction: (action) => this.act(action),
      onNumber: (n) => this.goTo(n),
      onDigits: (typed) => writeDigits(this.digits, typed),
    });
    decks.listen((change) => this.changed(change));
    document.addEventListener("keydown", (event) => this.ownKey(event), true);
    // Before the button's own handler, which may open a dialog and focus in it.
    this.element.addEventListener("click", letGo, true);
  }

  /** The deck that is open; 0 for none. */
  get open(): number {
    return this.id;
  }

  show(id: number): void {
    if (this.id === id) return;
    this.hide();
    this.id = id;
    this.watch = stopwatchOf(id);
    this.mover = this.newMover(id);
    this.element.hidden = false;
    this.keys.start();
    this.ticking = window.setInterval(() => this.tick(), 250);
    void this.load();
    this.render();
  }

  hide(): void {
    if (this.id === 0) return;
    this.id = 0;
    this.loading++;
    this.mover?.stop();
    this.mover = null;
    this.keys.stop();
    window.clearInterval(this.ticking);
    window.clearTimeout(this.movedTimer);
    window.clearTimeout(this.reading);
    this.reading = 0;
    this.readings = 0;
    this.movedTo = null;
    this.movesLost = false;
    this.slides = [];
    this.content = 0;
    this.overview.close();
    this.stage.clear();
    this.next.clear();
    this.notes.show(undefined);
    this.strip.clear();
    this.survey.stop();
    this.tellCuts(new Map());
    this.element.hidden = true;
  }

  /** Pages of a deck were read since it was loaded: it has titles, and texts. */
  pagesRead(id: number): void {
    if (id !== this.id || this.slides.length === 0 || this.reading) return;
    // A deck of a thousand pages is long, and its pages come by the dozen.
    this.reading = window.setTimeout(() => void this.learn(), this.readings++ < 1 ? 100 : READ_EVERY);
  }

  presence(presence: Presence | null): void {
    this.presenceOf = presence;
    this.render();
  }

  lost(lost: boolean): void {
    this.streamLost = lost;
    if (!lost) this.mover?.hurry();
    this.render();
  }

  private get deck(): Deck | undefined {
    return this.decks.get(this.id);
  }

  /** Where the presenter is: the last wish, else what the server says. */
  private get at(): Place {
    const deck = this.deck;
    const wish = this.mover?.pending;
    return {
      slide: wish?.slide ?? deck?.current_slide ?? 1,
      step: wish?.step ?? deck?.current_step ?? 0,
    };
  }

  private get blank(): Blank {
    return this.mover?.pending?.blank ?? this.deck?.blank ?? "";
  }

  private readonly steps = (slide: number): number => this.slides[slide - 1]?.steps || 0;

  private async load(): Promise<void> {
    const turn = ++this.loading;
    try {
      const answer = await server.getDeck(this.id);
      if (turn !== this.loading) return;
      this.slides = answer.content_slides;
      this.content = answer.content;
      this.strip.load(this.slides);
      void this.survey.start(this.slides, (cuts) => this.tellCuts(cuts));
      this.decks.answer(answer);
      this.render();
    } catch (error) {
      if (turn !== this.loading) return;
      if ((error as ApiError).status === 404) {
        say("This deck is not in the library any more.");
        this.hooks.library();
        return;
      }
      if (this.slides.length === 0) complain(error);
      window.setTimeout(() => turn === this.loading && void this.load(), 1500);
    }
  }

  /** Takes what was read on the deck's pages; what stands on the page stays where it is. */
  private async learn(): Promise<void> {
    const turn = this.loading;
    this.reading = 0; // what is read while the answer comes is news again
    try {
      const answer = await server.getDeck(this.id);
      if (turn !== this.loading || answer.content !== this.content) return;
      this.slides = answer.content_slides;
      this.strip.update(this.slides);
      this.overview.update(this.slides);
      this.render();
    } catch {
      // There is more news to come, or else the next one who opens the deck has it.
    }
  }

  private tellCuts(cuts: ReadonlyMap<number, Cut>): void {
    this.cuts = cuts;
    this.strip.cut(cuts);
    this.overview.cut(cuts);
    this.render();
  }

  private newMover(id: number): Mover {
    return new Mover({
      look: () => server.lookAtDeck(id),
      send: (wish) => server.changeDeck(id, asChange(wish)),
      answered: (answer) => this.decks.answer(answer),
      failing: (lost) => {
        this.movesLost = lost;
        this.render();
      },
      refused: (error) => complain(error),
      overtaken: (deck) => {
        this.decks.answer(deck);
        say(`Another device changed this deck meanwhile. It is at slide ${deck.current_slide} now.`);
      },
      settled: () => this.render(),
    });
  }

  private changed(change: Change): void {
    if (this.id === 0) return;
    if (change.kind === "list") {
      if (this.decks.loaded && !this.deck) {
        say("This deck was deleted.");
        this.hooks.library();
        return;
      }
    } else if (change.deck.id === this.id) {
      const { deck, before } = change;
      if (this.content > 0 && deck.content !== this.content) void this.load();
      if (change.streamed && !this.mover?.pending && deck.rev > before.rev && moved(deck, before) && !this.mover?.isOwn(deck)) this.sayMoved(deck.current_slide);
    }
    this.render();
  }

  private sayMoved(slide: number): void {
    this.movedTo = slide;
    window.clearTimeout(this.movedTimer);
    this.movedTimer = window.setTimeout(() => {
      this.movedTo = null;
      this.render();
    }, MOVED_FOR);
  }

  private move(to: Place | null): void {
    const deck = this.deck;
    if (!deck || !to || this.slides.length === 0) return;
    const at = this.at;
    if (to.slide === at.slide && to.step === at.step) return;
    this.movedTo = null;
    this.mover?.ask({ slide: to.slide, step: to.step }, deck);
    this.render();
    this.announce(to.slide);
  }

  /** Returns whether there is such a slide. */
  private goTo(n: number): boolean {
    if (n < 1 || n > this.slides.length) {
      say(`There is no slide ${n}: the last one is ${this.slides.length}.`);
      return false;
    }
    this.move({ slide: n, step: 0 });
    return true;
  }

  private toggleBlank(blank: Blank): void {
    const deck = this.deck;
    if (!deck) return;
    this.mover?.ask({ blank: this.blank === blank ? "" : blank }, deck);
    this.render();
  }

  /** Returns false for what is not done here: the key stays the browser's. */
  private act(action: Action): boolean {
    const at = this.at;
    const last = this.slides.length;
    switch (action) {
      case "next": this.move(following(at, this.steps, last)); return true;
      case "previous": this.move(preceding(at, this.steps)); return true;
      case "nextSlide": this.move(at.slide < last ? { slide: at.slide + 1, step: 0 } : null); return true;
      case "previousSlide": this.move(at.slide > 1 ? { slide: at.slide - 1, step: 0 } : { slide: 1, step: 0 }); return true;
      case "first": this.move({ slide: 1, step: 0 }); return true;
      case "last": this.move({ slide: last, step: 0 }); return true;
      case "black": case "white": case "freeze": this.toggleBlank(action); return true;
      case "goTo": this.openGoTo(); return true;
      case "overview": this.overview.toggle(this.slides, at.slide); return true;
      case "timerReset": this.resetTimer(); return true;
      case "notes": this.notes.toggle(); return true;
      case "larger": this.notes.resize(1); return true;
      case "smaller": this.notes.resize(-1); return true;
      case "help": this.hooks.help(); return true;
      case "scrollDown": this.notes.scroll(1); return true;
      case "scrollUp": this.notes.scroll(-1); return true;
      // Clickers send these two; neither may leave the talk.
      case "escape": (document.activeElement as HTMLElement | null)?.blur(); return true;
      case "start": return true;
    }
  }

  /** Keys of the console alone, and the Tab key, which serves two masters. */
  private ownKey(event: KeyboardEvent): void {
    if (this.id === 0 || dialogOpen()) return;
    const focused = document.activeElement;
    // From a focused control Tab goes on to the next one; from none it is the overview.
    if (event.key === "Tab" && focused && focused !== document.body) {
      event.stopImmediatePropagation();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const key = event.key.toLowerCase();
    if (key === "t") this.toggleTimer();
    else if (key === "q") this.hooks.share();
    else if (key === "e") this.export();
    else if (key === "m" && this.player.open) event.shiftKey ? this.player.restart() : this.player.toggle();
    else return;
    event.preventDefault();
  }

  private export(): void {
    if (this.deck) openExport(this.deck);
  }

  /** What is said of files that are followed has changed. */
  followsChanged(): void {
    if (this.id !== 0) this.render();
  }

  private openFollows(): void {
    const f = follows(this.id);
    if (f) openFollows(f, { report: () => this.report(), changed: this.hooks.reload });
  }

  private report(): void {
    void openReport(this.id, { go: (slide) => void this.goTo(slide), changed: this.hooks.reload }).catch(complain);
  }

  private openGoTo(): void {
    openGoTo(this.slides, this.at.slide, (n) => this.goTo(n));
  }

  private toggleTimer(): void {
    void this.setClock(this.watch.toggle());
  }

  /** Asks for another beginning of the deck's clock. */
  private async setClock(ask: Ask): Promise<void> {
    const { id } = this;
    try {
      if (ask) this.decks.answer(await server.changeDeck(id, ask));
    } catch (error) {
      complain(error);
    }
    this.tick();
  }

  /** Plays, pauses or seeks the films of the slide, on all screens. */
  private async playFilm(change: DeckChange): Promise<void> {
    try {
      this.decks.answer(await server.changeDeck(this.id, change));
    } catch (error) {
      complain(error);
    }
  }

  private resetTimer(): void {
    if (this.watch.elapsed === 0) return;
    const { reading } = this.watch;
    void this.setClock(this.watch.reset());
    say("The timer is back to zero.", { label: "Undo", run: () => void this.setClock(this.watch.set(reading)) });
  }

  private tick(): void {
    this.bar.tick(this.at.slide, this.slides.length || 1);
  }

  private announce(slide: number): void {
    const title = headingOf(this.slides[slide - 1]);
    this.announcer.say(`Slide ${slide} of ${this.slides.length}${title ? ": " + title : ""}`);
  }

  private render(): void {
    const deck = this.deck;
    if (!deck) return;
    const { at, blank } = this;
    this.watch.follow(deck);
    document.title = `${deck.title} · Lectern`;
    this.bar.update(deck, blank);
    this.bar.follows(follows(deck.id));
    this.bar.presence(this.presenceOf?.deck === deck.id ? this.presenceOf : null, deck.live);
    this.tick();
    const frozen = deck.blank === "freeze" ? { slide: deck.shown_slide, step: deck.shown_step } : { slide: deck.current_slide, step: deck.current_step };
    const shown = blank === "freeze" ? frozen : at;
    this.element.style.setProperty("--aspect", String(aspectOf(this.slides[0])));
    const other = this.decks.live();
    const lost = this.streamLost || this.movesLost;
    this.stage.tell(statuses({
      live: deck.live,
      published: deck.published,
      blank,
      shownSlide: shown.slide,
      lost,
      unsent: this.mover?.pending?.slide ?? null,
      movedTo: this.movedTo,
      cut: cutSentence(this.cuts),
      follows: follows(deck.id)?.name ?? null,
      broken: brokenWords(follows(deck.id)),
      otherLive: other && other.id !== deck.id ? other.title : null,
    }));
    if (this.slides.length === 0) return;
    const next = following(at, this.steps, this.slides.length);
    this.stage.show(this.slides, at, blank, shown);
    const there = at.slide === deck.current_slide;
    this.stage.play(there ? deck : {});
    if (there) this.player.update(viewAt(this.slides[at.slide - 1], at.step), deck, `${deck.id}/${deck.content}/${at.slide}`);
    this.next.show(this.slides, at, next);
    this.notes.show(this.slides[at.slide - 1]);
    this.strip.mark(at.slide);
    const steps = this.steps(at.slide);
    setText(this.placeWords, `${at.slide} / ${this.slides.length}${steps > 0 ? ` · ${at.step}/${steps}` : ""}`);
    this.element.classList.toggle("is-first", at.slide === 1 && at.step === 0);
    this.element.classList.toggle("is-last", next === null);
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

/**
 * A button that was clicked keeps the focus, and Space would press it again
 * instead of moving on; a dialog that it opens would give the focus back to it.
 * Whoever uses the keyboard (detail 0) keeps the focus.
 */
function letGo(event: MouseEvent): void {
  const button = event.detail > 0 && event.target instanceof Element ? event.target.closest("button") : null;
  if (button && button === document.activeElement) button.blur();
}
