// What is said to the speaker. One for the page.

import { complain } from "../../kit/toast";
import { serverNow } from "../../line/server-time";
import type { Message } from "../../wire";
import * as server from "../server";

/** What nobody has seen for so long is of another talk. */
const LASTS = 60 * 60_000;
/** What a message has at most, in characters. */
export const LONGEST = 140;

/** What is said most, in one press. */
export const PRESETS: readonly string[] = ["10 more minutes", "5 more minutes", "1 more minute", "Please come to an end", "Microphone", "Louder, please", "Question in the room"];

/** Those that the speaker has still to see, the newest first. */
export function open(all: readonly Message[], now: number): Message[] {
  return all.filter((one) => one.seen_at === null && now - Date.parse(one.sent_at) < LASTS);
}

type Listener = () => void;

export class Messages {
  /** The last few, the newest first. */
  all: readonly Message[] = [];
  private readonly listeners = new Set<Listener>();

  /** Hears the stream. */
  hear(all: readonly Message[]): void {
    this.all = all;
    for (const listener of Array.from(this.listeners)) listener();
  }

  /** Returns what ends it. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get open(): Message[] {
    return open(this.all, serverNow());
  }

  /** Returns whether it was sent. */
  async send(text: string, blink: boolean): Promise<boolean> {
    return tried(server.sendMessage(text, blink));
  }

  async see(id: number): Promise<void> {
    await tried(server.seeMessage(id));
  }

  async takeBack(id: number): Promise<void> {
    await tried(server.deleteMessage(id));
  }
}

async function tried(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

export const messages = new Messages();
