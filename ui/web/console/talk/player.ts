// What plays the films and sounds of a slide, for the whole room.

import { button } from "../../kit/button";
import { h, setText } from "../../kit/dom";
import { keyOf } from "../../kit/keys";
import { clockNow, learnClock } from "../../line/clock";
import { type Playback, playedBy } from "../../slide/film";
import type { DeckChange, SlideContent } from "../../wire";
import { viewAt } from "../decks";
import type { Desk, Tool } from "./tool";

/** Seconds that the buttons seek. */
const LEAP = 10;
/** What the database takes. */
const MOST = 86_400;

export interface PlayerHooks {
  ask(change: DeckChange): void;
}

export class Player {
  readonly element: HTMLElement;
  private readonly toggleButton = button({ text: "Play", title: "Play or pause the film (M)", click: () => this.toggle() });
  private state: Playback = {};
  private slide = "";

  constructor(private readonly hooks: PlayerHooks) {
    this.element = h("div", { class: "player", role: "group", "aria-label": "Film", hidden: true },
      button({ icon: "reset", title: "Film from its start (Shift M)", click: () => this.restart() }),
      button({ text: "−10 s", title: "10 seconds back", click: () => this.seek(-LEAP) }),
      this.toggleButton,
      button({ text: "+10 s", title: "10 seconds on", click: () => this.seek(LEAP) }),
    );
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** Follows the deck to a view, and to how its films stand. A film that begins by itself does. */
  update(view: SlideContent | undefined, state: Playback, slide: string): void {
    const films = filmsOf(view?.html || "");
    this.element.hidden = films.length === 0;
    this.state = state;
    const words = this.toggleButton.querySelector(".button-text");
    if (words) setText(words as HTMLElement, state.playing ? "Pause" : "Play");
    const came = slide !== this.slide;
    this.slide = slide;
    if (films.length === 0) return;
    void learnClock();
    if (came && !state.playing && !state.played && films.some((film) => film.hasAttribute("autoplay"))) this.put(true, 0);
  }

  toggle(): void {
    this.put(!this.state.playing, this.now);
  }

  restart(): void {
    this.put(true, 0.01 * Math.random()); // another number than before, or nothing would change
  }

  private seek(by: number): void {
    this.put(this.state.playing === true, this.now + by);
  }

  private get now(): number {
    return playedBy(this.state, clockNow());
  }

  private put(playing: boolean, played: number): void {
    this.hooks.ask({ playing, played: Math.min(MOST, Math.max(0, played)) });
  }
}

/** The player as a tool of the talk. */
export function playerTool(desk: Desk): Tool {
  const player = new Player({ ask: (change) => void desk.change(change) });
  return {
    foot: player.element,
    key(event) {
      const key = keyOf(event);
      if (!player.open) return false;
      if (key === "m") player.toggle();
      else if (key === "Shift+m") player.restart();
      else return false;
      return true;
    },
    update() {
      const { deck, at, slides } = desk;
      if (deck && at.slide === deck.current_slide) player.update(viewAt(slides[at.slide - 1], at.step), deck, `${deck.id}/${deck.content}/${at.slide}`);
    },
  };
}

/** The films of a view that are played for the room: not those behind it. */
function filmsOf(html: string): Element[] {
  if (!/<(video|audio)\b/.test(html)) return [];
  const template = document.createElement("template"); // in which nothing is loaded
  template.innerHTML = html;
  return Array.from(template.content.querySelectorAll("video, audio")).filter((film) => film.closest(".ground") === null);
}
