// Between talks: whose screen it is, what time it is, and how to join.

import { onlyHere, shortAddress } from "../kit/address";
import { getJoin } from "../line/api";
import { serverNow } from "../line/server-time";
import { formatHere } from "../screen/venue";
import type { Join } from "../line/types";

const REFRESH_EVERY = 60_000;
/** The picture moves by a pixel this often, to spare the panel. */
const DRIFT_EVERY = 15_000;
const DRIFT_FAR = 20;

export class Idle {
  private readonly content = document.createElement("div");
  private readonly name = document.createElement("h1");
  private readonly time = document.createElement("time");
  private readonly date = document.createElement("p");
  private readonly join = document.createElement("div");
  private readonly address = document.createElement("p");
  private readonly qr = document.createElement("img");
  private clockTimer = 0;
  private drifted = 0;

  constructor(private readonly element: HTMLElement, private ownName: string) {
    this.content.className = "idle-content";
    this.time.className = "idle-time tabular";
    this.date.className = "idle-date";
    this.join.className = "idle-join";
    this.address.className = "idle-address";
    this.qr.className = "idle-qr";
    this.qr.alt = "QR code of the address";
    this.qr.hidden = true;
    this.qr.addEventListener("load", () => (this.qr.hidden = false));
    this.qr.addEventListener("error", () => (this.qr.hidden = true));

    const clock = document.createElement("div");
    clock.className = "idle-clock";
    clock.append(this.time, this.date);
    const how = document.createElement("p");
    how.className = "idle-how";
    how.textContent = "Follow on your own screen";
    const words = document.createElement("div");
    words.append(how, this.address);
    this.join.append(words, this.qr);
    this.join.hidden = true;
    this.content.append(this.name, clock, this.join);
    element.appendChild(this.content);

    window.setInterval(() => void this.refresh(), REFRESH_EVERY);
    window.setInterval(() => this.drift(), DRIFT_EVERY);
    void this.refresh();
  }

  /** Whose screen it is; "" for the server's name. */
  call(name: string): void {
    if (name === this.ownName) return;
    this.ownName = name;
    void this.refresh();
  }

  /** The venue's clock is another one. */
  retime(): void {
    if (!this.element.hidden) this.tick();
  }

  show(): void {
    if (!this.element.hidden) return;
    this.element.hidden = false;
    document.title = this.name.textContent || "Lectern";
    this.tick();
    void this.refresh();
  }

  hide(): void {
    this.element.hidden = true;
    window.clearTimeout(this.clockTimer);
  }

  private async refresh(): Promise<void> {
    let join: Join;
    try {
      join = await getJoin();
    } catch {
      return; // what is known stays, and is asked again
    }
    this.name.textContent = this.ownName || join.name;
    const url = join.urls[0];
    this.join.hidden = url === undefined || onlyHere(url);
    if (url === undefined || onlyHere(url)) return; // nobody else gets there
    const address = shortAddress(url);
    if (address === this.address.textContent) return;
    this.address.textContent = address;
    this.address.classList.toggle("is-long", address.length > 22);
    this.qr.src = `/join.svg?${encodeURIComponent(address)}`;
  }

  private tick(): void {
    const now = new Date(serverNow()); // a screen may have a wrong clock
    writeTime(this.time, now);
    this.time.dateTime = now.toISOString();
    this.date.textContent = formatHere({ weekday: "long", day: "numeric", month: "long" }).format(now);
    window.clearTimeout(this.clockTimer);
    // Just past the full minute; a clock that is set meanwhile is right a minute later.
    this.clockTimer = window.setTimeout(() => this.tick(), 60_050 - (now.getTime() % 60_000));
  }

  /** Around a slow loop: no pixel shows the same for an evening. */
  private drift(): void {
    if (this.element.hidden) return;
    this.drifted++;
    const turn = this.drifted / DRIFT_FAR;
    const x = Math.round(DRIFT_FAR * Math.sin(turn));
    const y = Math.round(DRIFT_FAR * Math.sin(turn * 0.618));
    this.content.style.transform = `translate(${x}px, ${y}px)`;
  }
}

/** The hour as it is written here; "PM" smaller than the figures. */
function writeTime(into: HTMLElement, now: Date): void {
  const format = formatHere({ hour: "numeric", minute: "2-digit" });
  into.textContent = "";
  for (const part of format.formatToParts(now)) {
    if (part.type !== "dayPeriod") {
      into.append(part.value.trim()); // the style sheet keeps the small word apart
      continue;
    }
    const half = document.createElement("small");
    half.textContent = part.value;
    into.append(half);
  }
}
