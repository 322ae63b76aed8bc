// What stands on the page when nothing is shown: before a talk, and after it.

import { getJoin } from "../line/api";

export class Waiting {
  private readonly name = document.createElement("h1");
  private readonly line = document.createElement("p");
  private readonly more = document.createElement("p");
  private asked = false;

  constructor(private readonly element: HTMLElement) {
    const card = document.createElement("div");
    card.className = "waiting-card";
    const mark = document.createElement("div");
    mark.className = "waiting-mark";
    mark.setAttribute("aria-hidden", "true");
    this.line.className = "waiting-line";
    this.more.className = "waiting-more";
    card.append(mark, this.name, this.line, this.more);
    element.appendChild(card);
    element.setAttribute("role", "status");
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** title is of the talk that just ended, or "". */
  show(title: string, ended: boolean): void {
    this.line.textContent = ended ? "This talk is over" : "The talk starts soon";
    this.more.textContent = ended
      ? "Thank you for following. The next talk appears here by itself."
      : "Keep this page open: the slides appear here by themselves.";
    this.setName(title);
    this.element.hidden = false;
    if (!title) void this.askName();
  }

  private setName(name: string): void {
    this.name.textContent = name;
    this.name.hidden = name === "";
  }

  private async askName(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    try {
      const join = await getJoin();
      if (!this.name.textContent) this.setName(join.name);
    } catch {
      this.asked = false; // asked again the next time
    }
  }
}
