// How to join, over the slide, on every screen while the presenter says so: the address
// in letters for the last row, and its QR code.

import { shortAddress } from "../kit/address";
import { getJoin } from "./api";

const RETRY = 3000;

/** What is shown, made when it is for the first time. */
interface Card {
  card: HTMLElement;
  address: HTMLElement;
  qr: HTMLImageElement;
}

export class Invite {
  private made: Card | null = null;
  private inviting = false;
  private timer = 0;

  constructor(private readonly parent?: HTMLElement) {}

  show(inviting: boolean): void {
    if (inviting === this.inviting) return;
    this.inviting = inviting;
    window.clearTimeout(this.timer);
    if (inviting) void this.open();
    else if (this.made) this.made.card.hidden = true;
  }

  private async open(): Promise<void> {
    // Before there is something in it: screen readers hear of what changes.
    const { card, address, qr } = this.made || (this.made = make(this.parent || document.body));
    try {
      const url = (await getJoin()).urls[0];
      if (!this.inviting || url === undefined) return;
      const short = shortAddress(url);
      address.textContent = short;
      address.classList.toggle("is-long", short.length > 24);
      qr.src = `/join.svg?${encodeURIComponent(short)}`;
      card.hidden = false;
    } catch {
      if (this.inviting) this.timer = window.setTimeout(() => void this.open(), RETRY);
    }
  }
}

function make(parent: HTMLElement): Card {
  const card = document.createElement("div");
  const how = document.createElement("p");
  const address = document.createElement("p");
  const qr = document.createElement("img");
  card.className = "invite";
  card.setAttribute("role", "status");
  card.hidden = true;
  how.className = "invite-how";
  how.textContent = "Follow on your own screen";
  address.className = "invite-address";
  qr.className = "invite-qr";
  qr.alt = "QR code of the address";
  card.append(how, qr, address);
  // Whoever is here already need not look at it.
  card.addEventListener("click", (event) => {
    event.stopPropagation();
    card.hidden = true;
  });
  parent.appendChild(card);
  return { card, address, qr };
}
