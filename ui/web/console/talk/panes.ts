// What is to be seen of the talk under its bar: this slide, the next one, the notes,
// the strip, and what moves on.

import { button } from "../../kit/button";
import { h, setText } from "../../kit/dom";
import type { Action } from "../../kit/keys";
import type { Playback } from "../../slide/film";
import type { SlideView } from "../../slide/view";
import { aspectOf } from "../../slide/picture";
import type { Blank } from "../../wire";
import type { Place } from "../decks";
import { Layouts } from "./layout";
import type { Moves } from "./moves";
import { NextPane } from "./next";
import { Notes } from "./notes";
import { find, type Opened } from "./opened";
import { Overview, writeDigits } from "./overview";
import { Stage } from "./stage";
import { Strip } from "./strip";
import { ofAll, type Tool } from "./tool";

export interface PanesHooks {
  act(action: Action): void;
  announce(text: string): void;
}

/** What the panes show. */
export interface Scene {
  at: Place;
  blank: Blank;
  /** What the room sees. */
  shown: Place;
  /** What the next key brings. */
  next: Place | null;
  /** How the films of the slide stand. */
  playback: Playback;
}

export class Panes {
  readonly elements: HTMLElement[];
  readonly notes: Notes;
  readonly overview: Overview;
  readonly layouts: Layouts;
  readonly stage: Stage;
  private readonly next = new NextPane((slide) => this.stage.view.drawn?.(slide) ?? []);
  private readonly strip: Strip;
  private readonly placeWords = h("span");
  private readonly digits = h("p", { class: "digits", role: "status", hidden: true });

  constructor(private readonly opened: Opened, moves: Moves, tools: readonly Tool[], hooks: PanesHooks) {
    // A link moves everybody, wherever it leads.
    this.stage = new Stage({
      leads: (slide, step) => slide <= opened.slides.length && step <= opened.steps(slide),
      go: (slide, step) => moves.move({ slide, step }, true),
    }, ofAll(tools, (tool) => tool.overlay), ofAll(tools, (tool) => tool.banner));
    this.notes = new Notes({ save: (slide, said) => opened.say(slide, said), find, act: hooks.act, speak: (lang) => opened.speak(lang) });
    this.layouts = new Layouts(hooks.announce);
    const drawn: SlideView["drawn"] = (slide) => this.stage.view.drawn?.(slide) ?? [];
    this.strip = new Strip(moves.goTo, drawn);
    this.overview = new Overview(moves.goTo, drawn);
    const buttons = ofAll(tools, (tool) => tool.button);
    const place = h("button", { type: "button", class: "button is-quiet nav-place tabular", title: "Go to a slide, or search (G or /)", onclick: () => hooks.act("goTo") },
      h("span", { class: "visually-hidden", text: "Slide " }), this.placeWords);
    this.elements = [
      this.stage.element,
      h("div", { class: "talk-foot" },
        this.stage.line,
        h("div", { class: "talk-extras" }, ...ofAll(tools, (tool) => tool.foot)),
        buttons.length > 0 && h("div", { class: "talk-tools foot-tools", role: "group", "aria-label": "Tools" }, ...buttons),
        h("nav", { class: "talk-nav", "aria-label": "Move" },
          button({ icon: "left", title: "Back (←)", class: "nav-previous", click: () => hooks.act("previous") }),
          place,
          button({ icon: "right", title: "Next (→)", class: "nav-next", click: () => hooks.act("next") }),
        ),
      ),
      this.next.element,
      this.notes.element,
      this.strip.element,
      this.digits,
    ];
  }

  /** These are other slides than before. */
  load(): void {
    this.strip.load(this.opened.slides);
  }

  /** The same slides have more titles and texts. */
  update(): void {
    this.strip.update(this.opened.slides);
    this.overview.update(this.opened.slides);
  }

  /** What is drawn on a slide is something else now; 0 is any. */
  redraw(slide: number): void {
    this.stage.view.redraw();
    for (const tiles of [this.strip, this.overview]) tiles.redraw(slide);
  }

  cut(): void {
    this.strip.cut(this.opened.cuts);
    this.overview.cut(this.opened.cuts);
  }

  /** Says what was typed so far of a number. */
  writeDigits(typed: string): void {
    writeDigits(this.digits, typed);
  }

  toggleOverview(at: Place): void {
    this.overview.toggle(this.opened.slides, at.slide);
  }

  show({ at, blank, shown, next, playback }: Scene): void {
    const { slides } = this.opened;
    const steps = this.opened.steps(at.slide);
    this.stage.show(slides, at, blank, shown);
    this.stage.play(playback);
    this.next.show(slides, at, next);
    this.notes.speaks(this.opened.langs, this.opened.lang);
    this.notes.show(slides[at.slide - 1], at.step);
    this.strip.mark(at.slide);
    const { stacks } = this.opened;
    stacks.visit(at.slide);
    const spot = stacks.name(at.slide);
    setText(this.placeWords, `${at.slide} / ${slides.length}${spot && ` (${spot})`}${steps > 0 ? ` · ${at.step}/${steps}` : ""}`);
  }

  /** How wide all slides are for their height. */
  get aspect(): number {
    return aspectOf(this.opened.slides[0]);
  }

  clear(): void {
    this.overview.close();
    this.stage.clear();
    this.next.clear();
    this.notes.leave();
    this.strip.clear();
  }
}
