// The audience page: the slide that the room sees, and nothing else until
// somebody touches the screen.

import { Announcer } from "../kit/announce";
import { byId } from "../kit/dom";
import { type Action, keyOf, Keys, withModifier } from "../kit/keys";
import { keepAwake } from "../kit/wake";
import { isClosed } from "../line/api";
import { Follow, isDark } from "../line/follow";
import { LostMark } from "../line/lost";
import type { Status } from "../line/subscription";
import type { Position } from "../line/types";
import { headingOf } from "../slide/heading";
import { isSameSlide } from "../slide/same";
import { spoken } from "../slide/spoken";
import type { SlideContent } from "../wire";
import { SlideView } from "../slide/view";
import { writeWords } from "../slide/words";
import { Bar, type Command } from "./bar";
import { canFullscreen, isFullscreen, onFullscreen, toggleFullscreen } from "./fullscreen";
import { kind } from "./kind";
import { Language } from "./language";
import { Lookback } from "./lookback";
import { Magnifier } from "./magnify";
import { Reader } from "./reader";
import { Screen } from "../screen/screen";
import { Waiting } from "./waiting";

class Audience {
  private readonly main = byId("main");
  private readonly words = byId("words");
  private readonly view = new SlideView(byId("view"), {
    links: { leads: (slide, step) => this.lookback.has(slide, step), go: (slide) => this.look(slide) },
  });
  private readonly lookback = new Lookback();
  private readonly announcer = new Announcer();
  private readonly lost = new LostMark();
  private readonly waiting = new Waiting(byId("waiting"));
  private readonly reader = new Reader(byId("reader"), this.view.held, () => this.read(false));
  private readonly language = new Language();
  private readonly bar = new Bar(document.body, (command) => this.command(command), (lang) => this.speak(lang), canFullscreen());
  private readonly screen = new Screen({ kind: kind(), name: "" });
  private readonly magnifier: Magnifier;
  private readonly follow: Follow;
  private readonly keys: Keys;
  /** The deck of this page's own address, or 0 on the page that follows whatever is live. */
  private readonly ownDeck: number;
  private slide: SlideContent | null = null;
  private announced = "";
  private turn = 0;
  private statusTurn = 0;

  constructor(path: string) {
    const match = /^\/decks\/(\d+)\/?$/.exec(path);
    this.ownDeck = match ? Number(match[1]) : 0;
    const stream = this.ownDeck ? `/decks/${this.ownDeck}/live` : "/live";
    this.follow = new Follow(`${stream}?${this.screen.query}`, this.view, {
      onMove: (position, changed) => this.moved(position, changed),
      onShow: (position, slide) => this.shown(position, slide),
      onEnd: (rev) => {
        this.ended();
        this.screen.painted(rev);
      },
      onScreen: (name, data) => this.screen.hear(name, data),
      onNotice: (notice) => this.screen.says({ notice: notice.version || "" }),
      onStatus: (status) => void this.status(status),
    }, this.language.wanted);
    this.magnifier = new Magnifier(byId("view"), this.view.element, {
      onZoom: (factor) => {
        this.view.magnify(factor);
        this.update();
      },
      onTap: () => this.bar.toggle(),
      onSwipe: (direction) => (direction > 0 ? this.back() : this.forward()),
    });
    this.keys = new Keys({ onAction: (action) => this.act(action) });
  }

  start(): void {
    this.follow.start();
    this.keys.start();
    onFullscreen(() => this.update());
    if (kind() === "window") keepAwake(byId<HTMLVideoElement>("awake")); // on a projector nobody touches it
    document.addEventListener("keydown", (event) => {
      if (keyOf(event) === "t" && !withModifier(event)) this.read(!this.reader.open);
    });
    this.update();
  }

  // What the room does.

  private moved(position: Position, changed: boolean): void {
    const looking = this.lookback.slide !== null;
    const replaced = this.lookback.follow(position);
    this.waiting.hide();
    this.view.refreshLinks();
    this.main.classList.add("is-on");
    if (changed || !this.lookback.title) void this.learn();
    // Other slides: there is nothing to look back at any more.
    if (looking && replaced) this.toLive();
    this.update();
  }

  private shown(position: Position, slide: SlideContent | null): void {
    this.screen.painted(position.rev);
    if (!isSameSlide(slide, this.slide)) this.magnifier.reset();
    this.put(slide, position.slides);
    if (!slide) this.say(position.blank === "white" ? "The screen is white." : "The screen is dark.");
  }

  private ended(): void {
    const wasLive = this.main.classList.contains("is-on");
    const title = this.lookback.title;
    this.turn++;
    this.lookback.comeBack();
    this.follow.comeBack();
    this.magnifier.reset();
    this.read(false);
    this.put(null, 0);
    this.view.clear();
    this.view.blank("");
    this.main.classList.remove("is-on");
    writeWords(this.words, null);
    this.waiting.show(wasLive ? title : "", wasLive);
    this.update();
  }

  private async status(status: Status): Promise<void> {
    const turn = ++this.statusTurn;
    if (status === "lost" && this.ownDeck) {
      const closed = await isClosed(this.ownDeck);
      // The line may be back by now, and the question one of yesterday.
      if (turn !== this.statusTurn) return;
      if (closed) {
        if (!this.waiting.open) this.ended();
        return;
      }
    }
    this.lost.show(status);
    if (status === "lost" && !this.follow.live && !this.waiting.open) this.waiting.show("", false);
  }

  private async learn(): Promise<void> {
    try {
      await this.lookback.refresh(this.language.wanted);
    } catch {
      return; // asked again with the next move
    }
    this.view.refreshLinks();
    this.update();
  }

  // What somebody here does.

  private command(command: Command): void {
    switch (command) {
      case "back": this.back(); break;
      case "forward": this.forward(); break;
      case "live": this.toLive(); break;
      case "text": this.read(!this.reader.open); break;
      case "larger": this.resize(1); break;
      case "smaller": this.resize(-1); break;
      case "fullscreen": toggleFullscreen(); break;
    }
  }

  /** Another language: the slide that is shown comes in that, and all others. */
  private speak(lang: string): void {
    this.language.choose(lang);
    this.follow.speak(this.language.wanted);
    void this.learn();
    const { live } = this.follow;
    if (this.lookback.slide !== null && live) void this.show(this.lookback.slide, live.slides);
  }

  private act(action: Action): boolean {
    switch (action) {
      case "previous": case "previousSlide": this.back(); return true;
      case "next": case "nextSlide": this.forward(); return true;
      case "first": this.look(this.lookback.first()); return true;
      case "last": this.toLive(); return true;
      case "escape": this.escape(); return true;
      case "larger": this.resize(1); return true;
      case "smaller": this.resize(-1); return true;
      case "freeze": toggleFullscreen(); return true;
      default: return false;
    }
  }

  private escape(): void {
    if (this.reader.open) this.read(false);
    else if (this.magnifier.zoomed) this.magnifier.reset();
    else this.toLive();
  }

  private back(): void {
    const from = this.lookback.place(this.follow.live);
    if (from !== null) this.look(this.lookback.before(from));
  }

  private forward(): void {
    const from = this.lookback.place(this.follow.live);
    const next = from === null ? null : this.lookback.after(from);
    if (next !== null) this.look(next);
    else if (this.lookback.slide !== null) this.toLive();
  }

  private look(slide: number | null): void {
    const { live } = this.follow;
    if (slide === null || !live || slide === this.lookback.slide) return;
    if (slide === live.slide && !isDark(live.blank)) {
      this.toLive();
      return;
    }
    // This page may have slept through slides that the others saw.
    if (this.lookback.slide === null) void this.learn();
    this.follow.leave();
    this.lookback.lookAt(slide, live);
    this.magnifier.reset();
    this.bar.wake();
    this.update();
    void this.show(slide, live.slides);
  }

  private async show(slide: number, slides: number): Promise<void> {
    const turn = ++this.turn;
    try {
      const content = await this.follow.slides.get(slide, this.lookback.furthest(slide));
      if (turn !== this.turn) return;
      this.follow.inks.look(slide);
      if (!(await this.view.show(content)) || turn !== this.turn) return;
      this.view.blank("");
      this.put(content, slides);
    } catch {
      if (turn === this.turn) this.toLive();
    }
  }

  private toLive(): void {
    this.turn++;
    this.lookback.comeBack();
    this.magnifier.reset();
    this.follow.comeBack();
    this.update();
  }

  private resize(by: 1 | -1): void {
    if (this.reader.open) this.reader.resize(by);
    else if (by > 0) this.magnifier.larger();
    else this.magnifier.smaller();
    this.update();
  }

  private read(open: boolean): void {
    if (open && (!this.follow.live || this.waiting.open)) return;
    this.reader.toggle(open);
    // The same words are not read out twice.
    for (const other of [byId("view"), this.words]) {
      if (open) other.setAttribute("aria-hidden", "true");
      else other.removeAttribute("aria-hidden");
    }
    document.body.classList.toggle("is-reading", open);
    this.update();
  }

  // What stands on the page.

  private put(slide: SlideContent | null, slides: number): void {
    if (slide !== this.slide || !slide) {
      const before = this.slide;
      this.slide = slide;
      this.reader.show(slide);
      // HTML can be read where it is; a picture's words stand beside it.
      writeWords(this.words, slide && slide.picture ? slide : null);
      if (slide) this.say(spoken(slide, slides, before), slide.lang);
    }
    this.update();
  }

  private say(text: string, lang = ""): void {
    if (text === this.announced) return;
    this.announced = text;
    this.announcer.say(text, lang);
  }

  private update(): void {
    const { live } = this.follow;
    const { slide, title } = this.lookback;
    const at = slide ?? (live && !isDark(live.blank) ? live.slide : null);
    const from = this.lookback.place(this.follow.live);
    this.bar.update({
      place: at === null || !live ? "" : `${at} / ${live.slides}`,
      canGoBack: from !== null && this.lookback.before(from) !== null,
      canGoForward: slide !== null || (from !== null && this.lookback.after(from) !== null),
      lookingBack: slide !== null,
      moved: this.lookback.hasNews,
      reading: this.reader.open,
      canShrink: this.reader.open ? !this.reader.atLeast : this.magnifier.zoomed,
      canGrow: this.reader.open ? !this.reader.atMost : !this.magnifier.atMost,
      fullscreen: isFullscreen(),
      langs: this.lookback.langs,
      lang: this.lookback.lang,
    });
    const heading = live && this.slide ? headingOf(this.slide) || `Slide ${this.slide.slide}` : "";
    const parts = heading === title ? [title] : [title, heading];
    document.title = parts.filter((part) => part !== "").join(" · ") || "Lectern";
  }
}

new Audience(location.pathname).start();
