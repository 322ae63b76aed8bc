// The presenter's stream, /api/live: every deck's state, who follows, how far
// imports are. It is open while the page can be seen; a hidden console needs
// nothing and takes none of the six connections that a browser has per host.

import { messages } from "./messages/messages";
import { board } from "./screens/board";
import { notices } from "./notice/notice";
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
}

/** Hears the presenter's stream until the page goes. */
export function hearFeed(hooks: FeedHooks): void {
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
    onStatus: (status) => hooks.lost(status === "lost"),
  }).start();
}
