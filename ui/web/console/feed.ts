// The presenter's stream, /api/live: every deck's state, who follows, how far
// imports are. It is open while the page can be seen; a hidden console needs
// nothing and takes none of the six connections that a browser has per host.

import { getDrive } from "./server";
import { messages } from "./messages/messages";
import { board } from "./screens/board";
import { notices } from "./notice/notice";
import { ApiError } from "../line/api";
import { Subscription } from "../line/subscription";
import type { BoardSums, DeckState, Drive, Follows, ImportEvent, Messages, Notice, PagesRead, Presence } from "../wire";

export interface FeedHooks {
  /** A new connection; events until the next one belong to it. */
  opened(): void;
  state(event: DeckState): void;
  presence(presence: Presence): void;
  progress(event: ImportEvent): void;
  /** Somebody points or draws. */
  sign(name: "mark" | "ink", data: unknown): void;
  /** Pages of a deck were read: it has titles and texts that it had not. */
  pages(deck: number): void;
  /** The decks that follow files: all of them. */
  follows(all: Follows): void;
  /** Who moves the live deck. */
  drive(drive: Drive): void;
  lost(lost: boolean): void;
  /** The server has no stream for this browser, which is the presenter's no more. Should it be again, the stream is back. */
  out(): void;
}

/** How long a stream that is lost waits before it asks again why, in milliseconds. */
const AGAIN = 3000;

/** Hears the presenter's stream until the page goes. */
export function hearFeed(hooks: FeedHooks): void {
  let lost = false;
  // A stream that ended does not tell why.
  const why = async (): Promise<void> => {
    if (!lost) return;
    try {
      await getDrive();
    } catch (error) {
      if (lost && error instanceof ApiError && (error.status === 401 || error.status === 403)) return hooks.out();
    }
    window.setTimeout(() => void why(), AGAIN);
  };
  new Subscription({ url: "/api/live", events: ["state", "presence", "import", "pages", "follows", "drive", "messages", "notice", "screens", "mark", "ink"], viewer: false }, {
    onOpen: () => hooks.opened(),
    onEvent: (name, data) => {
      if (name === "state") hooks.state(data as DeckState);
      else if (name === "presence") hooks.presence(data as Presence);
      else if (name === "import") hooks.progress(data as ImportEvent);
      else if (name === "follows") hooks.follows(data as Follows);
      else if (name === "drive") hooks.drive(data as Drive);
      else if (name === "messages") messages.hear((data as Messages).messages);
      else if (name === "screens") board.hear(data as BoardSums);
      else if (name === "notice") notices.hear(data as Notice);
      else if (name === "mark" || name === "ink") hooks.sign(name, data);
      else if (name === "pages") hooks.pages((data as PagesRead).deck);
    },
    onStatus: (status) => {
      const before = lost;
      lost = status === "lost";
      hooks.lost(lost);
      if (lost && !before) void why();
    },
  }).start();
}
