// All screens, and who else follows: how each is, those first that need a look.

import { button } from "../../kit/button";
import { Dialog, dialogOpen } from "../../kit/dialog";
import { h, setText } from "../../kit/dom";
import { isTyping, keyOf, withModifier } from "../../kit/keys";
import { complain, say } from "../../kit/toast";
import type { BoardScreen, ListedDeck } from "../../wire";
import { getPresenterJoin, listDecks } from "../server";
import { board } from "./board";
import { type Decks, Row } from "./row";
import * as server from "./server";
import { isChosen, peopleWords, sumsWords } from "./words";

/** Sentences that tell how long something lasts are written again. */
const TICK = 1000;
/** However quiet it is, the list is asked for so often. */
const ASK_EVERY = 10_000;

export function openScreens(): void {
  if (document.querySelector(".dialog-screens")) return;
  const view = new Screens();
  view.show();
}

class Screens implements Decks {
  all: readonly ListedDeck[] = [];
  private readonly sums = h("p", { class: "screens-sums", role: "status" });
  private readonly people = h("h3", { class: "screens-people" });
  private readonly list = h("ul", { class: "screens", "aria-label": "Screens" });
  private readonly others = h("ul", { class: "screens", "aria-label": "Phones and browsers" });
  private readonly empty = h("div", { class: "screens-empty", hidden: true });
  private readonly everyone: HTMLButtonElement;
  private readonly anew: HTMLButtonElement;
  /** Anybody may come and say that he is a screen, a thousand times. */
  private readonly gone = button({ icon: "trash", text: "Forget those that are gone", title: "All that are not connected, and for which nothing was chosen", class: "is-quiet", click: () => void this.forgetGone() });
  private readonly dialog: Dialog;
  private readonly rows = new Map<string, Row>();
  private shown: BoardScreen[] = [];
  private askedAt = 0;
  private asking = false;
  private again = false;

  constructor() {
    const forget = board.listen(() => void this.ask());
    const timer = window.setInterval(() => this.tick(), TICK);
    this.everyone = button({ icon: "screens", text: "Identify all", title: "Every kiosk and window shows its number and name", click: () => void server.actAll("identify").then(() => say("Every screen says who it is."), complain) });
    this.anew = button({ icon: "reset", text: "Load all anew", title: "Every kiosk and window fetches its page", class: "is-quiet", click: () => void server.actAll("reload").then(() => say("Every screen loads its page anew."), complain) });
    this.dialog = new Dialog({
      title: "Screens", class: "dialog-screens",
      onclose: () => {
        forget();
        window.clearInterval(timer);
      },
    });
    this.dialog.body.append(
      h("div", { class: "screens-head" }, this.sums, this.everyone, this.anew, this.gone),
      this.empty, this.list, this.people, this.others,
    );
    this.dialog.body.tabIndex = 0; // a long list is scrolled with keys, too
  }

  show(): void {
    this.dialog.show();
    void listDecks().then((all) => {
      this.all = all;
      this.draw();
    }, complain);
    void this.ask().catch(complain);
    void this.fillEmpty();
  }

  title(id: number): string {
    return this.all.find((deck) => deck.id === id)?.title ?? `Deck ${id}`;
  }

  changed(): void {
    void this.ask();
  }

  /** One question at a time; what comes meanwhile has it asked once more. */
  private async ask(): Promise<void> {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    this.again = false;
    try {
      this.shown = await server.listScreens();
      this.askedAt = performance.now();
      this.draw();
    } catch {
      // The console says that the line is lost; what is known stays.
    }
    this.asking = false;
    if (this.again) window.setTimeout(() => void this.ask(), 300);
  }

  private tick(): void {
    if (performance.now() - this.askedAt > ASK_EVERY) void this.ask();
    else this.draw();
  }

  private draw(): void {
    const said = performance.now() - this.askedAt;
    const there = new Set<string>();
    for (const screen of this.shown) {
      there.add(screen.id);
      const row = this.rows.get(screen.id);
      if (row) row.update(screen, said);
      else this.rows.set(screen.id, new Row(screen, this));
    }
    for (const [id, row] of Array.from(this.rows)) {
      if (there.has(id)) continue;
      row.element.remove();
      this.rows.delete(id);
    }
    // While somebody changes one, or the focus is on one, all stay where they are.
    const held = Array.from(this.rows.values()).some((row) => row.open || row.element.contains(document.activeElement));
    place(this.list, this.elements(true), held);
    place(this.others, this.elements(false), held);
    const { sums } = board;
    setText(this.sums, sumsWords(sums));
    setText(this.people, peopleWords(sums));
    this.people.hidden = this.others.childElementCount === 0;
    this.empty.hidden = this.askedAt === 0 || this.list.childElementCount > 0;
    this.everyone.hidden = this.anew.hidden = sums.screens === 0;
    this.gone.hidden = this.shown.filter(isNobodys).length < 2; // one has a button of its own
  }

  private async forgetGone(): Promise<void> {
    try {
      const forgotten = await server.forgetGone();
      say(`${forgotten} ${forgotten === 1 ? "screen is" : "screens are"} forgotten. One that comes back is a new one.`);
    } catch (error) {
      complain(error);
    }
    this.changed();
  }

  private elements(kept: boolean): Element[] {
    return this.shown.filter((screen) => isScreen(screen) === kept).map((screen) => this.rows.get(screen.id)!.element);
  }

  private async fillEmpty(): Promise<void> {
    const join = await getPresenterJoin().catch(() => null);
    const address = join?.urls[0] ?? `${location.origin}/`;
    this.empty.replaceChildren(
      h("p", { text: "A screen shows itself here once it follows. Run there, on a computer with Lectern:" }),
      h("code", { text: join?.kiosk_command || `lectern kiosk ${address}` }),
      h("p", { text: "or open this address in any browser, full screen:" }),
      h("code", { text: `${address}kiosk?name=Foyer` }),
    );
  }
}

/** Whether it stands among the screens: it hangs somewhere, or was given something. */
function isScreen(screen: BoardScreen): boolean {
  return screen.kind === "kiosk" || screen.kind === "window" || screen.number !== undefined;
}

/** Whether it does not follow, and nobody has chosen anything for it. */
function isNobodys(screen: BoardScreen): boolean {
  return !screen.came_at && screen.number !== undefined && !isChosen(screen.chosen);
}

/** Puts elements in order; where the order is held, only those that are new, at the end. */
function place(list: Element, elements: readonly Element[], held: boolean): void {
  elements.forEach((element, i) => {
    if (held ? element.parentElement !== list : list.children[i] !== element) list.insertBefore(element, held ? null : list.children[i] || null);
  });
}

/** Opens it by its key, where no talk is open: there it is a tool's. */
export function hearScreensKey(): void {
  document.addEventListener("keydown", (event) => {
    if (keyOf(event) !== "Shift+k" || withModifier(event) || dialogOpen() || isTyping(event.target)) return;
    if (event.defaultPrevented || !document.querySelector(".library:not([hidden])")) return;
    event.preventDefault();
    openScreens();
  });
}
