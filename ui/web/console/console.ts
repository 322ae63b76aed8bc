// The presenter's console: the library and the talk, one address, one stream.

import { takeCode } from "../kit/address";
import { choose } from "../kit/dialog";
import { setTheme, theme } from "../kit/settings";
import { complain, say } from "../kit/toast";
import { Wake } from "../kit/wake";
import type { DeckChange } from "../wire";
import { type Deck, Decks } from "./decks";
import { driving } from "./driving";
import { earlyKeys } from "./early-keys";
import { hearFeed } from "./feed";
import { setFollows } from "./follows";
import { openHelp } from "./help";
import { Library } from "./library/library";
import { noticeBoard } from "./notice/board";
import { hearNoticeKey, openNotice } from "./notice/dialog";
import { hearScreensKey } from "./screens/dialog";
import { openShare } from "./share";
import { follow } from "./talk/moment/moment";
import { Talk } from "./talk/talk";
import * as server from "./server";

/** After leaving a talk, a deck that goes live does not pull the presenter back for so long. */
const JUST_LEFT = 8000;

class Console {
  private readonly decks = new Decks();
  private readonly library: Library;
  private readonly talk: Talk;
  private readonly wake = new Wake(document.getElementById("awake") as HTMLVideoElement | null);
  private leftAt = -JUST_LEFT;
  private fresh = new Set<number>();
  private connected = false;
  private reloading: Promise<void> | null = null;
  private routed = false;
  /** The deck that was open and live for a moment last, and in whose talk. */
  private moment = { deck: 0, talk: 0 };

  constructor() {
    this.library = new Library(this.decks, {
      open: (id) => this.go(id),
      present: (deck) => void this.present(deck),
      reload: () => this.reload(),
      share: () => void openShare(),
      notice: openNotice,
      help: () => void openHelp("library"),
      theme: () => this.switchTheme(),
      dropped: (files) => this.talk.dropped(files),
    });
    this.talk = new Talk(this.decks, {
      library: () => this.go(0),
      share: () => void openShare(),
      help: () => void openHelp("talk"),
      theme: () => this.switchTheme(),
      reload: () => this.reload(),
      goLive: (deck) => void this.present(deck),
      endTalk: (deck) => void this.endTalk(deck),
    });
    this.decks.listen((change) => {
      this.followMoment();
      // Nobody touches a laptop that a phone moves, and its sleep may be the room's.
      this.wake.want(this.decks.all().some((deck) => deck.live || deck.rehearsing));
      if (change.kind === "state" && change.streamed && change.deck.live && !change.before.live) this.wentLive(change.deck);
    });
  }

  async start(): Promise<void> {
    document.body.prepend(this.library.element, this.talk.element, noticeBoard());
    hearNoticeKey();
    hearScreensKey();
    window.addEventListener("hashchange", () => {
      takeCode(); // of a link that this browser does not need
      this.route();
    });
    // Closed by mistake in mid-talk, be it with the library open: the browser asks. The
    // window's end is the end of the program that opened it, and so the room's.
    window.addEventListener("beforeunload", (event) => {
      if (!this.decks.live()) return;
      event.preventDefault();
      event.returnValue = "";
    });
    this.hear();
    await this.reload().catch(complain);
    this.route();
    this.retryUntilLoaded();
  }

  private hear(): void {
    hearFeed({
      opened: () => {
        this.fresh.clear();
        void driving.learn().catch(() => undefined); // its own word comes with the stream
        // What changed while the line was down is not in the stream: decks may have come.
        if (this.connected) void this.reload().catch(() => undefined);
        this.connected = true;
      },
      state: (event) => {
        const first = !this.fresh.has(event.id);
        this.fresh.add(event.id);
        if (!this.decks.event(event, first)) void this.reload().catch(() => undefined);
      },
      presence: (presence) => this.talk.follow(presence),
      progress: (event) => this.library.progress(event),
      sign: (name, data) => this.talk.hear(name, data),
      pages: (deck) => this.talk.pagesRead(deck),
      follows: (all) => {
        setFollows(all);
        this.talk.followsChanged();
      },
      drive: (drive) => driving.hear(drive),
      lost: (lost) => {
        document.documentElement.classList.toggle("is-lost", lost);
        this.talk.lost(lost);
      },
      out: () => this.talk.signedOut(),
    });
  }

  private retryUntilLoaded(): void {
    if (this.decks.loaded) return;
    window.setTimeout(() => {
      void this.reload().then(() => this.route(), () => undefined).then(() => this.retryUntilLoaded());
    }, 1500);
  }

  /** One list at a time; a wish for another waits its turn, since the one under way may be too old. */
  private reload(): Promise<void> {
    const load = async (): Promise<void> => {
      if (!this.decks.replace(await server.listDecks())) this.decks.replace(await server.listDecks());
    };
    const turn = (this.reloading || Promise.resolve()).catch(() => undefined).then(load);
    const done = (): void => {
      if (this.reloading === turn) this.reloading = null;
    };
    turn.then(done, done);
    this.reloading = turn;
    return turn;
  }

  private go(id: number): void {
    location.hash = id > 0 ? `#deck=${id}` : "#library";
  }

  /** Shows what the address says. Without a word there, a live deck is where the presenter wants to be. */
  private route(): void {
    const match = /^#deck=(\d+)$/.exec(location.hash);
    let id = match ? Number(match[1]) : 0;
    if (!this.routed && this.decks.loaded) {
      this.routed = true;
      const live = this.decks.live();
      if (live && !location.hash) {
        history.replaceState(null, "", `#deck=${live.id}`);
        id = live.id;
      }
    }
    if (id > 0 && this.decks.loaded && !this.decks.get(id)) {
      say("That deck is not in the library.");
      id = 0;
    }
    if (id > 0) {
      this.library.hide();
      this.talk.show(id);
      return;
    }
    if (this.talk.open) this.leftAt = performance.now();
    this.talk.hide();
    earlyKeys.release();
    document.title = "Library · Lectern";
    this.library.show();
  }

  /** What the room sees for a moment is what a console of that talk shows, and then the talk again. */
  private followMoment(): void {
    const open = this.decks.get(this.talk.open);
    if (!open) return;
    if (open.interlude_of) this.moment = { deck: open.id, talk: open.interlude_of };
    const to = follow(open, this.decks.live(), this.moment.deck === open.id ? this.moment.talk : 0);
    if (to === 0) return;
    history.replaceState(null, "", `#deck=${to}`);
    this.route();
  }

  /** A deck went live by other means: another device, the command line, SQL. */
  private wentLive(deck: Deck): void {
    if (this.talk.open || performance.now() - this.leftAt < JUST_LEFT) return;
    if (document.querySelector("dialog[open], .card-field")) return;
    this.go(deck.id);
  }

  private async present(deck: Deck): Promise<void> {
    if (deck.live) {
      this.go(deck.id);
      return;
    }
    const change = await howToPresent(deck, this.decks.live());
    if (change) await this.change(deck, change, () => this.go(deck.id));
  }

  /** The next talk begins at the start. What it takes back brings all of this one back. */
  private async endTalk(deck: Deck): Promise<void> {
    const { current_slide, current_step, blank, started_at } = deck;
    const before = { live: true, current_slide, current_step, blank, started_at };
    await this.change(deck, { live: false, ...START, blank: "" }, () => {
      this.go(0);
      say(`“${deck.title}” has ended.`, { label: "Go live again", run: () => void this.change(deck, before, () => this.go(deck.id)) });
    });
  }

  /** Changes a deck; then is done once the server has taken it, be it after this device took over. */
  private async change(deck: Deck, change: DeckChange, then: () => void): Promise<void> {
    try {
      this.decks.answer(await server.changeDeck(deck.id, change));
    } catch (error) {
      driving.explain(error, () => void this.change(deck, change, then));
      return;
    }
    then();
  }

  private switchTheme(): void {
    setTheme(theme() === "dark" ? "light" : "dark");
  }
}

const START = { current_slide: 1, current_step: 0 };

/** Asks what is not certain, and returns the change that makes a deck live; null to leave all as it is. */
async function howToPresent(deck: Deck, other: Deck | undefined): Promise<DeckChange | null> {
  const underWay = deck.current_slide > 1 || deck.current_step > 0;
  if (!other && !underWay) return { live: true };
  const text: string[] = [];
  if (other) text.push(`“${other.title}” is live now. Everyone who follows it will see this deck instead.`);
  if (underWay) text.push(`“${deck.title}” stands at slide ${deck.current_slide}.`);
  return choose(
    other ? `Switch the room to “${deck.title}”?` : `Present “${deck.title}”?`,
    text.join(" "),
    underWay
      ? [
          { text: "From the start", answer: { live: true, ...START, started_at: null } },
          { text: `From slide ${deck.current_slide}`, answer: { live: true } },
        ]
      : [{ text: "Switch", answer: { live: true } }],
  );
}

// The script stands in the head, before anything is drawn, so that a light
// console never flashes dark.
setTheme(theme());
takeCode();
earlyKeys.hold();
document.addEventListener("DOMContentLoaded", () => void new Console().start());
