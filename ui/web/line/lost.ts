import { icon } from "../kit/icons";
import type { Status } from "./subscription";

/** The small mark in a corner while there is no connection. It heals by itself. */
export class LostMark {
  private readonly mark = document.createElement("div");
  private readonly words = document.createElement("span");

  constructor(parent: HTMLElement = document.body) {
    this.mark.className = "lost-mark";
    // A status must be there before it speaks, or nobody hears it.
    this.mark.setAttribute("role", "status");
    this.words.className = "visually-hidden";
    this.mark.append(icon("lost", 20), this.words);
    parent.appendChild(this.mark);
  }

  show(status: Status): void {
    const lost = status === "lost";
    if (lost) this.words.textContent = "Connection lost. Trying again.";
    else if (this.words.textContent) this.words.textContent = "Connected again.";
    this.mark.classList.toggle("is-lost", lost);
  }
}
