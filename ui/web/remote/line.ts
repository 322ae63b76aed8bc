// What a remote hears: the live deck, or the one that is rehearsed, and who drives it. It may have been signed out
// while its line was down; then nothing answers it any more.

import { driving } from "../console/driving";
import { messages } from "../console/messages/messages";
import { notices } from "../console/notice/notice";
import { ApiError } from "../line/api";
import { Subscription } from "../line/subscription";
import type { DeckState, Drive, Messages, Notice, PagesRead } from "../wire";

export interface LineHooks {
  /** The speaker's deck, or nothing; first with each new connection. */
  live(deck: DeckState | null, first: boolean): void;
  pages(deck: number): void;
  /** Somebody points or draws. */
  sign?(name: "mark" | "ink", data: unknown): void;
  lost(lost: boolean): void;
  /** This device is none any more. */
  out(): void;
}

/** How soon it is asked again which device this is, while the server does not answer. */
const AGAIN = 1500;

export class Line {
  private first = true;
  private over = false;

  constructor(private readonly hooks: LineHooks) {}

  start(): void {
    void this.learn();
    new Subscription({ url: "/api/live?live", events: ["state", "drive", "messages", "notice", "pages", "mark", "ink"], viewer: false }, {
      onOpen: () => {
        this.first = true;
        void this.learn();
      },
      onEvent: (name, data) => {
        if (this.over) return;
        if (name === "drive") driving.hear(data as Drive);
        else if (name === "messages") messages.hear((data as Messages).messages);
        else if (name === "notice") notices.hear(data as Notice);
        else if (name === "mark" || name === "ink") this.hooks.sign?.(name, data);
        else if (name === "pages") this.hooks.pages((data as PagesRead).deck);
        else if (name === "state") {
          const deck = data as DeckState;
          this.hooks.live(deck.id === 0 ? null : deck, this.first);
          this.first = false;
        }
      },
      onDown: () => void this.learn(),
      onStatus: (status) => {
        if (!this.over) this.hooks.lost(status === "lost");
      },
    }).start();
    document.addEventListener("visibilitychange", () => document.visibilityState !== "hidden" && void this.learn());
  }

  /** Asks which device this is: a stream that ended does not tell why. */
  private async learn(): Promise<void> {
    if (this.over) return;
    try {
      await driving.learn();
    } catch (error) {
      if (this.over) return;
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
        this.over = true;
        this.hooks.out();
      } else if (driving.me === 0) window.setTimeout(() => void this.learn(), AGAIN);
    }
  }
}
