// How to join, over the slide, on every screen while the presenter says so: the address
// in letters for the last row, and its QR code.

import { shortAddress } from "../kit/address";
import { getJoin } from "./api";

const RETRY = 3000;

export class Invite {
  private readonly card = document.createElement("div");
  private readonly address = document.createElement("p");
  private readonly qr = document.createElement("img");
  private inviting = false;
  private timer = 0;

  constructor(parent: HTMLElement = document.body) {
    this.card.className = "invite";
    this.card.setAttribute("role", "status");
    this.card.hidden = true;
    const how = document.createElement("p");
    how.className = "invite-how";
    how.textContent = "Follow on your own screen";
    this.address.className = "invite-address";
    this.qr.className = "invite-qr";
    this.qr.alt = "QR code of the address";
    this.card.append(how, this.qr, this.address);
    // Whoever is here already need not look at it.
    this.card.addEventListener("click", (event) => {
      event.stopPropagation();
      this.card.hidden = true;
    });
    parent.appendChild(this.card);
  }

  show(inviting: boolean): void {
    if (inviting === this.inviting) return;
    this.inviting = inviting;
    window.clearTimeout(this.timer);
    if (inviting) void this.open();
    else this.card.hidden = true;
  }

  private async open(): Promise<void> {
    try {
      const url = (await getJoin()).urls[0];
      if (!this.inviting || url === undefined) return;
      const address = shortAddress(url);
      this.address.textContent = address;
      this.address.classList.toggle("is-long", address.length > 24);
      this.qr.src = `/join.svg?${encodeURIComponent(address)}`;
      this.card.hidden = false;
    } catch {
      if (this.inviting) this.timer = window.setTimeout(() => void this.open(), RETRY);
    }
  }
}
