// The last slide, kept by the browser: what a screen shows that starts while its server
// is away. Only what was shown is kept, and nothing of it once the talk is over. An urgent
// message is kept until it is taken back.

import { recall, remember } from "../kit/settings";
import { parse } from "../slide/held";
import { chooseWidth, pictureURL } from "../slide/picture";
import type { SlideView } from "../slide/view";
import type { Blank, SlideContent } from "../wire";

/** A slide that is only passed by is not kept. */
const AFTER = 1500;
/** A screen that was away for longer has nothing to say about that talk, nor of what was urgent then. */
const GOOD_FOR = 12 * 3600_000;

const STORE = "kept";

interface Picture {
  address: string;
  blob: Blob;
}

interface Kept {
  /** null while the room is dark */
  slide: SlideContent | null;
  blank: Blank;
  pictures: Picture[];
  at: number;
}

export class Keep {
  private timer = 0;
  private turn = 0;
  private database: Promise<IDBDatabase> | null = null;

  /** name tells the screens of one browser apart. */
  constructor(private readonly view: SlideView, private readonly name: string) {}

  /** This is shown now. */
  save(slide: SlideContent | null, blank: Blank): void {
    const turn = this.drop();
    this.timer = window.setTimeout(() => {
      this.write(slide, blank, turn).catch(() => undefined); // a full disk costs the slide that it would have
    }, AFTER);
  }

  /** The talk is over. */
  clear(): void {
    this.drop();
    this.ask("readwrite", (store) => store.delete(this.name)).catch(() => undefined);
  }

  /** Returns what was shown last, its pictures at hand for the view; null where that is nothing. */
  async last(): Promise<Pick<Kept, "slide" | "blank"> | null> {
    try {
      const kept = await this.ask<Kept | undefined>("readonly", (store) => store.get(this.name));
      if (!kept || !(Math.abs(Date.now() - kept.at) < GOOD_FOR)) return null;
      for (const { address, blob } of kept.pictures) this.view.held.put(address, blob);
      return kept;
    } catch {
      return null;
    }
  }

  private drop(): number {
    window.clearTimeout(this.timer);
    return ++this.turn;
  }

  private async write(slide: SlideContent | null, blank: Blank, turn: number): Promise<void> {
    const pictures: Picture[] = [];
    for (const address of slide ? picturesOf(slide, this.view.neededPixels) : []) {
      const held = this.view.held.get(parse(address)?.url);
      const blob = held ? held.blob : await (await fetch(address)).blob(); // from the browser's cache
      pictures.push({ address, blob });
    }
    if (turn !== this.turn) return;
    const kept: Kept = { slide, blank, pictures, at: Date.now() };
    await this.ask("readwrite", (store) => store.put(kept, this.name));
    document.documentElement.dataset["kept"] = slide ? `${slide.slide}.${slide.step}` : blank; // for whoever waits for it
  }

  private async ask<T>(mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    this.database = this.database || open();
    const database = await this.database;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = what(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("lectern-kiosk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

const NOTICE = "notice";

/** Keeps an urgent message, as a server told just now; "" is none. */
export function keepNotice(text: string): void {
  remember(NOTICE, text ? { text, at: Date.now() } : undefined);
}

/**
 * Returns the one that there was last; or "". Weeks later it is somebody else's event. A
 * clock that stands before that time has lost its own: then it is shown.
 */
export function keptNotice(now = Date.now()): string {
  const { text, at } = recall(NOTICE, { text: "", at: 0 });
  return now - at < GOOD_FOR ? text : "";
}

/** The addresses of a slide's pictures, each in the one width that suits so many pixels. */
export function picturesOf(slide: SlideContent, pixels: number): string[] {
  const widths = new Map<string, number[]>();
  for (const address of slide.html.match(/\/pictures\/[^/"' ,]+\/\d+/g) || []) {
    const at = parse(address);
    if (at) widths.set(at.url, [...(widths.get(at.url) || []), at.width]);
  }
  const list = Array.from(widths, ([url, all]) => `${url}/${chooseWidth(all, pixels)}`);
  return slide.picture ? [pictureURL(slide.picture, pixels), ...list] : list;
}
