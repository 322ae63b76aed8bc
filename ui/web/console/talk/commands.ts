// What the keys of the talk do, and the buttons that say the same.

import { dialogOpen } from "../../kit/dialog";
import { type Action, type Arrow, isTyping, keyOf, Keys } from "../../kit/keys";
import { complain, say } from "../../kit/toast";
import { driving } from "../driving";
import type { Hit } from "../searching";
import { openGoTo } from "./goto";
import type { Moves } from "./moves";
import type { Opened } from "./opened";
import type { Panes } from "./panes";
import type { Tool } from "./tool";

export interface CommandsHooks {
  share(): void;
  export(): void;
  help(): void;
  timerToggle(): void;
  /** The large figure is what is left of the plan, or what has gone. */
  timerFace(): void;
  timerReset(): void;
  /** Goes to a slide of another deck. */
  elsewhere(hit: Hit): void;
}

const WORDS = {
  bookmark: ["Slide N has a bookmark.", "Slide N has no bookmark any more."],
  hidden: ["Slide N is hidden: → passes it by.", "Slide N is not hidden any more."],
} as const;

export interface Parts {
  opened: Opened;
  moves: Moves;
  panes: Panes;
  tools: readonly Tool[];
}

export class Commands {
  private readonly keys: Keys;
  private on = false;

  constructor(private readonly parts: Parts, private readonly hooks: CommandsHooks) {
    this.keys = new Keys({
      onAction: (action, arrow, held) => this.keyed(action, arrow, held),
      onNumber: parts.moves.goTo,
      onDigits: (typed) => parts.panes.writeDigits(typed),
    });
    document.addEventListener("keydown", (event) => this.ownKey(event), true);
  }

  start(): void {
    this.on = true;
    this.keys.start();
  }

  stop(): void {
    this.on = false;
    this.keys.stop();
  }

  private keyed(action: Action, arrow?: Arrow, held?: boolean): boolean {
    return driving.withholds(this.parts.moves.deck, action, held) || this.act(action, arrow);
  }

  /** Returns false for what is not done here: the key stays the browser's. */
  act(action: Action, arrow?: Arrow): boolean {
    const { opened, moves, panes } = this.parts;
    if (moves.act(action, arrow)) return true;
    switch (action) {
      case "goTo": case "search": openGoTo(opened.slides, moves.at.slide, moves.goTo, { elsewhere: this.hooks.elsewhere }); return true;
      case "bookmarks": this.bookmarks(); return true;
      case "bookmark": void this.mark("bookmark"); return true;
      case "hide": void this.mark("hidden"); return true;
      case "overview": panes.toggleOverview(moves.at); return true;
      case "timerReset": this.hooks.timerReset(); return true;
      case "notes": panes.notes.toggle(); return true;
      case "editNotes": panes.notes.edit(); return true;
      case "layout": panes.layouts.cycle(); return true;
      case "larger": panes.notes.resize(1); return true;
      case "smaller": panes.notes.resize(-1); return true;
      case "help": this.hooks.help(); return true;
      case "scrollDown": panes.notes.scroll(1); return true;
      case "scrollUp": panes.notes.scroll(-1); return true;
      // Clickers send these two; neither may leave the talk.
      case "escape": panes.notes.finish(); (document.activeElement as HTMLElement | null)?.blur(); return true;
      default: return action === "start";
    }
  }

  private bookmarks(): void {
    const { opened, moves } = this.parts;
    const marked = opened.slides.filter((slide) => slide.bookmark);
    if (marked.length > 0) openGoTo(marked, moves.at.slide, moves.goTo, { title: "Bookmarks" });
    else say("No slide has a bookmark. U puts one at this slide.");
  }

  /** Puts a bookmark at this slide, or has → pass it by; or takes that back. */
  private async mark(what: "bookmark" | "hidden"): Promise<void> {
    const { opened, moves } = this.parts;
    const slide = opened.slides[moves.at.slide - 1];
    if (!slide) return;
    const on = !slide[what];
    try {
      await opened.say(slide, { [what]: on });
      say(WORDS[what][on ? 0 : 1].replace("N", String(slide.slide)));
    } catch (error) {
      complain(error);
    }
  }

  /** Keys of the console alone, and the Tab key, which serves two masters. */
  private ownKey(event: KeyboardEvent): void {
    if (!this.on || dialogOpen() || isTyping(event.target)) return;
    const focused = document.activeElement;
    // From a focused control Tab goes on to the next one; from none it is the overview.
    if (event.key === "Tab" && focused && focused !== document.body) {
      event.stopImmediatePropagation();
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      if (this.parts.tools.some((tool) => tool.chord?.(event))) event.preventDefault();
      return;
    }
    if (event.altKey) return;
    const key = event.repeat ? "" : keyOf(event);
    if (this.parts.tools.some((tool) => (event.repeat ? tool.held : tool.key)?.call(tool, event))) event.stopImmediatePropagation();
    else if (key === "t") this.hooks.timerToggle();
    else if (key === "Shift+t") this.hooks.timerFace();
    else if (key === "q") this.hooks.share();
    else if (key === "e") this.hooks.export();
    else return;
    event.preventDefault();
  }
}
