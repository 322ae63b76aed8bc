// The talk: one deck, its place, and the keys. It puts together what the other files
// of this folder have: opened.ts the slides, moves.ts the place, panes.ts what is to
// be seen, tools.ts all that is attached.

import { Announcer } from "../../kit/announce";
import { h } from "../../kit/dom";
import { say } from "../../kit/toast";
import type { DeckChange, Presence } from "../../wire";
import type { Change, Deck, Decks } from "../decks";
import { driving } from "../driving";
import { earlyKeys } from "../early-keys";
import { follows } from "../follows";
import type { NamedFile } from "../library/upload";
import * as server from "../server";
import { FACES, TalkBar } from "./bar";
import { Commands } from "./commands";
import { deskOf } from "./desk";
import { goElsewhere } from "./elsewhere";
import { nextFace } from "./face";
import { Files } from "./files";
import { letGo } from "./let-go";
import { Moves } from "./moves";
import { Opened } from "./opened";
import { planFor, planOf } from "./pace";
import { Panes } from "./panes";
import { Room } from "./room";
import { openTime } from "./time-dialog";
import { Timer } from "./timer";
import { told } from "./told";
import { ofAll, type Tool } from "./tool";
import { TOOLS } from "./tools";

export interface TalkHooks {
  library(): void;
  share(): void;
  help(): void;
  theme(): void;
  /** The list has to be loaded anew. */
  reload(): Promise<void>;
  goLive(deck: Deck): void;
  endTalk(deck: Deck): void;
}

export class Talk {
  readonly element: HTMLElement;
  private readonly opened: Opened;
  private readonly moves: Moves;
  private readonly room: Room;
  private readonly timer: Timer;
  private readonly tools: readonly Tool[];
  private readonly panes: Panes;
  private readonly commands: Commands;
  private readonly bar: TalkBar;
  private readonly announcer: Announcer;
  private readonly files: Files;

  private plan = planOf(0, []);
  private id = 0;

  constructor(private readonly decks: Decks, private readonly hooks: TalkHooks) {
    this.opened = new Opened({
      loaded: (answer, had) => {
        if (had) this.moves.renumber(had);
        this.panes.load();
        this.decks.answer(answer);
        this.render();
        void driving.known().then(() => answer.id === this.id && earlyKeys.release());
      },
      learned: () => {
        this.panes.update();
        this.render();
      },
      surveyed: () => {
        this.panes.cut();
        this.render();
      },
      gone: () => {
        say("This deck is not in the library any more.");
        hooks.library();
      },
    });
    this.moves = new Moves(decks, this.opened, {
      changed: () => this.render(),
      went: (from, to) => this.announcer.say(told(this.opened.slides, from, to)),
      lets: (deck, again) => !deck.live || driving.lets(again),
      refused: (error, again) => driving.explain(error, again),
    });
    this.room = new Room(decks, this.opened, this.moves);
    this.timer = new Timer({
      place: () => ({ current_slide: this.moves.at.slide, current_step: this.moves.at.step }),
      deck: () => this.id,
      change: (change, deck) => this.change(change, deck),
      ticked: () => this.tick(),
    });
    const desk = deskOf({
      opened: this.opened, moves: this.moves, panes: () => this.panes, deck: () => this.deck,
      change: (change) => this.change(change), render: () => this.render(), announce: (text) => this.announcer.say(text),
    });
    this.files = new Files(desk, { reload: hooks.reload, go: (slide) => void this.moves.goTo(slide) });
    this.tools = TOOLS.map((make) => make(desk));
    this.panes = new Panes(this.opened, this.moves, this.tools, {
      act: (action) => void this.commands.act(action),
      announce: (text) => this.announcer.say(text),
    });
    this.commands = new Commands({ opened: this.opened, moves: this.moves, panes: this.panes, tools: this.tools }, {
      share: hooks.share,
      export: () => this.files.export(),
      help: hooks.help,
      timerToggle: this.timer.toggle,
      timerFace: () => this.turnFace(),
      timerReset: this.timer.reset,
      elsewhere: (hit) => void goElsewhere(decks, this.deck, hit),
    });
    this.bar = new TalkBar({
      library: hooks.library,
      blank: this.moves.toggleBlank,
      share: hooks.share,
      export: () => this.files.export(),
      follows: () => this.files.follows(),
      about: () => this.files.about(),
      overview: () => this.panes.toggleOverview(this.moves.at),
      help: hooks.help,
      theme: hooks.theme,
      goLive: () => this.deck && hooks.goLive(this.deck),
      endTalk: () => this.endTalk(),
      announce: (text) => this.announcer.say(text),
      timerToggle: this.timer.toggle,
      timerReset: this.timer.reset,
      time: () => openTime(desk, this.timer.reset),
    }, () => this.timer.watch, this.panes.layouts.button);
    this.element = h("main", { class: "talk", hidden: true }, this.bar.element, ...this.panes.elements);
    this.panes.layouts.apply(this.element);
    this.announcer = new Announcer();
    decks.listen((change) => this.changed(change));
    // Before the button's own handler, which may open a dialog and focus in it.
    this.element.addEventListener("click", letGo, true);
  }

  /** The deck that is open; 0 for none. */
  get open(): number {
    return this.id;
  }

  show(id: number): void {
    if (this.id === id) return;
    this.hide();
    this.id = id;
    earlyKeys.hold();
    this.timer.start();
    this.moves.open(id);
    this.element.hidden = false;
    this.commands.start();
    this.opened.open(id);
    this.render();
  }

  hide(): void {
    if (this.id === 0) return;
    this.id = 0;
    this.moves.close();
    this.commands.stop();
    this.timer.stop();
    for (const tool of this.tools) tool.leave?.();
    this.panes.clear();
    this.opened.close();
    this.element.hidden = true;
  }

  /** Files were dropped on the window. */
  dropped(files: NamedFile[]): void {
    this.files.dropped(files);
  }

  /** Pages of a deck were read since it was loaded. */
  pagesRead(id: number): void {
    this.opened.pagesRead(id);
  }

  /** Who follows what is live. */
  follow(presence: Presence | null): void {
    this.room.hear(presence);
    this.render();
  }

  /** The line is lost, and will stay so: this browser was signed out. */
  signedOut(): void {
    this.room.signedOut();
    this.render();
  }

  lost(lost: boolean): void {
    this.room.lost(lost);
    if (!lost) this.moves.hurry();
    for (const tool of this.tools) tool.lost?.(lost);
    this.render();
  }

  /** Hears what the stream says to the tools. */
  hear(name: string, data: unknown): void {
    if (this.id !== 0) for (const tool of this.tools) tool.hear?.(name, data);
  }

  /** What is said of files that are followed has changed. */
  followsChanged(): void {
    if (this.id !== 0) this.render();
  }

  private get deck(): Deck | undefined {
    return this.decks.get(this.id);
  }

  private changed(change: Change): void {
    if (this.id === 0) return;
    if (change.kind === "list") {
      if (this.decks.loaded && !this.deck) {
        say("This deck was deleted.");
        this.hooks.library();
        return;
      }
    } else if (change.deck.id === this.id) {
      this.opened.follow(change.deck);
      this.moves.follow(change);
    }
    this.render();
  }

  private endTalk(): void {
    const { at, blank } = this.moves;
    if (this.deck) this.hooks.endTalk({ ...this.deck, current_slide: at.slide, current_step: at.step, blank });
  }

  private async change(change: DeckChange, id = this.id): Promise<void> {
    try {
      this.decks.answer(await server.changeDeck(id, change));
    } catch (error) {
      driving.explain(error, () => void this.change(change, id));
    }
  }

  private tick(): void {
    const { deck } = this;
    if (deck) this.bar.tick(this.moves.at.slide, this.plan, deck);
  }

  private turnFace(): void {
    const { total } = this.plan;
    if (total > 0) this.announcer.say(nextFace(total, FACES) === "left" ? "Time left" : "Time elapsed");
    else say("There is nothing to count down from: click “Set a length” first.");
    this.tick();
  }

  private render(): void {
    const { deck } = this;
    if (!deck) return;
    const { at, next } = this.moves;
    const blank = this.room.cover(deck);
    this.timer.watch.follow(deck);
    this.plan = planFor(deck, this.opened.slides);
    document.title = `${deck.title} · Lectern`;
    this.bar.update(deck, this.moves.blank, this.room.coverPending);
    this.bar.follows(follows(deck.id));
    this.bar.presence(this.room.presence(deck), deck.live);
    this.tick();
    const frozen = deck.blank === "freeze" ? { slide: deck.shown_slide, step: deck.shown_step } : { slide: deck.current_slide, step: deck.current_step };
    const shown = blank === "freeze" ? frozen : at;
    this.element.style.setProperty("--aspect", String(this.panes.aspect));
    this.panes.stage.tell(this.room.statuses(deck, shown.slide, ofAll(this.tools, (tool) => tool.status?.())));
    if (this.opened.slides.length === 0) return;
    this.panes.show({ at, blank, shown, next, playback: at.slide === deck.current_slide ? { ...deck, since: deck.shown_at } : {} });
    for (const tool of this.tools) tool.update?.();
    // Behind the ends of what is there for a moment the talk goes on.
    this.element.classList.toggle("is-first", at.slide === 1 && at.step === 0 && !deck.interlude_of);
    this.element.classList.toggle("is-last", next === null && !deck.interlude_of);
  }
}
