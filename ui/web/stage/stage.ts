// The monitor at the speaker's feet: notes, this slide and the next, the time, and what is
// said to the speaker. It is only looked at: there is nothing to press.

import { type Deck, Decks, viewAt } from "../console/decks";
import { messageBoard } from "../console/messages/board";
import { notices } from "../console/notice/notice";
import { following } from "../console/talk/mover";
import { Opened } from "../console/talk/opened";
import { draw } from "../console/talk/stage";
import { timeOfDay } from "../console/talk/pace";
import { h, setText } from "../kit/dom";
import { keepAwake } from "../kit/wake";
import { Line } from "../remote/line";
import { NoticeSheet } from "../line/notice";
import { headingOf } from "../slide/heading";
import { aspectOf } from "../slide/picture";
import { SlideView } from "../slide/view";
import type { Blank, DeckState } from "../wire";
import { Faces } from "./faces";
import { StageNotes } from "./notes";

const COVERS: Record<Blank, string> = { "": "", black: "The room is black", white: "The room is white", freeze: "The room is frozen" };

class StageDisplay {
  private readonly decks = new Decks();
  private readonly opened: Opened;
  private readonly faces = new Faces();
  private readonly notes = new StageNotes();
  private readonly now = new Pane("now");
  private readonly next = new Pane("next");
  private readonly talk: HTMLElement;
  private readonly message = h("section", { class: "stage-message", role: "status" });
  private readonly lost = h("p", { class: "stage-lost", role: "status" });
  private id = 0;
  private lostSince = 0;

  constructor() {
    this.opened = new Opened({
      loaded: (answer) => {
        this.decks.answer(answer);
        this.render();
      },
      learned: () => this.render(),
      surveyed: () => undefined,
      gone: () => undefined, // the stream says what is live instead
    });
    this.talk = h("main", { class: "stage-talk", hidden: true }, this.notes.element, h("div", { class: "stage-slides" }, this.now.element, this.next.element));
    document.body.prepend(this.faces.element, messageBoard(false), this.talk, this.message, this.lost);
    this.say("One moment …", "");
  }

  start(): void {
    const sheet = new NoticeSheet();
    notices.listen(() => sheet.show(notices.text));
    this.decks.listen((change) => {
      if (change.kind === "state" && change.deck.id === this.id) this.opened.follow(change.deck);
      this.render();
    });
    new Line({
      live: (deck, first) => this.live(deck, first),
      pages: (deck) => this.opened.pagesRead(deck),
      lost: (lost) => this.tellLost(lost),
      out: () => {
        this.close();
        this.say("This screen was signed out", "To use it again, pair it with a new code.");
      },
    }).start();
    keepAwake(document.getElementById("awake") as HTMLVideoElement);
    window.addEventListener("resize", () => this.render());
  }

  private live(deck: DeckState | null, first: boolean): void {
    if (!deck) {
      this.close();
      this.say("Nothing is live", "Notes and time come by themselves when a talk is presented.");
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
    this.render();
  }

  private close(): void {
    if (this.id === 0) return;
    this.id = 0;
    this.opened.close();
    this.now.clear();
    this.next.clear();
    this.notes.show(undefined, 0);
    this.talk.hidden = true;
    document.body.dataset.blank = "";
  }

  private say(title: string, text: string): void {
    this.message.replaceChildren(h("h1", { text: title }), h("p", { text }));
    this.message.hidden = false;
    document.title = `${title} · Lectern`;
  }

  /** What was known last stays, and says so. */
  private tellLost(lost: boolean): void {
    if (lost && this.lostSince === 0) this.lostSince = Date.now();
    if (!lost) this.lostSince = 0;
    setText(this.lost, lost ? `Connection lost. This is how it was at ${timeOfDay(this.lostSince)}.` : "");
    document.documentElement.classList.toggle("is-lost", lost);
  }

  private render(): void {
    const deck = this.decks.get(this.id);
    if (!deck) return;
    const { slides } = this.opened;
    const at = { slide: deck.current_slide, step: deck.current_step };
    document.title = `${deck.title} · Lectern`;
    document.body.dataset.blank = deck.blank;
    this.faces.follow(deck, slides, at.slide);
    if (slides.length === 0) return;
    const slide = slides[at.slide - 1];
    const next = following(at, this.opened.way);
    document.body.style.setProperty("--aspect", String(aspectOf(slides[0])));
    this.now.show(`${at.slide} / ${slides.length}${slide && slide.steps > 0 ? ` · step ${at.step} of ${slide.steps}` : ""}`, viewAt(slide, at.step), COVERS[deck.blank]);
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

  constructor(name: string) {
    this.element = h("section", { class: `pane is-${name}`, "aria-label": name === "now" ? "This slide" : "Next" },
      h("div", { class: "pane-frame" }, h("div", { "aria-hidden": "true", class: "pane-fit" }, this.slot), this.cover), this.words);
    this.view = new SlideView(this.slot, { inert: true });
  }

  show(words: string, view: Parameters<typeof draw>[1] | undefined, cover: string): void {
    setText(this.words, words);
    this.cover.hidden = cover === "";
    setText(this.cover, cover);
    this.element.classList.toggle("is-end", !view);
    if (view) draw(this.view, view);
    else this.view.clear();
  }

  clear(): void {
    this.view.clear();
  }
}

document.addEventListener("DOMContentLoaded", () => new StageDisplay().start());
