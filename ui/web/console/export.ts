// A deck as a file: what kind, what is in it, and how far it is.

import { button } from "../kit/button";
import { Dialog } from "../kit/dialog";
import { h, setText } from "../kit/dom";
import { languageList, showLanguages } from "../kit/language-list";
import { recall, remember } from "../kit/settings";
import { say } from "../kit/toast";
import { ApiError, getOutline, problem } from "../line/api";
import { getAllInk, getDeck } from "./server";

interface Kind {
  format: string;
  name: string;
  meaning: string;
  notes?: boolean;
  steps?: boolean;
  /** It can be made without what is drawn. */
  plain?: boolean;
}

const KINDS: readonly Kind[] = [
  { format: "pdf", name: "PDF", meaning: "A page for each slide, to print and to send", notes: true, steps: true, plain: true },
  { format: "html", name: "Web page", meaning: "One file that any browser opens, without a network", notes: true, plain: true },
  { format: "zip", name: "Pictures", meaning: "A picture of each slide, and your notes as text", steps: true, plain: true },
  { format: "lectern", name: "Lectern", meaning: "Everything, to import it on another computer" },
];

const KEPT_AS = "export.kind";

/** Opens the dialog. */
export function openExport(deck: { id: number; title: string }): void {
  if (document.querySelector(".dialog-export")) return;
  new Export(deck).show();
}

class Export {
  private readonly dialog: Dialog;
  private readonly radios: HTMLInputElement[];
  private readonly notes = h("input", { type: "checkbox" });
  private readonly steps = h("input", { type: "checkbox" });
  private readonly notesLine = h("label", { class: "export-option" }, this.notes, h("span", { text: "With my notes" }));
  private readonly stepsLine = h("label", { class: "export-option" }, this.steps, h("span", { text: "Each step by itself" }));
  private readonly drawings = h("input", { type: "checkbox", checked: true });
  private readonly drawingsLine = h("label", { class: "export-option" }, this.drawings, h("span", { text: "With the drawings" }));
  /** There are some. */
  private drawn = false;
  private readonly hidden = h("input", { type: "checkbox" });
  private readonly hiddenLine = h("label", { class: "export-option", hidden: true }, this.hidden, h("span", { text: "With hidden slides" }));
  /** There are some. */
  private hides = false;
  private readonly languages = languageList("Language", () => undefined);
  private readonly languageLine = h("label", { class: "export-option", hidden: true }, h("span", { text: "Language" }), this.languages);
  private langs: readonly string[] = [];
  private readonly choices: HTMLElement;
  private readonly status = h("p", { class: "export-status", role: "status", hidden: true });
  private readonly bar = h("progress", { class: "export-progress", "aria-label": "Progress", hidden: true });
  private readonly trouble = h("p", { class: "export-trouble", role: "alert", hidden: true });
  private readonly go = button({ icon: "download", text: "Export", class: "is-primary", click: () => void this.run() });
  private readonly print = button({ text: "Print from this browser", class: "dialog-aside", click: () => this.openPrint() });
  private running: AbortController | null = null;

  constructor(private readonly deck: { id: number; title: string }) {
    this.dialog = new Dialog({ title: "Export", class: "dialog-export", onclose: () => this.running?.abort() });
    const kept = recall(KEPT_AS, 0);
    this.radios = KINDS.map((kind, i) => h("input", { type: "radio", name: "export-kind", value: kind.format, checked: i === kept, onchange: () => this.update() }));
    this.choices = h("fieldset", { class: "export-kinds" },
      h("legend", { class: "visually-hidden", text: `What to make of ${deck.title}` }),
      ...KINDS.map((kind, i) => h("label", { class: "export-kind" }, this.radios[i],
        h("span", null, h("strong", { text: kind.name }), " ", h("span", { class: "export-ending", text: `.${kind.format}` }), h("span", { class: "export-meaning", text: kind.meaning })))),
      this.notesLine, this.stepsLine, this.hiddenLine, this.drawingsLine, this.languageLine,
    );
    this.print.hidden = true;
    this.dialog.body.append(
      h("p", { class: "export-title", dir: "auto", text: deck.title }),
      this.choices, this.status, this.bar, this.trouble,
      h("div", { class: "dialog-actions" }, this.print, button({ text: "Cancel", click: () => this.dialog.close() }), this.go),
    );
    this.dialog.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      void this.run();
    });
    this.update();
    void getAllInk(deck.id).then((all) => {
      this.drawn = all.length > 0;
      this.update();
    }, () => undefined); // then they are in it, as they are by default
    void getDeck(deck.id, "").then((all) => {
      this.hides = all.content_slides.some((slide) => slide.hidden);
      this.update();
    }, () => undefined); // then they are not
  }

  show(): void {
    void this.learn();
    this.dialog.show(this.radios.find((radio) => radio.checked) || this.radios[0]);
  }

  /** Asks in which languages the deck is there. */
  private async learn(): Promise<void> {
    try {
      this.langs = (await getOutline(this.deck.id, "")).langs;
    } catch {
      return; // it is exported in its own
    }
    showLanguages(this.languages, this.langs, this.langs[0] || "");
    this.update();
  }

  private get kind(): Kind {
    return KINDS[Math.max(0, this.radios.findIndex((radio) => radio.checked))] as Kind;
  }

  private update(): void {
    const { kind } = this;
    remember(KEPT_AS, KINDS.indexOf(kind));
    this.notesLine.hidden = !kind.notes;
    this.stepsLine.hidden = !kind.steps;
    this.languageLine.hidden = this.langs.length < 2 || kind.format === "lectern"; // which has all
    this.hiddenLine.hidden = kind.format === "lectern" || !this.hides;
    this.drawingsLine.hidden = !kind.plain || !this.drawn;
    this.trouble.hidden = this.print.hidden = true;
  }

  private query(): string {
    const { kind } = this;
    const lang = this.languageLine.hidden || this.languages.value === this.langs[0] ? "" : `&lang=${encodeURIComponent(this.languages.value)}`;
    return `${lang}${kind.notes && this.notes.checked ? "&notes=1" : ""}${kind.steps && this.steps.checked ? "&steps=1" : ""}${kind.plain && !this.drawings.checked ? "&plain=1" : ""}${this.hides && this.hidden.checked ? "&hidden=1" : ""}`;
  }

  private async run(): Promise<void> {
    if (this.running) return;
    const { kind } = this;
    const running = (this.running = new AbortController());
    this.busy(true);
    setText(this.status, kind.format === "pdf" ? "The pages are being made. This may take a minute." : "The file is being made.");
    try {
      const response = await fetch(`/api/decks/${this.deck.id}/export?format=${kind.format}${this.query()}`, { credentials: "same-origin", cache: "no-store", signal: running.signal });
      if (!response.ok) throw await problem(response);
      const name = nameOf(response.headers.get("Content-Disposition")) || `talk.${kind.format}`;
      const file = await this.take(response);
      save(file, name);
      this.running = null;
      this.dialog.close();
      say(`“${name}” is in your downloads.`);
    } catch (error) {
      if (running.signal.aborted) return;
      this.running = null;
      this.busy(false);
      setText(this.trouble, error instanceof ApiError ? error.detail : "The file did not come to its end. Lectern may have been closed, or its log says more. Please try again.");
      this.trouble.hidden = false;
      this.print.hidden = kind.format !== "pdf";
      this.go.focus();
    }
  }

  /** Takes the file in, and says how much of it is here. */
  private async take(response: Response): Promise<Blob> {
    const type = response.headers.get("Content-Type") || "";
    if (!response.body) return response.blob();
    const reader = response.body.getReader();
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts as BlobPart[], { type });
      parts.push(value);
      size += value.length;
      if (size > 1 << 20) setText(this.status, `${Math.floor(size / (1 << 20))} MB are here.`);
    }
  }

  private busy(busy: boolean): void {
    this.status.hidden = this.bar.hidden = !busy;
    this.trouble.hidden = this.print.hidden = true;
    this.go.disabled = busy;
    for (const input of [...this.radios, this.notes, this.steps, this.hidden, this.drawings, this.languages]) input.disabled = busy;
  }

  private openPrint(): void {
    window.open(`/present/print?deck=${this.deck.id}${this.query()}`, "_blank", "noopener");
    this.dialog.close();
  }
}

/** The name that a file is to be saved under (RFC 6266). */
export function nameOf(disposition: string | null): string {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition || "");
  if (wide) {
    try {
      return decodeURIComponent(wide[1] as string);
    } catch {
      // the other one has to do
    }
  }
  const plain = /filename="?([^";]+)"?/i.exec(disposition || "");
  return plain ? (plain[1] as string) : "";
}

/** How long a browser may take to begin with a file that it is given. */
const SAVED_WITHIN = 60_000;

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = h("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), SAVED_WITHIN);
}
