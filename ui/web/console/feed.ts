// The presenter's stream, /api/live: every deck's state, who follows, how far
// imports are. It is open while the page can be seen; a hidden console needs
// nothing and takes none of the six connections that a browser has per host.

import { StateEvent } from "./decks";

export interface Presence {
  deck: number;
  viewers: number;
  here: number;
  kiosks: number;
}

export interface ImportEvent {
  id: string;
  name: string;
  done: number;
  total: number;
  error: string;
}

export interface FeedHooks {
  /** A new connection; events until the next one belong to it. */
  opened(): void;
  state(event: StateEvent): void;
  presence(presence: Presence): void;
  progress(event: ImportEvent): void;
  lost(lost: boolean): void;
}

const URL = "/api/live";
/** The server pings about every 10 s, so this much silence is a dead connection. */
const SILENCE = 25000;
/** There are few consoles, and the one in use cannot wait long. */
const LAST_RETRY = 2000;
/** A gap shorter than this is not worth a word. */
const PATIENCE = 2000;

export class Feed {
  private source: EventSource | null = null;
  private silence = 0;
  private retry = 0;
  private patience = 0;
  private failures = 0;
  private started = false;

  constructor(private readonly hooks: FeedHooks) {}

  start(): void {
    if (this.started) return;
    this.started = true;
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("pageshow", this.wake);
    window.addEventListener("online", this.wake);
    this.wake();
  }

  stop(): void {
    this.started = false;
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("pageshow", this.wake);
    window.removeEventListener("online", this.wake);
    this.close();
    window.clearTimeout(this.patience);
    this.patience = 0;
  }

  private readonly wake = (event?: Event): void => {
    if (document.hidden) {
      this.close();
      return;
    }
    if (event?.type === "online") this.close();
    if (!this.source) this.open();
  };

  private open(): void {
    this.close();
    const source = (this.source = new EventSource(URL));
    this.impatient();
    this.listening();
    source.onopen = () => {
      this.failures = 0;
      window.clearTimeout(this.patience);
      this.patience = 0;
      this.listening();
      this.hooks.opened();
      this.hooks.lost(false);
    };
    source.onerror = () => this.again();
    this.on(source, "state", (data) => this.hooks.state(data));
    this.on(source, "presence", (data) => this.hooks.presence(data));
    this.on(source, "import", (data) => this.hooks.progress(data));
    this.on(source, "ping", () => undefined);
  }

  private on(source: EventSource, name: string, take: (data: any) => void): void {
    source.addEventListener(name, (event) => {
      if (source !== this.source) return;
      this.listening();
      take(JSON.parse((event as MessageEvent).data || "{}"));
    });
  }

  /** EventSource would retry by itself, but gives up for good on an HTTP error and has no idea of silence. */
  private again(): void {
    this.close();
    this.impatient();
    if (!this.started || document.hidden) return;
    const wait = Math.min(LAST_RETRY, 300 * 2 ** this.failures++);
    this.retry = window.setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
  }

  private listening(): void {
    window.clearTimeout(this.silence);
    this.silence = window.setTimeout(() => this.again(), SILENCE);
  }

  private impatient(): void {
    if (!this.patience) this.patience = window.setTimeout(() => this.hooks.lost(true), PATIENCE);
  }

  private close(): void {
    window.clearTimeout(this.silence);
    window.clearTimeout(this.retry);
    if (this.source) this.source.close();
    this.source = null;
  }
}
