// One screen of the board: how it is, and what can be done with it.

import { button } from "../../kit/button";
import { ask } from "../../kit/dialog";
import { h, setAttribute, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { languageName } from "../../kit/languages";
import { complain, say } from "../../kit/toast";
import type { BoardScreen, ListedDeck, ScreenChoice } from "../../wire";
import * as server from "./server";
import { isChosen, showsWords, stateWords, whereWords } from "./words";

/** The decks that a screen can be given. */
export interface Decks {
  readonly all: readonly ListedDeck[];
  title(id: number): string;
  /** Asks anew, and has all rows drawn. */
  changed(): void;
}

/** The board tells of a change within this. */
const HEARD_WITHIN = 3000;
const NEEDS_LOOK: readonly BoardScreen["state"][] = ["gone", "silent", "unwarned", "late", "hidden", "stuck"];

export class Row {
  readonly element: HTMLElement;
  private readonly number = h("span", { class: "screen-number tabular" });
  private readonly name = h("span", { class: "screen-name", dir: "auto" });
  private readonly state = h("span", { class: "screen-state" });
  private readonly shows = h("span", { class: "screen-shows", dir: "auto" });
  private readonly where = h("span", { class: "screen-where" });
  private readonly sign = h("span", { class: "screen-sign", "aria-hidden": "true" });
  private readonly identify: HTMLButtonElement;
  private readonly more: HTMLButtonElement;
  /** One that is not needed stays what it is. */
  private readonly missed = button({ text: "", class: "is-quiet", click: () => this.change({ excused: !this.screen.excused }, this.screen.excused ? `${this.screen.name} is missed again.` : `${this.screen.name} is not missed until it is back.`) });
  private panel: HTMLElement | null = null;
  /** What can be chosen, as it is chosen: a field that nobody is in shows what holds. */
  private fields: { element: HTMLInputElement | HTMLSelectElement; value(chosen: ScreenChoice): string }[] = [];
  /** Until then the board may not have heard of a change. */
  private heardBy = 0;

  constructor(private screen: BoardScreen, private readonly decks: Decks) {
    this.identify = button({ text: "Identify", class: "is-quiet screen-identify", click: () => this.act("identify", `${this.screen.name} says who it is.`) });
    this.more = button({ icon: "more", title: "Change", class: "is-quiet screen-more", click: () => this.toggle() });
    this.element = h("li", { class: "screen" },
      this.sign,
      h("div", { class: "screen-words" },
        h("span", { class: "screen-title" }, this.number, this.name),
        h("span", { class: "screen-now" }, this.state, this.shows),
        this.where,
      ),
      this.identify, this.more,
    );
    this.update(screen, 0);
  }

  /** Whether somebody changes it: then it stays where it is. */
  get open(): boolean {
    return this.panel !== null;
  }

  /** said is how many milliseconds ago the board had this. */
  update(screen: BoardScreen, said: number): void {
    this.screen = screen;
    const look = NEEDS_LOOK.includes(screen.state);
    this.element.dataset["state"] = screen.state;
    this.element.classList.toggle("needs-look", look);
    if (this.sign.dataset["look"] !== String(look)) {
      this.sign.dataset["look"] = String(look);
      this.sign.replaceChildren(icon(look ? "warning" : "screen", 20));
    }
    setText(this.number, screen.number ? String(screen.number) : "");
    this.number.hidden = !screen.number;
    setText(this.name, screen.name || "Somebody");
    setText(this.state, stateWords(screen, said));
    setText(this.shows, showsWords(screen, (deck) => this.decks.title(deck)));
    setText(this.where, whereWords(screen));
    setAttribute(this.identify, "aria-label", `Identify ${screen.name}`);
    setAttribute(this.more, "aria-label", `Change ${screen.name}`);
    setAttribute(this.more, "aria-expanded", String(this.open));
    this.identify.disabled = !screen.came_at;
    this.missed.hidden = screen.state !== "gone" && !screen.excused;
    if (performance.now() > this.heardBy) this.fill(false);
    setText(this.missed, screen.excused ? "Miss it again" : "Not missed until it is back");
  }

  /** Writes what holds into the fields; all says that also the one that somebody is in was refused. */
  private fill(all: boolean): void {
    for (const { element, value } of this.fields) {
      if (all || document.activeElement !== element) element.value = value(this.screen.chosen);
    }
  }

  toggle(): void {
    if (this.panel) {
      this.panel.remove();
      this.panel = null;
      this.fields = [];
      this.decks.changed();
    } else {
      this.panel = this.makePanel();
      this.element.append(this.panel);
      this.panel.querySelector("input")?.focus();
    }
    setAttribute(this.more, "aria-expanded", String(this.open));
  }

  private makePanel(): HTMLElement {
    const { chosen } = this.screen;
    const hangs = this.screen.kind === "kiosk" || this.screen.kind === "window";
    const name = h("input", { class: "field", type: "text", maxlength: 100, dir: "auto", autocomplete: "off", placeholder: this.screen.own_name || "As it calls itself", onchange: () => this.change({ name: name.value }, name.value.trim() ? `It is called ${name.value.trim()} now.` : "It goes by its own name now.") });
    this.fields = [{ element: name, value: (now) => now.name }];
    name.addEventListener("keydown", (event) => {
      if (event.key === "Enter") name.blur();
    });
    const decks = this.decks.all.map((deck): [string, string] => [String(deck.id), deck.title]);
    if (chosen.deck !== null && !decks.some(([id]) => id === String(chosen.deck))) decks.unshift([String(chosen.deck), `Deck ${chosen.deck}`]);
    const langs = new Set<string>();
    for (const deck of this.decks.all) for (const lang of [deck.lang, ...(deck.others || [])]) if (lang) langs.add(lang);
    if (chosen.lang) langs.add(chosen.lang);
    const select = (label: string, options: readonly (readonly [string, string])[], value: (now: ScreenChoice) => string, changed: (value: string) => void, hint = ""): HTMLElement => {
      const element = h("select", { class: "field", onchange: () => changed(element.value) }, ...options.map(([id, text]) => h("option", { value: id, text })));
      this.fields.push({ element, value });
      return field(label, element, hint);
    };
    const panel = h("div", { class: "screen-panel" },
      field("Name", name, "Empty, it goes by its own."),
      select("Shows", [["", "Whatever is live"], ...decks], (now) => String(now.deck ?? ""),
        (value) => this.change({ deck: value === "" ? null : Number(value) }, value === "" ? `${this.screen.name} shows whatever is live.` : `${this.screen.name} shows “${this.decks.title(Number(value))}”.`),
        "Who has the address of a deck that hangs on a screen can follow it."),
      select("Language", [["", "As it asks for itself"], ...Array.from(langs, (lang): [string, string] => [lang, languageName(lang)])], (now) => now.lang,
        (value) => this.change({ lang: value }, value === "" ? `${this.screen.name} chooses the language itself.` : `${this.screen.name} shows decks in this language: ${languageName(value)}.`)),
      hangs && select("Turned", [["0", "Not turned"], ["90", "A quarter, clockwise"], ["180", "Upside down"], ["270", "A quarter, anticlockwise"]], (now) => String(now.rotation),
        (value) => this.change({ rotation: Number(value) }, `${this.screen.name} is turned.`)),
      h("div", { class: "screen-actions" },
        button({ icon: "reset", text: "Load anew", class: "is-quiet", click: () => this.act("reload", `${this.screen.name} loads its page anew.`) }),
        this.missed,
        this.screen.number !== undefined && button({ icon: "trash", text: "Forget", class: "is-quiet", click: () => void this.forget() }),
      ),
    );
    this.fill(true);
    return panel;
  }

  /** People stand before that screen: what was changed can be undone, and what was refused is put back. */
  private change(change: server.ScreenChange, said: string): void {
    const { id, chosen, excused = false } = this.screen;
    const all: Required<server.ScreenChange> = { ...chosen, excused };
    const before: server.ScreenChange = {};
    for (const key of Object.keys(change) as (keyof server.ScreenChange)[]) Object.assign(before, { [key]: all[key] });
    this.heardBy = performance.now() + HEARD_WITHIN;
    const put = (what: server.ScreenChange): Promise<void> => server.changeScreen(id, what).then(() => this.decks.changed());
    void put(change).then(
      () => say(said, { label: "Undo", run: () => void put(before).then(() => (this.heardBy = 0), complain) }),
      (error) => {
        complain(error);
        this.fill(true);
      });
  }

  private act(act: "identify" | "reload", words: string): void {
    void server.actScreen(this.screen.id, act).then(() => say(words), complain);
  }

  private async forget(): Promise<void> {
    const { id, name, chosen, came_at } = this.screen;
    if (!came_at && isChosen(chosen) && !(await ask({ title: `Forget ${name}?`, text: "It is not connected: what was chosen for it cannot be brought back.", yes: "Forget", danger: true }))) return;
    try {
      await server.forgetScreen(id);
    } catch (error) {
      complain(error);
      return;
    }
    if (this.panel) this.toggle();
    this.decks.changed();
    if (!came_at) say(`${name} is forgotten.`);
    else say(`${name} is here as a new screen.`, { label: "Undo", run: () => void server.changeScreen(id, chosen).then(() => this.decks.changed(), complain) });
  }
}

function field(label: string, input: HTMLElement, hint = ""): HTMLElement {
  return h("label", { class: "screen-field" }, h("span", { text: label }), input, hint !== "" && h("small", { text: hint }));
}
