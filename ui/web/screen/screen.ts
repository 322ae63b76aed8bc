// What a screen says of itself, so that a technician at the console sees how it is, and
// what it is told from there: its name, its language, that it is to say who it is.

import { recall, remember } from "../kit/settings";
import { randomId } from "../kit/random";
import { request } from "../line/api";
import type { ScreenTold } from "../wire";
import { Identity } from "./identity";
import { Renewal } from "./renewal";

/** So often it says that it is there, and what it shows. */
const BEAT = 5000;
/** How long the server may take to answer. */
const ANSWER_WITHIN = 10_000;

export interface ScreenOptions {
  kind: "kiosk" | "window" | "phone" | "browser";
  /** As it calls itself; or "". */
  name: string;
  /** It is the only one of what this page keeps, however it is called. */
  alone?: boolean;
  /** What was chosen for it, now and whenever that changes. */
  told?(told: ScreenTold): void;
  /** It says who it is, or does so no more. */
  identified?(): void;
}

interface Said {
  /** By its hours. */
  off: boolean;
  /** Its panel does not do as it is told. */
  stuck: boolean;
  /** What of the programme it shows between talks; or "". */
  round: string;
  /** The version of the urgent message that it shows; or "". */
  notice: string;
}

export class Screen {
  /** What only this page has: by a hash of it the server knows the screen. "" for one that nobody gave a name. */
  private id: string;
  private readonly identity = new Identity(() => this.options.identified?.());
  private readonly renewal = new Renewal();
  /** Several screens may have the same of that, where a card was copied. */
  private readonly page = randomId();
  private rev = -1;
  private said: Said = { off: false, stuck: false, round: "", notice: "" };
  private busy = false;
  private again = false;

  constructor(private readonly options: ScreenOptions) {
    const hangs = options.kind === "kiosk" || options.kind === "window";
    this.id = recall(this.key, "");
    if (this.id === "" && hangs) this.keep(randomId());
    window.setInterval(() => void this.report(), BEAT);
    document.addEventListener("visibilitychange", () => void this.report());
    window.addEventListener("resize", () => void this.report());
  }

  /** Takes what it was told last, until it is told again: its server may be away. */
  start(): void {
    const last = told(this.key);
    if (last) this.options.told?.(last);
  }

  /** What a stream's address has of it. */
  get query(): string {
    const pages = document.querySelector<HTMLMetaElement>('meta[name="lectern-pages"]')?.content || "";
    let query = `kind=${this.options.kind}`;
    for (const [name, value] of [["name", this.options.name], ["screen", this.id], ["page", this.id && this.page], ["pages", pages]]) {
      if (value) query += `&${name}=${encodeURIComponent(value)}`;
    }
    return query;
  }

  /** The page has put rev on the screen; it is told once that was painted. */
  painted(rev: number): void {
    afterPaint(() => {
      this.rev = rev;
      void this.report();
    });
  }

  /** Whether it says who it is: a screen that is off is on for that. */
  get identified(): boolean {
    return this.identity.shown;
  }

  /** So it is besides; it is told once that was painted. */
  says(said: Partial<Said>): void {
    afterPaint(() => {
      Object.assign(this.said, said);
      void this.report();
    });
  }

  /** Hears an event that is for this screen alone. */
  hear(name: string, data: unknown): void {
    if (name === "screen") {
      const now = data as ScreenTold;
      if (now.part) {
        this.become(now.part);
        return;
      }
      if (now.keep && this.id === "") this.keep(now.keep);
      remember(`${this.key}.told`, now);
      this.options.told?.(now);
      this.renewal.check(now.pages);
      void this.report(); // a connection begins with this: what was said on the one before may be forgotten
    } else if (name === "identify") {
      this.identity.show(data as { number: number; name: string });
    } else if (name === "reload") {
      void this.renewal.reload();
    }
  }

  /** Two windows of one browser are two screens where they are called differently. */
  private get key(): string {
    return `screen.${this.options.kind}.${this.options.alone ? "" : this.options.name}`;
  }

  /** Another one has the same ID: this one is new, and nothing was chosen for it. */
  private become(id: string): void {
    this.keep(id);
    remember(`${this.key}.told`, undefined);
    void this.renewal.reload();
  }

  private keep(id: string): void {
    this.id = id;
    remember(this.key, id);
  }

  private async report(): Promise<void> {
    if (this.id === "" || this.rev < 0) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.again = false;
    const ratio = window.devicePixelRatio || 1;
    try {
      await request("/live/seen", {
        method: "POST", timeout: ANSWER_WITHIN,
        json: {
          screen: this.id, page: this.page, rev: this.rev, hidden: document.visibilityState === "hidden",
          width: Math.round(window.innerWidth * ratio), height: Math.round(window.innerHeight * ratio),
          ...this.said,
        },
      });
    } catch {
      // The line is down, or the server is: the next beat tells it.
    }
    this.busy = false;
    if (this.again) void this.report();
  }
}

/** What a screen that is alone in what its page keeps was told last; or null. */
export function toldLast(kind: ScreenOptions["kind"]): ScreenTold | null {
  return told(`screen.${kind}.`);
}

function told(key: string): ScreenTold | null {
  return recall<ScreenTold | null>(`${key}.told`, null);
}

/** Two frames: the first begins with what is there now, and the second when that was drawn. */
function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
