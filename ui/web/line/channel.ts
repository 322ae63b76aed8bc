// One stream with its seen-reports, for any number of listeners that come and
// go: what the shared worker holds for all tabs, and what a page holds alone
// where there is no shared worker.

import { randomId } from "../kit/random";
import { Connection, POSITION_EVENTS, type StreamEvent } from "./connection";
import { SeenReporter } from "./seen";

/** What a page asks for. */
export interface StreamAddress {
  /** Of a viewer's stream with its kind and name, without the viewer's id. */
  url: string;
  events: readonly string[];
  /** One of many viewers, who tell what they have seen; else the presenter's console. */
  viewer: boolean;
}

/** What a listener hears. */
export type Told =
  | { type: "up"; up: boolean }
  | { type: "event"; event: StreamEvent };

export type Listener = (told: Told) => void;

/** Who was never told how full the room is comes back as the stream's own retry says: within 4 s. */
const UNTOLD_SPREAD = 4_000;
/** Of screens there are few, and each is looked at by many. */
const SCREEN_SPREAD = 1_000;
/** There are few consoles, and the one in use cannot wait long. */
const CONSOLE_RETRY_MAX = 2_000;

/** The event that tells over how long a time viewers spread what they do at once. */
export const SPREAD = "spread";

/** Events that have something done once: who comes later is not to do it again. */
const ONCE: readonly string[] = ["identify", "reload"];

/** A stream of a talk that is months long must not fill the memory. */
const KEPT = 500;

export class Channel {
  private readonly listeners = new Set<Listener>();
  private readonly connection: Connection;
  private readonly seen: SeenReporter | null = null;
  /** The newest event of each subject since the connection came up. */
  private readonly latest = new Map<string, StreamEvent>();

  constructor(address: StreamAddress) {
    let { url, events } = address;
    const hangs = /[?&]kind=(kiosk|window)(&|$)/.test(url);
    if (address.viewer) {
      const viewer = randomId();
      this.seen = new SeenReporter(viewer);
      url += `${url.includes("?") ? "&" : "?"}viewer=${viewer}`;
      events = [...events, SPREAD];
    }
    this.connection = new Connection(url, events, {
      onEvent: (event) => {
        if (event.name === SPREAD) this.seen?.hear(event.data);
        this.keep(event);
        this.tell({ type: "event", event });
      },
      onUp: (up) => {
        this.latest.clear();
        if (up) this.seen?.reset();
        this.tell({ type: "up", up });
      },
      spread: () => (!this.seen ? 0 : hangs ? SCREEN_SPREAD : this.seen.spread ?? UNTOLD_SPREAD),
    }, address.viewer ? undefined : CONSOLE_RETRY_MAX);
  }

  /** Whoever joins late hears at once what the others know. */
  add(listener: Listener): void {
    this.listeners.add(listener);
    if (this.connection.up) {
      listener({ type: "up", up: true });
      for (const event of this.latest.values()) listener({ type: "event", event });
    }
    this.connection.start();
  }

  /** Returns how many still listen; the line closes with the last one. */
  remove(listener: Listener): number {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.connection.stop();
    return this.listeners.size;
  }

  has(listener: Listener): boolean {
    return this.listeners.has(listener);
  }

  wake(networkChanged: boolean): void {
    this.connection.wake(networkChanged);
  }

  report(rev: number): void {
    this.seen?.report(rev);
  }

  private tell(told: Told): void {
    for (const listener of Array.from(this.listeners)) listener(told);
  }

  private keep(event: StreamEvent): void {
    if (ONCE.includes(event.name)) return;
    const subject = subjectOf(event);
    this.latest.delete(subject);
    this.latest.set(subject, event);
    if (this.latest.size > KEPT) this.latest.delete(this.latest.keys().next().value as string);
  }
}

/** Of events about one subject, a newer one replaces the older. */
function subjectOf(event: StreamEvent): string {
  if (POSITION_EVENTS.includes(event.name)) return "position";
  const data = event.data as { deck?: unknown; id?: unknown } | null;
  return `${event.name}/${String(data?.id ?? data?.deck ?? "")}`;
}
