// The shared worker: one stream of a kind for all tabs of a browser, because a
// browser opens six connections to a host and no more.

import { Channel, type StreamAddress, type Told } from "./channel";
import { type FromPage, type FromWorker, GONE_AFTER, PING_EVERY } from "./worker-client";

/** The part of SharedWorkerGlobalScope that is used; its own library clashes with the DOM's. */
interface SharedWorkerScope {
  onconnect: ((event: MessageEvent) => void) | null;
}

const channels = new Map<string, Channel>();
const pages = new Set<Page>();

class Page {
  private channel: Channel | null = null;
  private key = "";
  /** Pings since the page last said something. */
  private unanswered = 0;

  constructor(private readonly port: MessagePort) {
    port.onmessage = (event) => this.receive(event.data as FromPage);
    port.start();
  }

  /** A tab that crashed says no goodbye. */
  checkAlive(): void {
    if (this.unanswered >= GONE_AFTER) {
      this.leave();
      return;
    }
    this.unanswered++;
    this.send({ type: "ping" });
  }

  private receive(message: FromPage): void {
    this.unanswered = 0;
    switch (message.type) {
      case "hello":
        this.send({ type: "welcome" });
        this.join(message.address);
        break;
      case "wake":
        this.channel?.wake(message.networkChanged);
        break;
      case "seen":
        this.channel?.report(message.rev);
        break;
      case "bye":
        this.leave();
        break;
      case "pong":
        break;
    }
  }

  private join(address: StreamAddress): void {
    if (this.channel) return;
    this.key = `${address.url} ${address.events.join()}`;
    let channel = channels.get(this.key);
    if (!channel) {
      channel = new Channel(address);
      channels.set(this.key, channel);
    }
    this.channel = channel;
    pages.add(this);
    channel.add(this.listener);
  }

  private leave(): void {
    pages.delete(this);
    if (this.channel && this.channel.remove(this.listener) === 0) channels.delete(this.key);
    this.channel = null;
  }

  private readonly listener = (told: Told): void => this.send(told);

  private send(message: FromWorker): void {
    this.port.postMessage(message);
  }
}

(self as unknown as SharedWorkerScope).onconnect = (event) => {
  const port = event.ports[0];
  if (port) new Page(port);
};

setInterval(() => {
  for (const page of Array.from(pages)) page.checkAlive();
}, PING_EVERY);
