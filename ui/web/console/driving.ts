// Who moves the live deck: this device, another one, or nobody. One for the page.

import { type Action, runsOn } from "../kit/keys";
import { SecondPress } from "../kit/second-press";
import { complain, say } from "../kit/toast";
import type { ApiError } from "../line/api";
import type { Drive, Driver } from "../wire";
import * as server from "./server";

type Listener = () => void;

/** A clicker's worn button sends two presses for one, so many ms apart at the most. */
const BOUNCES = 250;

export class Driving {
  /** This device; 0 until it is known. */
  me = 0;
  /** A first press was heard while another device drives: a second one takes over. */
  armed = false;
  /** The server did not say which device this is. */
  private unknown = false;
  private now: Drive = { turn: 0, driver: null, asks: null };
  private readonly listeners = new Set<Listener>();
  private readonly second = new SecondPress((armed) => {
    this.armed = armed;
    this.tell();
  }, BOUNCES);

  /** Asks which device this is; rejects where it is none any more. */
  async learn(): Promise<void> {
    const { this: me, ...now } = await server.getDrive();
    this.me = me;
    this.unknown = false;
    this.answered(now);
  }

  /** Resolves once it is known which device this is, or that the server does not say. */
  async known(): Promise<void> {
    if (this.me === 0 && !this.unknown) await this.learn().catch(() => (this.unknown = true));
  }

  /** Hears the stream. */
  hear(now: Drive): void {
    if (now.driver?.id !== this.now.driver?.id) this.second.clear();
    this.now = now;
    this.tell();
  }

  /** Returns what ends it. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get mine(): boolean {
    return this.me !== 0 && this.now.driver?.id === this.me;
  }

  /** Who drives, where that is another device. */
  get other(): Driver | null {
    return this.mine || this.me === 0 ? null : this.now.driver;
  }

  /** Who would like to drive; this device where it asked. */
  get asks(): Driver | null {
    return this.now.asks;
  }

  get asked(): boolean {
    return this.me !== 0 && this.now.asks?.id === this.me;
  }

  /** Whether a key does nothing to a deck: one that is only held down takes the talk out of nobody's hand. */
  withholds(deck: { live: boolean } | undefined, action: Action, held?: boolean): boolean {
    return deck?.live === true && this.other !== null && runsOn(action, held);
  }

  /**
   * Returns whether the live deck may be moved. While another device drives, the first
   * press says so, and a second one soon after takes over and then moves.
   */
  lets(move: () => void): boolean {
    if (this.me === 0 && !this.unknown) {
      // The page has just come. A server that does not answer this refuses the move itself.
      void this.known().then(() => this.lets(move) && move());
      return false;
    }
    if (!this.other) return true;
    if (this.second.press()) void this.takeAnd(move);
    return false;
  }

  async takeAnd(move: () => void): Promise<void> {
    if (await this.take()) move();
  }

  take(): Promise<boolean> {
    return this.post({ take: true });
  }

  give(device: number): Promise<boolean> {
    return this.post({ give: device });
  }

  /** Asks who drives; or takes that back, and who drives says no by it. */
  ask(yes: boolean): Promise<boolean> {
    return this.post({ ask: yes });
  }

  /** Says why something was refused; where another device drives, with a way to do it after all. */
  explain(error: unknown, again: () => void): void {
    const { driven, detail } = error as ApiError;
    if (driven && this.other) say(detail, { label: "Take over", run: () => void this.takeAnd(again) });
    else complain(error);
  }

  private async post(body: server.DriveRequest): Promise<boolean> {
    try {
      const { this: _, ...now } = await server.postDrive(body);
      this.answered(now);
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  }

  /** The stream may have told of a later turn while the answer came. */
  private answered(now: Drive): void {
    if (now.turn >= this.now.turn) this.hear(now);
    else this.tell();
  }

  private tell(): void {
    for (const listener of Array.from(this.listeners)) listener();
  }
}

export const driving = new Driving();
