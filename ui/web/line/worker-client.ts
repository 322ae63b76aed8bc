// A page's line to the worker that all its tabs share, and what the two say.

import type { Listener, StreamAddress, Told } from "./channel";

export type FromPage =
  | { type: "hello"; address: StreamAddress }
  | { type: "wake"; networkChanged: boolean }
  | { type: "seen"; rev: number }
  | { type: "pong" }
  | { type: "bye" };

export type FromWorker = { type: "welcome" } | { type: "ping" } | Told;

/** How often the worker asks its pages whether they are there. */
export const PING_EVERY = 15_000;
/**
 * After so many pings in a row without a word a page is gone. They are counted,
 * since time also passes while the worker itself sleeps. Frozen pages come back
 * with a hello.
 */
export const GONE_AFTER = 4;

/** A worker that does not answer within this is no worker. */
const ANSWER_WITHIN = 3000;

export class WorkerClient {
  private answerTimer = 0;
  private heard = performance.now();
  private closed = false;
  private readonly watch: number;

  private constructor(
    private readonly worker: SharedWorker,
    private readonly address: StreamAddress,
    private readonly listener: Listener,
    private readonly onFailure: () => void,
  ) {
    worker.onerror = () => this.fail();
    worker.port.onmessage = (event) => this.receive(event.data as FromWorker);
    worker.port.start();
    this.watch = window.setInterval(() => {
      if (document.visibilityState !== "hidden" && performance.now() - this.heard > 2 * PING_EVERY) this.hello();
    }, PING_EVERY);
    this.hello();
  }

  /** Returns null where the browser has no shared workers. onFailure is called when it has, and they fail. */
  static open(address: StreamAddress, listener: Listener, onFailure: () => void): WorkerClient | null {
    const script = document.querySelector<HTMLMetaElement>('meta[name="lectern-worker"]')?.content;
    if (!script || typeof SharedWorker === "undefined") return null;
    try {
      return new WorkerClient(new SharedWorker(script, "lectern"), address, listener, onFailure);
    } catch {
      return null;
    }
  }

  wake(networkChanged: boolean): void {
    // The hello brings a page back that the worker took for gone.
    this.hello();
    this.send({ type: "wake", networkChanged });
  }

  report(rev: number): void {
    this.send({ type: "seen", rev });
  }

  /** The page goes, perhaps to come back from the browser's cache. */
  leave(): void {
    window.clearTimeout(this.answerTimer);
    this.send({ type: "bye" });
  }

  close(): void {
    if (this.closed) return;
    this.leave();
    this.closed = true;
    window.clearInterval(this.watch);
    this.worker.port.onmessage = null;
    this.worker.port.close();
  }

  private hello(): void {
    this.send({ type: "hello", address: this.address });
    window.clearTimeout(this.answerTimer);
    const due = performance.now() + ANSWER_WITHIN;
    this.answerTimer = window.setTimeout(() => {
      // A page that was frozen meanwhile has not given the worker its chance.
      if (performance.now() > due + 1000) this.hello();
      else this.fail();
    }, ANSWER_WITHIN);
  }

  private send(message: FromPage): void {
    if (!this.closed) this.worker.port.postMessage(message);
  }

  private receive(message: FromWorker): void {
    if (this.closed) return;
    this.heard = performance.now();
    window.clearTimeout(this.answerTimer);
    if (message.type === "ping") this.send({ type: "pong" });
    else if (message.type !== "welcome") this.listener(message);
  }

  private fail(): void {
    if (!this.closed) this.onFailure();
  }
}
