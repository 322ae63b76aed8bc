// Keeps a view on what the room sees: the stream says where the talk is, the
// slide is fetched and shown, and the server hears that it is.

import type { Between, Blank, Mark, Notice, SlideContent } from "../wire";
import { isSameSlide } from "../slide/same";
import type { SlideView } from "../slide/view";
import { Ahead } from "./ahead";
import { ApiError, getInk } from "./api";
import { Inks } from "./ink";
import { Invite } from "./invite";
import { NoticeSheet } from "./notice";
import { Slides } from "./slides";
import { Stream } from "./stream";
import type { Status } from "./subscription";
import type { Position } from "./types";
import { Words } from "./words";

export interface FollowHandlers {
  /** Before anything of the new position is fetched; changed as Stream has it. */
  onMove?(position: Position, changed: boolean): void;
  /** What the view shows now; slide is null where the room is dark. */
  onShow?(position: Position, slide: SlideContent | null): void;
  /** Nothing is live, as of a revision. */
  onEnd?(rev: number): void;
  /** What goes round between talks, while nothing is live. */
  onIdle?(between: Between): void;
  /** An urgent message lies over the page, or none does. */
  onNotice?(notice: Notice): void;
  /** What is for this page alone, where it is a screen: see Screen. */
  onScreen?(name: string, data: unknown): void;
  onStatus?(status: Status): void;
}

const RETRY_MIN = 300;
const RETRY_MAX = 5000;

export class Follow {
  readonly slides: Slides;
  /** What is drawn on the slides. */
  readonly inks: Inks;
  private readonly stream: Stream;
  private readonly invite = new Invite();
  private readonly words = new Words();
  private readonly notice = new NoticeSheet();
  /** The page says how far it is ahead, for whoever measures it. */
  private readonly ahead: Ahead;
  private position: Position | null = null;
  private mark: Mark | null = null;
  private showing: SlideContent | null = null;
  private turn = 0;
  private retryTimer = 0;
  private away = false;

  /** wanted is the languages that slides are wanted in, as wishes puts them; "" for each deck's own. */
  constructor(url: string, private readonly view: SlideView, private readonly handlers: FollowHandlers, wanted = "") {
    this.slides = new Slides(wanted);
    this.ahead = new Ahead((views) => (document.documentElement.dataset["ahead"] = String(views)), wanted);
    this.inks = new Inks({ get: getInk, changed: () => view.redraw() });
    view.drawn = (slide) => this.inks.of(slide.slide);
    this.stream = new Stream(url, {
      onState: (position, changed) => this.move(position, changed),
      onEnd: (rev) => this.end(rev),
      onScreen: (name, data) => this.handlers.onScreen?.(name, data),
      onStatus: (status) => this.handlers.onStatus?.(status),
      onSpread: (spread) => {
        this.ahead.hear(spread);
        this.inks.hearSpread(spread);
      },
      onMark: (mark) => this.point(mark),
      onInk: (news) => this.inks.hear(news),
      onIdle: (between) => {
        if (!this.position) this.handlers.onIdle?.(between);
      },
      onNotice: (notice) => {
        this.notice.show(notice.text);
        this.handlers.onNotice?.(notice);
      },
    });
  }

  start(): void {
    this.stream.start();
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  /** Where the room is, or null while nothing is live. */
  get live(): Position | null {
    return this.position;
  }

  /** Wants slides in other languages. What is on the view stays until it is there in these. */
  speak(wanted: string): void {
    this.slides.speak(wanted);
    this.ahead.speak(wanted);
    if (!this.away && this.position) void this.render(this.position, 0);
  }

  /** Shows an urgent message of before, until the server says what there is. */
  warn(text: string): void {
    this.notice.show(text);
  }

  /** Lets go of the view: somebody looks back. The stream goes on. */
  leave(): void {
    this.away = true;
    this.view.zoom(null, false);
    this.turn++;
    window.clearTimeout(this.retryTimer);
  }

  /** Takes the view back to where the room is. */
  comeBack(): void {
    this.away = false;
    if (this.position) void this.render(this.position, 0);
  }

  /** Shows where the presenter points, once the slide is there that this is on. */
  private point(mark: Mark): void {
    const { position } = this;
    this.mark = position && position.blank === "" && mark.deck === position.deck && mark.slide === position.slide ? mark : null;
    this.view.mark(this.mark);
  }

  private move(position: Position, changed: boolean): void {
    if (changed || this.mark?.slide !== position.slide || position.blank !== "") this.mark = null;
    this.view.mark(this.mark);
    this.position = position;
    this.invite.show(position.inviting === true);
    this.words.show(isDark(position.blank) ? "" : position.words || "");
    this.inks.use(position.deck, changed);
    if (!isDark(position.blank)) this.inks.tell(position.slide, position.ink ?? 0);
    this.slides.use(position.deck, position.content, changed);
    this.ahead.use(position.deck, position.content, changed);
    if (!isDark(position.blank)) this.open(position);
    this.handlers.onMove?.(position, changed);
    // Whoever looks back has the room's slide no less than the others: it is a tap away.
    if (this.away) this.stream.seen(position.rev);
    else void this.render(position, 0);
  }

  /** Unpacks what was fetched ahead of this move: nothing has to be asked for then. */
  private open(position: Position): void {
    const opened = this.ahead.take(position);
    if (!opened) return;
    for (const { address, blob } of opened.pictures) this.view.held.put(address, blob);
    this.slides.put(opened.view);
  }

  private end(rev: number): void {
    this.forget();
    this.ahead.use(0, -1, true);
    this.inks.use(0, true);
    this.mark = null;
    this.view.mark(null);
    this.view.zoom(null, false);
    this.invite.show(false);
    this.words.show("");
    this.position = null;
    this.handlers.onEnd?.(rev);
  }

  private forget(): void {
    this.turn++;
    window.clearTimeout(this.retryTimer);
  }

  private async render(position: Position, failures: number): Promise<void> {
    this.forget();
    const turn = this.turn;
    if (isDark(position.blank)) {
      // What is covered is not even asked for.
      this.view.blank(position.blank);
      this.view.play({});
      this.shown(position, null);
      return;
    }
    try {
      const slide = await this.slides.get(position.slide, position.step);
      if (turn !== this.turn) return;
      const onScreen = await this.view.show(slide);
      // While it is frozen nothing is said of its films: they go on.
      if (turn === this.turn && onScreen && position.blank === "") this.view.play(position);
      if (turn !== this.turn || !onScreen) return;
      this.view.blank("");
      this.shown(position, slide);
      this.ahead.shown(this.view.neededPixels);
    } catch (error) {
      if (turn !== this.turn) return;
      if (error instanceof ApiError && error.status === 404) this.view.blank("black");
      // A page that cannot be drawn is given as its words.
      this.slides.drop(position.slide, position.step);
      this.retryLater(position, failures, error);
    }
  }

  /** The slide could not be had. The one before stays until it can. */
  private retryLater(position: Position, failures: number, error: unknown): void {
    const asked = error instanceof ApiError ? error.retryAfter * 1000 : 0;
    const ceiling = Math.min(RETRY_MAX, 2 * RETRY_MIN * 2 ** failures);
    const wait = Math.max(asked, RETRY_MIN + Math.random() * (ceiling - RETRY_MIN));
    this.retryTimer = window.setTimeout(() => void this.render(position, failures + 1), wait);
  }

  private shown(position: Position, slide: SlideContent | null): void {
    if (slide) {
      this.view.zoom(position.zoom ?? null, isSameSlide(slide, this.showing));
      this.view.mark(this.mark);
    }
    this.showing = slide;
    this.stream.seen(position.rev);
    this.handlers.onShow?.(position, slide);
  }

  /** A page that comes back does not wait for its next try. */
  private readonly onVisibility = (): void => {
    if (document.visibilityState !== "hidden" && this.position && !this.away) void this.render(this.position, 0);
  };
}

export function isDark(blank: Blank): blank is "black" | "white" {
  return blank === "black" || blank === "white";
}
