// A page's subscription to a stream: over the connection that all tabs share
// where the browser can, else over one of its own that is open while the page
// can be seen.

import { Channel, type Listener, type StreamAddress, type Told } from "./channel";
import { WorkerClient } from "./worker-client";

export type Status = "connected" | "lost";

export interface SubscriptionHandlers {
  /** A new connection begins; the events that follow are its own. */
  onOpen(): void;
  onEvent(name: string, data: unknown): void;
  /** The connection has ended; it is tried again. */
  onDown?(): void;
  /** "lost" comes after two seconds without a connection. */
  onStatus(status: Status): void;
}

const LOST_AFTER = 2000;

export class Subscription {
  private worker: WorkerClient | null = null;
  private own: Channel | null = null;
  private up = false;
  private status: Status | null = null;
  private lostTimer = 0;

  constructor(private readonly address: StreamAddress, private readonly handlers: SubscriptionHandlers) {}

  start(): void {
    window.addEventListener("online", this.onOnline);
    window.addEventListener("pageshow", this.onShow);
    window.addEventListener("pagehide", this.onHide);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.worker = WorkerClient.open(this.address, this.hear, () => this.useOwn());
    if (!this.worker) this.useOwn();
    this.countLoss();
  }

  /** The page has rev on its screen now. */
  seen(rev: number): void {
    if (this.worker) this.worker.report(rev);
    else this.own?.report(rev);
  }

  private useOwn(): void {
    this.worker?.close();
    this.worker = null;
    this.setUp(false);
    this.own = this.own || new Channel(this.address);
    if (document.visibilityState !== "hidden") this.own.add(this.hear);
  }

  private wake(networkChanged: boolean): void {
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
    if (told.type === "up") {
      this.setUp(told.up);
      return;
    }
    if (!this.up) this.setUp(true);
    this.handlers.onEvent(told.event.name, told.event.data);
  };

  private setUp(up: boolean): void {
    const ended = this.up && !up;
    this.up = up;
    if (!up) {
      if (ended) this.handlers.onDown?.();
      this.countLoss();
      return;
    }
    window.clearTimeout(this.lostTimer);
    this.setStatus("connected");
    this.handlers.onOpen();
  }

  private countLoss(): void {
    window.clearTimeout(this.lostTimer);
    this.lostTimer = window.setTimeout(() => {
      if (!this.up) this.setStatus("lost");
    }, LOST_AFTER);
  }

  private setStatus(status: Status): void {
    if (status === this.status) return;
    this.status = status;
    this.handlers.onStatus(status);
  }
}
