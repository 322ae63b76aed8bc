// The monitor at the speaker's feet: notes, this slide and the next, the time, and what is
// said to the speaker. It is only looked at: there is nothing to press.

import { viewAt } from "../console/decks";
import { messageBoard } from "../console/messages/board";
import { notices } from "../console/notice/notice";
import { advanceWords } from "../console/talk/advance";
import { following } from "../console/talk/mover";
import { draw } from "../console/talk/stage";
import { timeOfDay } from "../console/talk/pace";
import * as server from "../console/server";
import { h, setText } from "../kit/dom";
import { keyOf, withModifier } from "../kit/keys";
import { keepAwake } from "../kit/wake";
import { getInk } from "../line/api";
import { Inks } from "../line/ink";
import { Line } from "../remote/line";
import { LiveDeck } from "../remote/live-deck";
import { NoticeSheet } from "../line/notice";
import { headingOf } from "../slide/heading";
import { aspectOf } from "../slide/picture";
import { SlideView } from "../slide/view";
import type { Blank, InkNews } from "../wire";
import { Faces } from "./faces";
import { StageNotes } from "./notes";

const COVERS: Record<Blank, string> = { "": "", black: "The room is black", white: "The room is white", freeze: "The room is frozen" };

const REHEARSED: Record<Blank, string> = { "": "", black: "The room would be black", white: "The room would be white", freeze: "The room would stay as it is" };

class StageDisplay {
  private readonly live: LiveDeck;
  private readonly faces = new Faces();
  private readonly notes = new StageNotes();
  private readonly now = new Pane("now", (slide) => (slide.deck === this.live.id ? this.inks.of(slide.slide) : []));
  private readonly next = new Pane("next");
  private readonly title = h("h1", { class: "visually-hidden", dir: "auto" });
  private readonly talk: HTMLElement;
  private readonly inks = new Inks({ get: getInk, changed: () => this.now.redraw() });
  private readonly lost = h("p", { class: "stage-lost", role: "status" });
  private lostSince = 0;

  constructor() {
    this.talk = h("main", { class: "stage-talk", hidden: true }, this.title, this.notes.element, h("div", { class: "stage-slides" }, this.now.element, this.next.element));
    this.live = new LiveDeck(this.talk, "stage-message", "Notes and time come by themselves when a talk is presented, or rehearsed.", {
      opened: (deck) => {
        this.inks.use(deck.id, true);
        void this.drawn();
        this.render();
      },
      closed: () => this.clear(),
      changed: () => this.render(),
    });
    document.body.prepend(this.faces.element, messageBoard(false), this.talk, this.live.message, this.lost);
  }

  start(): void {
    const sheet = new NoticeSheet();
    notices.listen(() => sheet.show(notices.text));
    this.live.decks.listen((change) => {
      if (change.kind === "state" && change.deck.id === this.live.id) this.live.opened.follow(change.deck);
      this.render();
    });
    new Line({
      live: (deck, first) => {
        const before = this.live.id;
        this.live.hear(deck, first);
        if (first && before !== 0 && before === this.live.id) void this.drawn(); // as it is after a time without a line
      },
      sign: (name, data) => name === "ink" && this.inks.hear(data as InkNews),
      pages: (deck) => this.live.opened.pagesRead(deck),
      lost: (lost) => this.tellLost(lost),
      out: () => {
        this.live.close();
        this.live.say("This screen was signed out", "To use it again, pair it with a new code.");
      },
    }).start();
    keepAwake(document.getElementById("awake") as HTMLVideoElement);
    window.addEventListener("resize", () => this.render());
    document.addEventListener("keydown", (event) => {
      if (keyOf(event) === "l" && !event.repeat && !withModifier(event)) this.speakNext();
    });
  }

  /** Slides and notes in the deck's next language: there is nothing on the screen to choose one with. */
  private speakNext(): void {
    const { langs, lang } = this.live.opened;
    const next = langs[(langs.indexOf(lang) + 1) % langs.length];
    if (langs.length > 1 && next !== undefined) this.live.opened.speak(next);
  }

  private clear(): void {
    this.now.clear();
    this.next.clear();
    this.notes.show(undefined, 0);
    document.body.dataset.blank = "";
  }

  /** Asks for all that is drawn; the stream tells what is new. */
  private async drawn(): Promise<void> {
    const { id } = this.live;
    try {
      const all = await server.getAllInk(id);
      if (id === this.live.id) this.inks.load(all);
    } catch {
      // what is drawn from now on is told
    }
  }

  /** What was known last stays, and says so. */
  private tellLost(lost: boolean): void {
    if (lost && this.lostSince === 0) this.lostSince = Date.now();
    if (!lost) this.lostSince = 0;
    setText(this.lost, lost ? `Connection lost. This is how it was at ${timeOfDay(this.lostSince)}.` : "");
    document.documentElement.classList.toggle("is-lost", lost);
  }

  private render(): void {
    const deck = this.live.state;
    if (!deck) return;
    const { slides } = this.live.opened;
    const at = { slide: deck.current_slide, step: deck.current_step };
    document.title = `${deck.title} · Lectern`;
    setText(this.title, deck.title);
    document.body.dataset.blank = deck.blank;
    document.body.classList.toggle("is-rehearsal", deck.rehearsing === true);
    this.faces.follow(deck, slides, at.slide);
    if (slides.length === 0) return;
    const slide = slides[at.slide - 1];
    const next = following(at, this.live.opened.way);
    document.body.style.setProperty("--aspect", String(aspectOf(slides[0])));
    // What counts down stands above.
    const advance = deck.advance_at ? "" : advanceWords(deck, slides, 0);
    this.now.show(`${deck.rehearsing ? "Rehearsal · " : ""}${at.slide} / ${slides.length}${slide && slide.steps > 0 ? ` · step ${at.step} of ${slide.steps}` : ""}${advance && ` · ${advance.toLowerCase()}`}`, viewAt(slide, at.step), (deck.rehearsing ? REHEARSED : COVERS)[deck.blank]);
    const then = next ? slides[next.slide - 1] : undefined;
    const words = !next ? "This is the last slide" : next.slide === at.slide ? `Next: step ${next.step} of ${slide?.steps}` : `Next: ${[next.slide, headingOf(then)].filter(Boolean).join(" · ")}`;
    this.next.show(words, next ? viewAt(then, next.step) : undefined, "");
    this.notes.show(slide, at.step);
  }
}

/** A slide, and what is said of it. */
class Pane {
  readonly element: HTMLElement;
  private readonly words = h("p", { class: "pane-words tabular", dir: "auto" });
  private readonly slot = h("div", { class: "pane-slide" });
  private readonly cover = h("p", { class: "pane-cover", hidden: true });
  private readonly view: SlideView;

  /** drawn is what is drawn on a slide. */
  constructor(name: string, drawn: SlideView["drawn"] = null) {
    this.element = h("section", { class: `pane is-${name}`, "aria-label": name === "now" ? "This slide" : "Next" },
      h("div", { class: "pane-frame" }, h("div", { "aria-hidden": "true", class: "pane-fit" }, this.slot), this.cover), this.words);
    this.view = new SlideView(this.slot, { inert: true });
    this.view.drawn = drawn;
  }

  show(words: string, view: Parameters<typeof draw>[1] | undefined, cover: string): void {
    setText(this.words, words);
    this.cover.hidden = cover === "";
    setText(this.cover, cover);
    this.element.classList.toggle("is-end", !view);
    if (view) draw(this.view, view);
    else this.view.clear();
  }

  redraw(): void {
    this.view.redraw();
  }

  clear(): void {
    this.view.clear();
  }
}

document.addEventListener("DOMContentLoaded", () => new StageDisplay().start());
