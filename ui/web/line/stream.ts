// The stream of a viewer: where the room is, by the contract's rule about rev.

import { SPREAD } from "./channel";
import { POSITION_EVENTS, SCREEN_EVENTS } from "./connection";
import { type Status, Subscription } from "./subscription";
import type { Between, InkNews, Mark, Notice } from "../wire";
import type { Position } from "./types";

export interface StreamHandlers {
  /** A new position; changed says that the deck, its slides or its title are others than before. */
  onState(position: Position, changed: boolean): void;
  /** Nothing is live. */
  onEnd(rev: number): void;
  onStatus(status: Status): void;
  /** In milliseconds, over how long a time the viewers of this room spread what they do at once. */
  onSpread?(spread: number): void;
  /** Where the presenter points. */
  onMark?(mark: Mark): void;
  /** Something is drawn, or is no more, on the slide that the room sees. */
  onInk?(news: InkNews): void;
  /** What is for this page alone, where it is a screen. */
  onScreen?(name: string, data: unknown): void;
  /** An urgent message, or that there is none. */
  onNotice?(notice: Notice): void;
  /** What kiosks show while nothing is live; nobody else hears it. */
  onIdle?(between: Between): void;
}

export class Stream {
  private readonly subscription: Subscription;
  private rev = 0;
  private first = true;
  private deck = 0;
  private content = 0;

  constructor(url: string, private readonly handlers: StreamHandlers) {
    this.subscription = new Subscription({ url, events: [...POSITION_EVENTS, "mark", "ink", "notice", "idle", ...SCREEN_EVENTS], viewer: true }, {
      onOpen: () => (this.first = true),
      onEvent: (name, data) => this.hear(name, data),
      onStatus: handlers.onStatus,
    });
  }

  start(): void {
    this.subscription.start();
  }

  /** The page has rev on its screen now. */
  seen(rev: number): void {
    this.subscription.seen(rev);
  }

  private hear(name: string, data: unknown): void {
    if (name === "end") {
      this.deck = this.content = 0;
      this.first = false;
      this.handlers.onEnd(Number((data as { rev?: unknown } | null)?.rev) || 0);
    } else if (name === SPREAD) {
      const spread = Number((data as { ms?: unknown } | null)?.ms);
      if (spread >= 0) this.handlers.onSpread?.(spread);
    } else if (SCREEN_EVENTS.includes(name)) {
      this.handlers.onScreen?.(name, data);
    } else if (name === "mark") {
      this.handlers.onMark?.(data as Mark);
    } else if (name === "ink") {
      this.handlers.onInk?.(data as InkNews);
    } else if (name === "notice") {
      this.handlers.onNotice?.(data as Notice);
    } else if (name === "idle") {
      this.handlers.onIdle?.(data as Between);
    } else if (isPosition(data)) {
      this.take(data, name === "deck");
    }
  }

  /** The contract: on one connection a smaller rev is old; a new connection's first event counts. */
  private take(position: Position, told: boolean): void {
    const back = position.rev < this.rev; // the database went back in time: the same numbers may name other slides
    if (!this.first && back) return;
    this.first = false;
    this.rev = position.rev;
    const changed = told || back || position.deck !== this.deck || position.content !== this.content;
    this.deck = position.deck;
    this.content = position.content;
    this.handlers.onState(position, changed);
  }
}

function isPosition(data: unknown): data is Position {
  const position = data as Partial<Position> | null;
  return typeof position?.deck === "number" && typeof position.slide === "number" && typeof position.rev === "number";
}
