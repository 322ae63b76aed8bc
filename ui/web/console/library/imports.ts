// The imports of the library: one after the other, each a card, and those that others
// have under way.

import { count } from "../../kit/dom";
import { complain, say } from "../../kit/toast";
import type { ImportEvent } from "../../wire";
import type { Deck, Decks } from "../decks";
import { ImportCard } from "./import-card";
import { OtherImport } from "./other-import";
import { replace } from "./replace";
import { type Imported, intoDecks, type NamedFile, wasSent } from "./upload";

export interface ImportsHooks {
  /** The list has to be loaded anew. */
  reload(): Promise<void>;
  /** Cards have come, or gone. */
  changed(): void;
  /** A deck has other slides. */
  replaced(id: number): void;
}

export class Imports {
  private imports: ImportCard[] = [];
  /** By their ids. */
  private readonly others = new Map<string, OtherImport>();
  private running: ImportCard | null = null;
  private before = new Set<number>(); // the decks there were when it began
  private queue: ImportCard[] = [];

  constructor(private readonly decks: Decks, private readonly hooks: ImportsHooks) {
    // The browser asks: what is not in yet would be lost, and what failed could not be tried again.
    window.addEventListener("beforeunload", (event) => {
      if (!this.running && this.queue.length === 0) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  /** What stands in the library. */
  get elements(): HTMLElement[] {
    return [...this.imports, ...this.others.values()].map((card) => card.element);
  }

  /** An event of the stream about an import of ours. */
  progress(event: ImportEvent): void {
    const own = this.imports.find((card) => card.uploadID === event.id);
    if (own) own.progress(event);
    else if (!wasSent(event.id)) this.otherProgress(event);
  }

  /** An import of the command line, or of another console. */
  private otherProgress(event: ImportEvent): void {
    let card = this.others.get(event.id);
    if (event.deck) {
      card?.element.remove();
      this.others.delete(event.id);
      void this.hooks.reload().catch(() => undefined);
    } else {
      if (!card) this.others.set(event.id, (card = new OtherImport(() => this.otherProgress({ ...event, deck: -1 }))));
      card.progress(event);
    }
    this.hooks.changed();
  }

  /** Files from anywhere become decks, one after another. */
  add(files: NamedFile[]): void {
    for (const deck of intoDecks(files)) {
      const card = new ImportCard(deck, {
        done: (done, imported) => void this.imported(done, imported).catch(complain),
        failed: (failed) => this.finished(failed),
        over: (over) => this.drop(over),
        retry: (again) => this.enqueue(again),
      });
      this.imports.push(card);
      this.enqueue(card);
    }
    this.hooks.changed();
    this.imports[this.imports.length - 1]?.element.scrollIntoView({ block: "nearest" });
  }

  private enqueue(card: ImportCard): void {
    this.queue.push(card);
    this.advance();
  }

  private advance(): void {
    if (this.running) return;
    this.running = this.queue.shift() || null;
    this.before = new Set(this.decks.all().map((deck) => deck.id));
    this.running?.start();
  }

  private finished(card: ImportCard): void {
    this.queue = this.queue.filter((other) => other !== card);
    if (this.running === card) this.running = null;
    this.advance();
  }

  private drop(card: ImportCard): void {
    this.imports = this.imports.filter((other) => other !== card);
    card.element.remove();
    this.finished(card);
    this.hooks.changed();
  }

  private async imported(card: ImportCard, imported: Imported): Promise<void> {
    // Of a new deck the stream may have told before the answer came.
    const known = this.before.has(imported.id);
    // The card stands until the deck itself does, so that nothing flickers.
    await this.hooks.reload();
    const deck = this.decks.get(imported.id);
    const old = deck && !known ? this.fromSameFile(deck) : undefined;
    if (deck && old) {
      card.offer(alike(deck, old), deck.title === old.title ? "the old one" : `“${old.title}”`, () => void this.replace(old, deck.id).catch(complain));
      this.finished(card);
    } else {
      this.drop(card);
    }
    const remarks = count((imported.warnings || []).length, "remark");
    if (known) say(`“${imported.title}” is here already: the same file is the same deck.`);
    else if (imported.warnings && imported.warnings.length > 0) say(`Imported with ${remarks}.`);
  }

  /** The deck that a new one most likely is a newer form of. */
  private fromSameFile(deck: Deck): Deck | undefined {
    const others = this.decks.all().filter((other) => other.id !== deck.id);
    const from = others.filter((other) => other.source === deck.source);
    const titled = (other: Deck): boolean => other.title === deck.title;
    return from.find(titled) || from[0] || others.find(titled);
  }

  private async replace(old: Deck, by: number): Promise<void> {
    await replace(old, by, this.hooks.reload);
    this.hooks.replaced(old.id);
  }
}

/** What a new deck has in common with one that was here. */
function alike(deck: Deck, old: Deck): string {
  if (deck.source !== old.source) return `A “${deck.title}” was here already, from ${old.source}.`;
  if (deck.title !== old.title) return `“${deck.title}” came from a file of the same name as “${old.title}”.`;
  return `“${deck.title}” was here already, from a file of the same name with other contents.`;
}
