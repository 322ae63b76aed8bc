// The files that the deck of the talk came from, and those it becomes.

import { complain } from "../../kit/toast";
import { openExport } from "../export";
import { follows, openFollows } from "../follows";
import { replaceByFiles } from "../library/replace";
import type { NamedFile } from "../library/upload";
import { openReport } from "../report/report";
import type { Desk } from "./tool";

export interface FilesHooks {
  /** The list of decks has to be loaded anew. */
  reload(): Promise<void>;
  go(slide: number): void;
}

export class Files {
  constructor(private readonly desk: Desk, private readonly hooks: FilesHooks) {}

  /** What was dropped takes the place of the slides, if that is wanted. */
  dropped(files: NamedFile[]): void {
    const { deck } = this.desk;
    if (deck) void replaceByFiles(deck, files, this.hooks.reload).catch(complain);
  }

  export(): void {
    const { deck } = this.desk;
    if (deck) openExport(deck);
  }

  /** Tells which file the deck follows. */
  follows(): void {
    const { deck } = this.desk;
    const followed = deck && follows(deck.id);
    if (!followed) return;
    openFollows(followed, {
      report: () => this.report(deck.id),
      changed: this.hooks.reload,
      stays: deck.edits_stay === true,
      stay: (edits_stay) => void this.desk.change({ edits_stay }),
    });
  }

  /** Tells what the deck came from, and what can be done about that. */
  about(): void {
    const { deck } = this.desk;
    if (deck) this.report(deck.id);
  }

  private report(deck: number): void {
    void openReport(deck, { go: (slide) => this.hooks.go(slide), changed: this.hooks.reload }).catch(complain);
  }
}
