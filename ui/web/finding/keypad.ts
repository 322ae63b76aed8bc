// Keys for a screen that has none: a touch screen on a wall. An address is digits and dots
// mostly; letters are a key away.

const DIGITS = ["123", "456", "789", ".0:"];
const LETTERS = ["qwertyuiop", "asdfghjkl-", "zxcvbnm./:"];

export class Keypad {
  private letters = false;

  /** opener opens and closes it, besides a finger on the field. */
  constructor(private readonly element: HTMLElement, private readonly field: HTMLInputElement, private readonly opener: HTMLButtonElement) {
    // The field keeps the focus, and its caret the place.
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("mousedown", (event) => event.preventDefault());
    opener.addEventListener("click", () => {
      this.open(element.hidden);
      if (!element.hidden) field.focus();
    });
    field.addEventListener("touchstart", () => this.open(true), { passive: true });
    this.draw();
  }

  private open(open: boolean): void {
    this.element.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.element.scrollIntoView({ block: "nearest" });
  }

  private draw(): void {
    const { element } = this;
    element.textContent = "";
    element.classList.toggle("has-letters", this.letters);
    const rows = this.letters ? LETTERS : DIGITS;
    for (const sign of rows.join("")) this.key(sign, NAMES[sign] || sign, () => this.type(sign));
    this.key(this.letters ? "123" : "abc", this.letters ? "Digits" : "Letters", () => {
      this.letters = !this.letters;
      this.draw();
    }).className += " is-wide";
    this.key("⌫", "Delete", () => this.erase()).className += " is-wide";
  }

  private key(text: string, label: string, press: () => void): HTMLButtonElement {
    const key = document.createElement("button");
    key.type = "button";
    key.className = "button";
    key.textContent = text;
    if (label !== text) key.setAttribute("aria-label", label);
    key.addEventListener("click", press);
    this.element.appendChild(key);
    return key;
  }

  private type(sign: string): void {
    const { field } = this;
    if (field.value.length >= field.maxLength) return;
    const { from, to } = this.place();
    field.setRangeText(sign, from, to, "end");
  }

  private erase(): void {
    const { field } = this;
    const { from, to } = this.place();
    if (from !== to) field.setRangeText("", from, to, "end");
    else if (from > 0) field.setRangeText("", from - 1, from, "end");
  }

  private place(): { from: number; to: number } {
    const { selectionStart, selectionEnd, value } = this.field;
    return { from: selectionStart ?? value.length, to: selectionEnd ?? value.length };
  }
}

const NAMES: { [sign: string]: string } = { ".": "Dot", ":": "Colon", "-": "Hyphen", "/": "Slash" };
