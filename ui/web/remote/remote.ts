// The phone as remote: two large buttons, the notes, what comes next, the time. It
// moves the deck as the console does, with the console's own parts.

import type { Deck } from "../console/decks";
import { driving } from "../console/driving";
import { messageBoard } from "../console/messages/board";
import { openMessages } from "../console/messages/dialog";
import { noticeBoard } from "../console/notice/board";
import * as server from "../console/server";
import { advanceWords } from "../console/talk/advance";
import { togglerOf } from "../console/talk/desk";
import { Draw } from "../console/talk/draw";
import { openGoTo } from "../console/talk/goto";
import { preceding } from "../console/talk/mover";
import { backToTalk, showBoard } from "../console/talk/moment/moment";
import { Moves } from "../console/talk/moves";
import { NextPane } from "../console/talk/next";
import { Stage } from "../console/talk/stage";
import { told } from "../console/talk/told";
import type { Desk } from "../console/talk/tool";
import { Announcer } from "../kit/announce";
import { button } from "../kit/button";
import { dialogOpen } from "../kit/dialog";
import { h, setText } from "../kit/dom";
import { isTyping, Keys } from "../kit/keys";
import { LanguageChooser } from "../kit/language-chooser";
import { setTheme, theme } from "../kit/settings";
import { keepAwake } from "../kit/wake";
import { clockNow, learnClock } from "../line/clock";
import { aspectOf } from "../slide/picture";
import type { Blank, DeckChange } from "../wire";
import { Clock } from "./clock";
import { Line } from "./line";
import { LiveDeck } from "./live-deck";
import { RemoteNotes } from "./notes";
import { Pad } from "./pad";
import { StateLine } from "./state-line";
import { hearSwipes } from "./swipe";
import { type Words, words } from "./words";

const COUNTS_EVERY = 250;

class Remote {
  private readonly live: LiveDeck;
  private readonly moves: Moves;
  private readonly draw: Draw;
  private readonly stage: Stage;
  private readonly next = new NextPane();
  private readonly notes = new RemoteNotes();
  private readonly clock = new Clock();
  private readonly pad: Pad;
  private readonly drawButton = button({ icon: "pencil", label: "Point and draw", class: "draw-button", click: () => this.openDraw() });
  private readonly boardButton = button({ icon: "board", label: "Drawing board", class: "draw-button", click: () => void (this.live.state?.interlude_of ? backToTalk() : showBoard()) });
  private readonly line = new StateLine((change) => void this.change(change));
  private readonly board = messageBoard(true);
  private readonly languages = new LanguageChooser("button is-quiet", (lang) => this.live.opened.speak(lang));
  private readonly placeWords = h("span", { class: "tabular" });
  private readonly talk = h("main", { class: "remote-talk", hidden: true });
  private readonly announcer: Announcer;
  private streamLost = false;
  /** It drove when it was heard of last: a phone that was locked drives on. */
  private drove = false;
  private out = false;

  constructor() {
    this.live = new LiveDeck(this.talk, "remote-message", "The buttons come by themselves when a talk is presented, or rehearsed. You may leave this page open.", {
      opened: (deck) => {
        this.moves.open(deck.id);
        this.driven();
      },
      closed: () => this.closed(),
      changed: () => this.render(),
    }, [messageBoard(true), button({ icon: "message", text: "Message to the speaker", click: openMessages })]);
    this.moves = new Moves(this.live.decks, this.live.opened, {
      changed: () => this.render(),
      went: (from, to) => this.announcer.say(told(this.live.opened.slides, from, to)),
      lets: (_, again) => this.lets(again),
      refused: (error, again) => driving.explain(error, again),
    });
    this.draw = new Draw(this.desk());
    this.stage = new Stage({ leads: () => false, go: () => undefined }, [this.draw.overlay]);
    this.pad = new Pad({
      next: () => void this.moves.act("next"),
      previous: () => void this.moves.act("previous"),
      blank: (blank) => this.moves.toggleBlank(blank),
    });
    const place = h("button", { type: "button", class: "button is-quiet place", title: "Go to a slide", onclick: () => this.goTo() },
      h("span", { class: "visually-hidden", text: "Slide " }), this.placeWords);
    this.talk.append(
      h("header", { class: "remote-head" }, this.clock.element, place, this.notes.sizes, this.languages.element, button({ icon: "message", label: "Message to the speaker", class: "is-quiet", click: openMessages }), button({ icon: "sun", label: "Light or dark", class: "is-quiet", click: switchTheme })),
      this.line.element,
      this.board,
      h("div", { class: "remote-slides" }, this.stage.element, this.next.element),
      this.notes.element,
      h("div", { class: "remote-tools" },
        this.pad.covers,
        this.drawButton,
        this.boardButton,
        this.draw.foot),
      this.pad.element,
    );
    document.body.prepend(this.talk, this.live.message, noticeBoard());
    this.announcer = new Announcer();
  }

  start(): void {
    hearSwipes(this.talk, (way) => void this.moves.act(way));
    document.addEventListener("keydown", (event) => this.drawKey(event), true);
    new Keys({
      onAction: (action, _, held) => {
        if (this.live.id === 0) return false;
        if (driving.withholds(this.live.state, action, held)) return true;
        if (action === "goTo") this.goTo();
        return action === "goTo" || this.moves.act(action);
      },
      onNumber: (n) => void this.moves.goTo(n),
    }).start();
    this.live.decks.listen((change) => {
      if (change.kind === "state" && change.deck.id === this.live.id) {
        this.live.opened.follow(change.deck);
        this.moves.follow(change);
      }
      this.render();
    });
    driving.listen(() => this.driven());
    new Line({
      live: (deck, first) => this.live.hear(deck, first),
      pages: (deck) => this.live.opened.pagesRead(deck),
      sign: (name, data) => this.draw.hear(name, data),
      lost: (lost) => {
        this.streamLost = lost;
        this.draw.lost(lost);
        if (!lost) this.moves.hurry();
        this.render();
      },
      out: () => this.signedOut(),
    }).start();
    // What counts down.
    window.setInterval(() => this.live.state?.advance_at && this.render(), COUNTS_EVERY);
    keepAwake(document.getElementById("awake") as HTMLVideoElement);
  }

  private closed(): void {
    this.drove = false;
    this.moves.close();
    this.draw.leave();
    this.stage.clear();
    this.next.clear();
  }

  private signedOut(): void {
    this.out = true;
    this.live.close();
    this.live.say("This phone was signed out", "To use it again, ask for a new code and pair it.");
    this.live.message.append(h("a", { class: "button", href: "/pair", text: "Type a code" }));
  }

  /** While nobody drives, the press that would move takes over first. What nobody sees anybody moves. */
  private lets(again: () => void): boolean {
    if (driving.mine || this.rehearses) return true;
    if (driving.other) return driving.lets(again);
    void driving.takeAnd(again);
    return false;
  }

  private get rehearses(): boolean {
    return this.live.state?.rehearsing === true;
  }

  private driven(): void {
    const left = this.drove && !driving.mine && !driving.other && !this.rehearses;
    this.drove = driving.mine;
    // Nobody took it: the phone was locked for a while, and is in the hand again.
    if (left && this.live.id !== 0 && document.visibilityState !== "hidden") void driving.take();
    else if (left) this.drove = true;
    this.render();
  }

  /** What the tool of drawing sees of the talk. */
  private desk(): Desk {
    const remote = this;
    return {
      get deck() { return remote.live.state; },
      get slides() { return remote.live.opened.slides; },
      get at() { return remote.moves.at; },
      get blank() { return remote.moves.blank; },
      get view() { return remote.stage.view; },
      move: remote.moves.move,
      change: (change) => remote.change(change),
      toggle: togglerOf(() => remote.live.state, (change) => remote.change(change)),
      render: () => remote.render(),
      inked: () => remote.stage.view.redraw(),
      announce: (text) => remote.announcer.say(text),
    };
  }

  private async change(change: DeckChange): Promise<void> {
    const { id } = this.live;
    try {
      this.live.decks.answer(await server.changeDeck(id, change));
    } catch (error) {
      driving.explain(error, () => id === this.live.id && void this.change(change));
    }
  }

  private openDraw(): void {
    if (!this.draw.foot.hidden || this.lets(() => this.openDraw())) this.draw.button.click();
  }

  private drawKey(event: KeyboardEvent): void {
    if (this.live.id === 0 || dialogOpen() || isTyping(event.target) || event.altKey) return;
    if (!(event.ctrlKey || event.metaKey ? this.draw.chord(event) : event.repeat ? this.draw.held(event) : this.draw.key(event))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  private goTo(): void {
    openGoTo(this.live.opened.slides, this.moves.at.slide, (n) => this.moves.goTo(n));
  }

  private get cutOff(): boolean {
    return this.streamLost || this.moves.lost;
  }

  /** Says how the talk is, in a line. */
  private tell(deck: Deck, cover: Blank, shown: number): Words["tone"] {
    const { unsent, excuse } = this.moves;
    const said = words({
      lost: this.cutOff,
      unsent,
      excuse,
      mine: driving.mine || driving.me === 0,
      other: driving.other?.name ?? null,
      asked: driving.asked,
      asks: driving.asks?.name ?? null,
      armed: driving.armed,
      blank: cover,
      shown,
      part: deck.zoom !== null,
      rehearsing: this.rehearses,
      moment: Boolean(deck.interlude_of),
      advance: advanceWords(deck, this.live.opened.slides, clockNow()),
      advancing: deck.advancing === true,
    });
    this.line.show(said);
    return said.tone;
  }

  private render(): void {
    const deck = this.live.state;
    if (!deck || this.out) return;
    const { at, blank, next, unsent } = this.moves;
    const { slides } = this.live.opened;
    const cover = this.cutOff ? deck.blank : blank;
    const shown = cover === "freeze" && deck.blank === "freeze" ? { slide: deck.shown_slide, step: deck.shown_step } : at;
    document.title = `${deck.title} · Lectern`;
    this.clock.follow(deck, slides, at.slide);
    if (deck.advance_at) void learnClock();
    const tone = this.tell(deck, cover, shown.slide);
    this.talk.dataset.tone = tone;
    this.talk.classList.toggle("is-pending", unsent !== null);
    const drawing = !this.draw.foot.hidden;
    this.talk.classList.toggle("is-drawing", drawing);
    this.drawButton.setAttribute("aria-pressed", String(drawing));
    this.boardButton.hidden = this.rehearses;
    this.boardButton.setAttribute("aria-pressed", String(Boolean(deck.interlude_of)));
    this.pad.update({
      blank,
      pending: this.cutOff && unsent?.blank !== undefined,
      first: slides.length > 0 && preceding(at, this.live.opened.way) === null,
      last: slides.length > 0 && next === null,
      moment: Boolean(deck.interlude_of),
      drives: driving.mine || this.rehearses,
      takes: !driving.other || driving.armed,
    });
    this.languages.update(this.live.opened.langs, this.live.opened.lang);
    const steps = this.live.opened.steps(at.slide);
    setText(this.placeWords, `${at.slide} / ${deck.slides}${steps > 0 ? ` · ${at.step}/${steps}` : ""}`);
    if (slides.length === 0) return;
    this.talk.style.setProperty("--aspect", String(aspectOf(slides[0])));
    this.stage.tell([{ tone: TONES[tone], label: "", text: "" }]);
    this.stage.show(slides, at, cover, shown);
    this.draw.update();
    this.next.show(slides, at, next);
    this.notes.show(slides[at.slide - 1], at.step);
  }
}

const TONES = { live: "live", covered: "frozen", driven: "off", lost: "lost", unseen: "off" } as const;

function switchTheme(): void {
  setTheme(theme() === "dark" ? "light" : "dark");
}

setTheme(theme());
document.addEventListener("DOMContentLoaded", () => new Remote().start());
