// The library: every deck as a card, newest first, and the imports under way.

import { button } from "../../kit/button";
import { ask, dialogOpen } from "../../kit/dialog";
import { arrange, count, h, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { isTyping, keyOf, withModifier } from "../../kit/keys";
import { complain, say, undoLatest } from "../../kit/toast";
import { messageBoard } from "../messages/board";
import { openMessages } from "../messages/dialog";
import type { Deck, Decks } from "../decks";
import { openExport } from "../export";
import { openProgramme } from "../programme/dialog";
import { openReport } from "../report/report";
import type { ImportEvent } from "../../wire";
import { Card } from "./card";
import { chosenFolder, named, watchDrops } from "./drop";
import { openDeleted } from "./deleted";
import { Found } from "./found";
import { Imports } from "./imports";
import { LiveBar } from "./live-bar";
import { Order } from "./order";
import type { NamedFile } from "./upload";
import { screensSign } from "../screens/sign";
import type { Hit } from "../searching";
import * as server from "../server";
import { mayGo } from "../to-slide";

export interface LibraryHooks {
  open(id: number): void;
  present(deck: Deck): void;
  /** The list has to be loaded anew. */
  reload(): Promise<void>;
  share(): void;
  notice(): void;
  help(): void;
  theme(): void;
  /** Files were dropped on the window while the library is not to be seen. */
  dropped(files: NamedFile[]): void;
}

export class Library {
  readonly element: HTMLElement;
  private readonly grid = h("ul", { class: "cards", "aria-label": "Decks" });
  private readonly empty: HTMLElement;
  private readonly nothing = h("p", { class: "library-nothing", hidden: true });
  private readonly search: HTMLInputElement;
  private readonly searchBox: HTMLElement;
  private readonly tally = h("p", { class: "library-tally", role: "status" });
  private readonly chooser: HTMLInputElement;
  private readonly folderChooser: HTMLInputElement;
  private readonly cards = new Map<number, Card>();
  private readonly imports: Imports;
  private readonly live: LiveBar;
  private readonly order: Order;
  private readonly found: Found;

  constructor(private readonly decks: Decks, private readonly hooks: LibraryHooks) {
    this.imports = new Imports(decks, {
      reload: hooks.reload,
      changed: () => this.update(),
      replaced: (id) => this.cards.get(id)?.cover.focus(),
    });
    this.live = new LiveBar((deck) => hooks.open(deck.id));
    this.order = new Order(() => this.update());
    this.found = new Found((hit) => void this.goToFound(hit));
    this.chooser = h("input", { type: "file", multiple: true, hidden: true, "aria-hidden": "true", tabindex: -1, onchange: () => this.chosen() });
    this.folderChooser = h("input", { type: "file", hidden: true, "aria-hidden": "true", tabindex: -1, onchange: () => this.chosen() });
    this.folderChooser.webkitdirectory = true;
    this.search = h("input", { type: "search", class: "field", placeholder: "Search", "aria-label": "Search decks and slides", oninput: () => this.update() });
    this.searchBox = h("div", { class: "library-search" }, icon("search"), this.search);
    this.empty = h("section", { class: "library-empty", hidden: true },
      h("div", { class: "library-sheet", "aria-hidden": "true" }, icon("upload")),
      h("h2", { text: "Drop a Markdown file, a PDF, a PowerPoint file or pictures anywhere here to make your first deck." }),
      h("div", { class: "library-empty-actions" },
        button({ icon: "upload", text: "Choose files", class: "is-primary", click: () => this.choose() }),
        button({ text: "Choose a folder", click: () => this.folderChooser.click() }),
        button({ text: "Start with the welcome deck", click: (event) => void this.welcome(event) }),
      ),
    );
    this.element = h("main", { class: "library", hidden: true },
      h("header", { class: "library-bar" },
        h("h1", { class: "wordmark" }, h("span", { class: "wordmark-mark", "aria-hidden": "true" }), "Lectern"),
        this.tally,
        this.searchBox,
        this.order.element,
        h("div", { class: "library-tools" },
          button({ icon: "trash", title: "Recently deleted", class: "is-quiet deleted-button", click: () => void openDeleted(this.hooks.reload).catch(complain) }),
          screensSign(),
          button({ icon: "qr", title: "How people join (Q)", class: "is-quiet", click: hooks.share }),
          button({ icon: "clock", title: "What kiosks show between talks", class: "is-quiet", click: () => void openProgramme(this.decks.all()).catch(complain) }),
          button({ icon: "message", title: "Message to the speaker", class: "is-quiet", click: openMessages }),
          button({ icon: "warning", title: "Urgent message over every screen (!)", class: "is-quiet", click: hooks.notice }),
          button({ icon: "sun", title: "Light or dark", class: "is-quiet theme-button", click: hooks.theme }),
          button({ icon: "keyboard", title: "Keys (?)", class: "is-quiet keys-button", click: hooks.help }),
          button({ icon: "upload", text: "Import", title: "Import files (I), or a folder (Shift+I)", class: "is-primary", click: () => this.choose() }),
        ),
      ),
      this.live.element, messageBoard(true), this.empty, this.nothing, this.grid, this.found.element, this.chooser, this.folderChooser,
    );
    const veil = h("div", { class: "drop-veil", hidden: true }, h("p", null, icon("upload"), "Let go to import"));
    document.body.append(veil);
    watchDrops({ over: (over) => (veil.hidden = !over || this.element.hidden), dropped: (files) => this.dropped(files) });
    decks.listen((change) => {
      if (change.kind === "list" || change.deck.live !== change.before.live) this.update();
      else this.cards.get(change.deck.id)?.update(change.deck);
    });
    document.addEventListener("keydown", (event) => this.key(event));
  }

  show(): void {
    this.element.hidden = false;
    this.update();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Opens the file chooser. */
  choose(): void {
    this.chooser.click();
  }

  /** An event of the stream about an import. */
  progress(event: ImportEvent): void {
    this.imports.progress(event);
  }

  private dropped(files: NamedFile[]): void {
    if (this.element.hidden) this.hooks.dropped(files);
    else this.imports.add(files);
  }

  private chosen(): void {
    let files = named(this.chooser.files);
    try {
      if (files.length === 0) files = chosenFolder(this.folderChooser.files);
    } catch (error) {
      complain(error);
    }
    // The same file may be chosen again after it was changed.
    this.chooser.value = this.folderChooser.value = "";
    if (files.length > 0) this.imports.add(files);
  }

  private async welcome(event: Event): Promise<void> {
    const button = event.currentTarget as HTMLButtonElement;
    button.disabled = true;
    try {
      await server.addWelcome();
      await this.hooks.reload();
    } catch (error) {
      complain(error);
    }
    button.disabled = false;
  }

  private update(): void {
    if (this.element.hidden) return;
    const all = this.decks.all();
    for (const [id, card] of Array.from(this.cards)) {
      if (this.decks.get(id)) continue;
      card.element.remove();
      this.cards.delete(id);
    }
    this.searchBox.hidden = all.length === 0;
    const wanted = this.searchBox.hidden ? "" : this.search.value.trim().toLowerCase();
    this.order.element.hidden = all.length < 2;
    this.live.show(this.decks.live());
    this.found.search(wanted);
    const order: Element[] = this.imports.elements;
    let found = 0;
    for (const deck of this.order.sort(all)) {
      let card = this.cards.get(deck.id);
      if (card) card.update(deck);
      else this.cards.set(deck.id, (card = this.card(deck)));
      const match = !wanted || [deck.title, ...Object.values(deck.titles || {}), deck.source].join(" ").toLowerCase().includes(wanted);
      card.element.hidden = !match;
      if (match) found++;
      order.push(card.element);
    }
    arrange(this.grid, order);
    this.empty.hidden = !this.decks.loaded || order.length > 0;
    this.nothing.hidden = !wanted || found > 0;
    if (!this.nothing.hidden) setText(this.nothing, `No deck has “${this.search.value.trim()}” in its title.`);
    setText(this.tally, all.length === 0 ? "" : wanted ? `${found} of ${all.length}` : count(all.length, "deck"));
  }

  private card(deck: Deck): Card {
    return new Card(deck, {
      open: (d) => this.hooks.open(d.id),
      present: (d) => this.hooks.present(d),
      rename: (d, title) => server.changeDeck(d.id, { title }).then((answer) => this.decks.answer(answer)),
      publish: (d, published) => server.changeDeck(d.id, { published }).then((answer) => this.decks.answer(answer)),
      export: (d) => openExport(d),
      remove: (d) => void this.remove(d),
      report: (d) => void openReport(d.id, { go: (slide) => void this.goTo(d, slide), changed: () => this.hooks.reload() }).catch(complain),
    });
  }

  /** Opens what a search has found. */
  private async goToFound({ deck: id, slide }: Hit): Promise<void> {
    const deck = this.decks.get(id);
    if (deck && (await mayGo(deck, slide))) await this.goTo(deck, slide);
  }

  /** Opens a deck at a slide. */
  private async goTo(deck: Deck, slide: number): Promise<void> {
    try {
      this.decks.answer(await server.changeDeck(deck.id, { current_slide: slide, current_step: 0 }));
    } catch (error) {
      complain(error);
    }
    this.hooks.open(deck.id);
  }

  private async remove(deck: Deck): Promise<void> {
    if (deck.live) {
      say("This deck is live. End the talk first.");
      return;
    }
    const yes = await ask({
      title: `Delete “${deck.title}”?`,
      text: `${count(deck.slides, "slide")} with their notes. For 30 days you can bring it back, from Recently deleted.`,
      yes: "Delete",
      danger: true,
    });
    if (!yes) return;
    try {
      await server.deleteDeck(deck.id);
      const next = this.neighbour(deck.id);
      await this.hooks.reload();
      (next || this.search).focus();
      say(`“${deck.title}” was deleted.`, { label: "Undo", run: () => void this.restore(deck) });
    } catch (error) {
      complain(error);
    }
  }

  private async restore(deck: Deck): Promise<void> {
    try {
      await server.restoreDeck(deck.id);
      await this.hooks.reload();
      this.cards.get(deck.id)?.cover.focus();
    } catch (error) {
      complain(error);
    }
  }

  private neighbour(id: number): HTMLElement | null {
    const covers = this.covers();
    const at = covers.findIndex((cover) => cover === this.cards.get(id)?.cover);
    return covers[at + 1] || covers[at - 1] || null;
  }

  private covers(): HTMLElement[] {
    return Array.from(this.grid.querySelectorAll<HTMLElement>(".card:not([hidden]) .card-open"));
  }

  private key(event: KeyboardEvent): void {
    // Clickers start shows with F5; here it must not throw imports away.
    if (event.key === "F5" && !event.ctrlKey && !event.metaKey) event.preventDefault();
    if (this.element.hidden || dialogOpen() || isTyping(event.target)) return;
    const key = keyOf(event);
    if ((event.ctrlKey || event.metaKey) && key === "z") undoLatest();
    else if (withModifier(event)) return;
    else if (key === "/" && !this.searchBox.hidden) this.search.focus();
    else if (key === "?") this.hooks.help();
    else if (key === "Shift+i") this.folderChooser.click();
    else if (key === "i") this.choose();
    else if (key === "q") this.hooks.share();
    else if (!this.step(event.key)) return;
    event.preventDefault();
  }

  /** Arrow keys go from cover to cover, up and down by rows. */
  private step(key: string): boolean {
    const covers = this.covers();
    const first = covers[0];
    if (!first || !/^Arrow/.test(key)) return false;
    const at = covers.indexOf(document.activeElement as HTMLElement);
    if (at < 0) {
      first.focus();
      return true;
    }
    const top = first.getBoundingClientRect().top;
    const second = covers.findIndex((cover) => cover.getBoundingClientRect().top > top + 1);
    const columns = second < 0 ? covers.length : second;
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key] || 0;
    covers[at + by]?.focus();
    return true;
  }
}
