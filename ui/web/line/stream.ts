import { Channel, type Listener, type Subscription, type Told } from "./channel";
import { POSITION_EVENTS } from "./connection";
import type { Position } from "./types";
import { WorkerLine } from "./worker-client";

export type Status = "connected" | "lost";

export interface StreamHandlers {
  /** A new position; changed says that the deck or its slides are others than before. */
  onState?(position: Position, changed: boolean): void;
  /** Nothing is live. */
  onEnd?(): void;
  /** "lost" comes after two seconds without a connection. */
  onStatus?(status: Status): void;
  /** A new connection begins; its events follow. */
  onOpen?(): void;
  /** Events by other names: see StreamOptions.events. */
  onEvent?(name: string, data: unknown): void;
}

export interface StreamOptions {
  /** Names to hear beyond slide, deck and end; they go to onEvent. */
  events?: string[];
}

const LOST_AFTER = 2000;

/**
 * Follows a stream for as long as it is started, over the connection that all
 * tabs share where the browser can, else over one of its own that is open
 * while the page can be seen.
 */
export class Stream {
  private readonly subscription: Subscription;
  private running = false;
  private worker: WorkerLine | null = null;
  private own: Channel | null = null;
  private up = false;
  private status: Status | null = null;
  private lostTimer = 0;
  private rev = 0;
  private first = true;
  private deck = 0;
  private content = 0;

  constructor(url: string, private readonly handlers: StreamHandlers, options: StreamOptions = {}) {
    this.subscription = { url, events: [...POSITION_EVENTS, ...(options.events || [])] };
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    window.addEventListener("online", this.onOnline);
    window.addEventListener("pageshow", this.onShow);
    window.addEventListener("pagehide", this.onHide);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.worker = WorkerLine.open(this.subscription, this.hear, () => this.useOwn());
    if (!this.worker) this.useOwn();
    this.countLoss();
  }

  stop(): void {
    if (!this.running) return;
    this.running = false;
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("pageshow", this.onShow);
    window.removeEventListener("pagehide", this.onHide);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.worker?.close();
    this.worker = null;
    this.own?.remove(this.hear);
    this.own = null;
    this.up = false;
    window.clearTimeout(this.lostTimer);
  }

  /** The page has rev on its screen now. */
  seen(rev: number): void {
    if (this.worker) this.worker.report(rev);
    else this.own?.report(rev);
  }

  private useOwn(): void {
    this.worker?.close();
    this.worker = null;
    if (!this.running) return;
    this.setUp(false);
    this.own = this.own || new Channel(this.subscription);
    if (document.visibilityState !== "hidden") this.own.add(this.hear);
  }

  private wake(networkChanged: boolean): void {
    if (!this.running) return;
    if (this.worker) this.worker.wake(networkChanged);
    else if (this.own?.has(this.hear)) this.own.wake(networkChanged);
    else if (document.visibilityState !== "hidden") this.own?.add(this.hear);
    if (!this.up) this.countLoss();
  }

  private readonly onOnline = (): void => this.wake(true);
  private readonly onShow = (): void => this.wake(false);

  private readonly onVisibility = (): void => {
    if (document.visibilityState !== "hidden") this.wake(false);
    else if (this.own) this.suspend();
  };

  private readonly onHide = (): void => {
    if (this.worker) this.worker.leave();
    else this.suspend();
  };

  private suspend(): void {
    this.own?.remove(this.hear);
    this.up = false;
    window.clearTimeout(this.lostTimer); // a page that nobody sees has lost nothing
  }

  private readonly hear: Listener = (told: Told): void => {
    if (!this.running) return;
    if (told.type === "up") {
      this.setUp(told.up);
      return;
    }
    const { name, data } = told.event;
    if (!this.up) this.setUp(true);
    if (name === "end") {
      this.deck = this.content = 0;
      this.first = false;
      this.handlers.onEnd?.();
    } else if (name === "slide" || name === "deck") {
      if (isPosition(data)) this.take(data, name === "deck");
    } else {
      this.handlers.onEvent?.(name, data);
    }
  };

  /** The contract: on one connection a smaller rev is old; a new connection's first event counts. */
  private take(position: Position, told: boolean): void {
    if (!this.first && position.rev < this.rev) return;
    this.first = false;
    this.rev = position.rev;
    const changed = told || position.deck !== this.deck || position.content !== this.content;
    this.deck = position.deck;
    this.content = position.content;
    this.handlers.onState?.(position, changed);
  }

  private setUp(up: boolean): void {
    this.up = up;
    if (!up) {
      this.countLoss();
      return;
    }
    this.first = true;
    window.clearTimeout(this.lostTimer);
    this.setStatus("connected");
    this.handlers.onOpen?.();
  }

  private countLoss(): void {
    window.clearTimeout(this.lostTimer);
    this.lostTimer = window.setTimeout(() => {
      if (this.running && !this.up) this.setStatus("lost");
    }, LOST_AFTER);
  }

  private setStatus(status: Status): void {
    if (status === this.status) return;
    this.status = status;
    this.handlers.onStatus?.(status);
  }
}

function isPosition(data: unknown): data is Position {
  const position = data as Partial<Position> | null;
  return typeof position?.deck === "number" && typeof position.slide === "number" && typeof position.rev === "number";
}
