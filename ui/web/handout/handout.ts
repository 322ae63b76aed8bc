// A talk in one file: for whoever has neither Lectern nor a network.

import { byId, h, plain, setText } from "../kit/dom";
import { button } from "../kit/button";
import { type Action, keyOf, Keys, withModifier } from "../kit/keys";
import { spoken } from "../slide/spoken";
import { contentOf, readTalk, type Slide, type View } from "./content";
import { layOut } from "./paper";
import { Sheet } from "./sheet";

/** A finger that moved so far sideways meant the next slide, in CSS pixels. */
const SWIPE = 40;
/** How long the bar stays without a hand on the mouse. */
const IDLE = 2500;

interface Stop {
  slide: Slide;
  view: View;
}

class Handout {
  private readonly talk = readTalk();
  private readonly stops: Stop[] = this.talk.slides.reduce<Stop[]>((all, slide) => all.concat(slide.views.map((view) => ({ slide, view }))), []);
  private readonly root = byId("view");
  private readonly text = byId("text");
  private readonly notes = h("aside", { class: "handout-notes", "aria-label": "Notes", dir: "auto", tabindex: "0", hidden: true });
  private readonly place = h("button", { type: "button", class: "button is-quiet tabular handout-place", title: "All slides as text (T)", onclick: () => this.toggleText() });
  private readonly bar: HTMLElement;
  private at = -1;
  private sheet: Sheet | null = null;
  private turn = 0;
  private idle = 0;
  private touch: { x: number; y: number } | null = null;
  private laidOut: Promise<void> | null = null;

  constructor() {
    document.title = plain(this.talk.title);
    if (this.talk.lang) document.documentElement.lang = this.talk.lang;
    this.bar = h("nav", { class: "handout-bar", "aria-label": "Slides" },
      button({ icon: "left", title: "Back (←)", class: "is-quiet", click: () => this.move(-1) }),
      this.place,
      button({ icon: "right", title: "Next (→)", class: "is-quiet", click: () => this.move(1) }),
      button({ icon: "text", title: "Text (T)", class: "is-quiet", click: () => this.toggleText() }),
      this.talk.notes && button({ icon: "notes", title: "Notes (S)", class: "is-quiet", click: () => this.toggleNotes() }),
      document.fullscreenEnabled && button({ icon: "fullscreen", title: "Full screen (F)", class: "is-quiet", click: () => this.toggleFull() }),
    );
    byId("main").append(this.notes, this.bar);
    new Keys({ onAction: (action) => this.act(action), onNumber: (n) => this.goTo(n, 0) }).start();
    document.addEventListener("keydown", (event) => this.letter(event));
    window.addEventListener("hashchange", () => this.fromHash());
    window.addEventListener("resize", () => this.sheet?.fit());
    this.listen();
    this.fromHash();
    if (this.at < 0) this.show(0);
    // Whoever prints by a menu gets what can be laid out at once.
    window.addEventListener("beforeprint", () => void this.printable());
    if (this.talk.print) this.print();
  }

  /** Resolves once the pages can be printed: for a browser that nobody looks at. */
  printable(): Promise<void> {
    if (!this.laidOut) this.laidOut = layOut(this.talk, byId("paper"));
    return this.laidOut;
  }

  private print(): void {
    void this.printable().then(() => window.print());
  }

  /** Resolves once a view is painted, by its place among all. */
  async paint(stop: number): Promise<void> {
    this.bar.hidden = true;
    await this.show(stop);
  }

  private async show(at: number): Promise<void> {
    const stop = this.stops[at];
    if (!stop || at === this.at) return;
    this.at = at;
    const turn = ++this.turn;
    const { slide, view } = stop;
    const content = contentOf(this.talk, slide, view);
    const sheet = new Sheet(content, { leads: () => true, go: (n, step) => this.goTo(n, step) }, slide.ink);
    sheet.element.classList.add("is-coming");
    this.root.appendChild(sheet.element);
    const last = this.talk.slides[this.talk.slides.length - 1];
    setText(this.place, `${slide.number} / ${last ? last.number : 0}`);
    setText(byId("words"), view.picture ? spoken(content, this.talk.slides.length) : "");
    setText(this.notes, slide.notes || "There are no notes for this slide.");
    this.notes.scrollTop = 0;
    await sheet.ready();
    if (turn !== this.turn) {
      sheet.leave();
      return;
    }
    sheet.element.classList.remove("is-coming");
    this.sheet?.leave();
    this.sheet = sheet;
    const hash = `#${slide.number}${view.step > 0 ? "." + view.step : ""}`;
    if (location.hash !== hash) location.replace(hash);
  }

  private move(by: number): void {
    void this.show(Math.max(0, Math.min(this.stops.length - 1, this.at + by)));
  }

  /** A step that there is not is the last before it. */
  private goTo(slide: number, step: number): void {
    let found = -1;
    this.stops.forEach((stop, i) => {
      if (stop.slide.number === slide && (stop.view.step <= step || found < 0)) found = i;
    });
    if (found < 0) return;
    this.toggleText(false);
    void this.show(found);
  }

  /** To the next slide in a direction: not all numbers need be in here. */
  private skip(from: number, by: 1 | -1): void {
    const there = this.stops.map((stop) => stop.slide.number).filter((n) => (n - from) * by > 0);
    if (there.length > 0) this.goTo(Math[by > 0 ? "min" : "max"](...there), 0);
  }

  private fromHash(): void {
    const match = /^#(\d+)(?:\.(\d+))?$/.exec(location.hash);
    if (match) this.goTo(Number(match[1]), Number(match[2] || 0));
  }

  private act(action: Action): boolean | void {
    if (!this.text.hidden) {
      if (action !== "escape") return false;
      this.toggleText(false);
      return;
    }
    const { slide } = this.stops[this.at] || {};
    switch (action) {
      case "next": return this.move(1);
      case "previous": return this.move(-1);
      case "nextSlide": return slide && this.skip(slide.number, 1);
      case "previousSlide": return slide && this.skip(slide.number, -1);
      case "first": return void this.show(0);
      case "last": return void this.show(this.stops.length - 1);
      case "notes": return this.toggleNotes();
      case "freeze": return this.toggleFull();
      default: return false;
    }
  }

  private letter(event: KeyboardEvent): void {
    if (keyOf(event) === "p" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      this.print();
    }
    if (keyOf(event) === "t" && !withModifier(event)) this.toggleText();
  }

  private toggleText(open = this.text.hidden === true): void {
    if (open === !this.text.hidden) return;
    if (open && !this.text.firstChild) this.fillText();
    this.text.hidden = !open;
    document.body.classList.toggle("reads", open);
    if (!open) return;
    const { slide } = this.stops[this.at] || {};
    this.text.focus();
    if (slide) this.text.querySelector(`[data-slide="${slide.number}"]`)?.scrollIntoView();
  }

  private fillText(): void {
    const body = h("div", { class: "text-body" }, h("h1", { text: this.talk.title }));
    for (const slide of this.talk.slides) {
      const view = slide.views[slide.views.length - 1];
      const words = (view?.text || "").trim();
      const rest = slide.title && words.startsWith(slide.title) ? words.slice(slide.title.length).trim() : words;
      body.append(h("section", { dir: "auto", "data-slide": slide.number },
        h("h2", null, h("a", { href: `#${slide.number}`, text: `${slide.number}. ${slide.title || "Slide " + slide.number}`, onclick: () => this.toggleText(false) })),
        rest && h("p", { class: "text-words", text: rest }),
        slide.notes && h("p", { class: "text-words text-notes", text: slide.notes }),
      ));
    }
    this.text.append(button({ icon: "close", label: "Back to the slides", title: "Back to the slides (Esc)", class: "is-quiet text-close", click: () => this.toggleText(false) }), body);
  }

  private toggleNotes(): void {
    if (!this.talk.notes) return;
    this.notes.hidden = !this.notes.hidden;
    document.body.classList.toggle("has-notes", !this.notes.hidden);
    this.sheet?.fit();
  }

  private toggleFull(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => undefined);
  }

  /** Taps at the sides, swipes, and the bar that goes away by itself. */
  private listen(): void {
    const wake = (): void => {
      document.body.classList.remove("is-idle");
      window.clearTimeout(this.idle);
      this.idle = window.setTimeout(() => {
        document.body.classList.add("is-idle"); // what has the focus stays all the same
      }, IDLE);
    };
    for (const name of ["mousemove", "touchstart", "keydown", "focusin"]) document.addEventListener(name, wake, { passive: true });
    wake();
    this.root.addEventListener("touchstart", (event) => {
      const first = event.touches[0];
      this.touch = event.touches.length === 1 && first ? { x: first.clientX, y: first.clientY } : null;
    }, { passive: true });
    this.root.addEventListener("touchend", (event) => {
      const end = event.changedTouches[0];
      if (!this.touch || !end) return;
      const across = end.clientX - this.touch.x;
      const down = end.clientY - this.touch.y;
      this.touch = null;
      if (Math.abs(across) < SWIPE || Math.abs(across) < 2 * Math.abs(down)) return;
      event.preventDefault(); // no click as well
      this.move(across < 0 ? 1 : -1);
    });
    this.root.addEventListener("click", (event) => {
      if ((event.target as Element).closest("a") || String(window.getSelection()) !== "") return;
      this.move(event.clientX < this.root.clientWidth / 3 ? -1 : 1);
    });
  }
}

declare global {
  interface Window {
    /** For a browser that nobody looks at. */
    handout?: Pick<Handout, "printable" | "paint">;
  }
}

window.handout = new Handout();
