// One EventSource that stays up: it notices a dead line by itself, and tries
// again with patience. It runs in a page and in the shared worker alike, so it
// uses nothing of the DOM. Silence is measured on performance's clock, which
// nobody sets.

/** Events of a viewer's stream that carry the whole position. */
export const POSITION_EVENTS: readonly string[] = ["slide", "deck", "end"];

/** Those that are for one screen alone. */
export const SCREEN_EVENTS: readonly string[] = ["screen", "identify", "reload"];

/** One event of a stream. */
export interface StreamEvent {
  name: string;
  data: unknown;
}

export interface ConnectionHandlers {
  onEvent(event: StreamEvent): void;
  /** true with each new connection, false when it is lost. */
  onUp(up: boolean): void;
  /** In milliseconds, how long a time all who lost their lines together should take to come back. */
  spread(): number;
}

/** How often the server sends a ping, until a ping says so itself. */
const PING_EVERY = 10_000;
/** Nobody believes a ping that says it comes more seldom. */
const PING_SELDOM = 15_000;
/** How late a ping may be. With one that got lost, so much silence means a dead line. */
const LATE = 500;
/** How long one attempt to connect may take. */
const CONNECT_WITHIN = 10_000;
/** How often the line is looked at. */
const TICK = 1_000;
/** Looks further apart than this mean that we were asleep, or that the clock was set. */
const SLEPT_AFTER = 12_000;
const RETRY_MIN = 300;
const RETRY_MAX = 5_000;
/** However full the room: whoever lost the line alone must not wait for ever. */
const SPREAD_MAX = 10_000;

export class Connection {
  private source: EventSource | null = null;
  private isUp = false;
  private failures = 0;
  private since = 0; // of the attempt, then of the last thing heard
  private pingEvery = PING_EVERY;
  private lastTick = 0; // on the clock that goes on while the device sleeps
  private slept = false;
  private retryTimer: Timer | undefined;
  private tickTimer: Timer | undefined;

  constructor(
    private readonly url: string,
    private readonly events: readonly string[],
    private readonly handlers: ConnectionHandlers,
    /** Without a spread, in milliseconds, the longest wait between two attempts. */
    private readonly retryMax = RETRY_MAX,
  ) {}

  get up(): boolean {
    return this.isUp;
  }

  start(): void {
    if (this.tickTimer !== undefined) return;
    this.lastTick = Date.now();
    this.tickTimer = setInterval(() => this.tick(), TICK);
    this.connect();
  }

  stop(): void {
    clearInterval(this.tickTimer);
    clearTimeout(this.retryTimer);
    this.tickTimer = this.retryTimer = undefined;
    this.failures = 0;
    this.drop();
  }

  /** The page came back, or the network did: do not wait, and do not trust a doubtful line. */
  wake(networkChanged: boolean): void {
    if (this.tickTimer === undefined) return;
    this.noticeSleep();
    const connecting = this.source !== null && !this.isUp;
    const fresh = performance.now() - this.since < (connecting ? 2 * TICK : this.pingEvery + LATE);
    if (this.source && fresh && !this.slept && !networkChanged) return;
    this.failures = 0;
    this.connect();
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.drop();
    this.slept = false;
    this.since = performance.now();
    let source: EventSource;
    try {
      source = new EventSource(this.url);
    } catch {
      this.retry();
      return;
    }
    this.source = source;
    const heard = (): boolean => {
      if (this.source !== source) return false;
      this.since = performance.now();
      if (!this.isUp) {
        this.isUp = true;
        this.failures = 0;
        this.handlers.onUp(true);
      }
      return true;
    };
    source.addEventListener("open", heard);
    source.addEventListener("ping", (event) => {
      if (heard()) this.pingEvery = interval(parse((event as MessageEvent).data));
    });
    for (const name of this.events) {
      source.addEventListener(name, (event) => {
        if (heard()) this.handlers.onEvent({ name, data: parse((event as MessageEvent).data) });
      });
    }
    // EventSource would try again by itself, but each in its own rhythm and
    // never after an HTTP error. Every failure takes this one way instead.
    source.addEventListener("error", () => {
      if (this.source === source) this.retry();
    });
  }

  private retry(): void {
    this.drop();
    clearTimeout(this.retryTimer);
    const backoff = Math.min(this.retryMax, 2 * RETRY_MIN * 2 ** this.failures);
    const ceiling = Math.max(backoff, Math.min(SPREAD_MAX, this.handlers.spread()));
    this.failures++;
    this.retryTimer = setTimeout(() => this.connect(), RETRY_MIN + Math.random() * (ceiling - RETRY_MIN));
  }

  private drop(): void {
    this.source?.close();
    this.source = null;
    if (!this.isUp) return;
    this.isUp = false;
    this.handlers.onUp(false);
  }

  private tick(): void {
    this.noticeSleep();
    if (!this.source) return;
    const silence = performance.now() - this.since;
    if (this.slept || silence > 2 * this.pingEvery + LATE) this.connect();
    else if (!this.isUp && silence > CONNECT_WITHIN) this.retry();
  }

  private noticeSleep(): void {
    const now = Date.now();
    if (now - this.lastTick > SLEPT_AFTER) this.slept = true;
    this.lastTick = now;
  }
}

/** How long it is to the next ping, from what one says. */
function interval(ping: unknown): number {
  const told = Number((ping as { every_ms?: unknown } | null)?.every_ms);
  return told >= TICK ? Math.min(told, PING_SELDOM) : PING_EVERY;
}

type Timer = ReturnType<typeof setTimeout>;

function parse(data: unknown): unknown {
  if (typeof data !== "string" || data === "") return null;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
