/** Says what changed to screen readers, politely, and only the latest. */
export class Announcer {
  private readonly region: HTMLElement;
  private timer = 0;

  constructor(parent: HTMLElement = document.body) {
    this.region = document.createElement("div");
    this.region.className = "visually-hidden";
    this.region.setAttribute("aria-live", "polite");
    this.region.setAttribute("role", "status");
    parent.appendChild(this.region);
  }

  /** Waits a moment, so that five quick slides are announced as the fifth. */
  say(text: string, lang = ""): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (lang) this.region.lang = lang;
      else this.region.removeAttribute("lang");
      this.region.textContent = text;
    }, 300);
  }
}
