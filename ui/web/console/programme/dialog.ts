// What kiosks show between talks. Each change is on the screens at once, and can be undone.

import { button } from "../../kit/button";
import { ask, Dialog } from "../../kit/dialog";
import { h, setText } from "../../kit/dom";
import { complain, say } from "../../kit/toast";
import type { Agenda, Programme } from "../../wire";
import type { Deck } from "../decks";
import { listScreens } from "../screens/server";
import * as server from "../server";
import { agendaSays, fresh, leftOutSays, moved, namesOf, replaced } from "./programme";
import { row } from "./row";

const AGENDA = "What comes next, of the agenda";

export async function openProgramme(decks: readonly Deck[]): Promise<void> {
  const [programme, agenda, screens] = await Promise.all([server.getProgramme(), server.getAgenda(), listScreens()]);
  new Page(decks, programme, agenda, namesOf(screens)).open();
}

class Page {
  private readonly dialog = new Dialog({ title: "Between talks", class: "dialog-programme" });
  private readonly list = h("ol", { class: "programme-list" });
  private readonly empty = h("p", { class: "programme-empty", text: "Nothing goes round yet: screens show the clock, and how to join. Add a deck, and they show its slides." });
  private readonly choice = h("select", { class: "field", "aria-label": "Deck to add" });
  private readonly zone = h("input", { class: "field", type: "text", list: "programme-zones", placeholder: "This computer’s", autocomplete: "off", maxlength: 100 });
  private readonly agendaLine = h("p");
  private readonly file = h("input", { type: "file", accept: ".xml,.ics,.ical,text/calendar,text/xml,application/xml", hidden: true, "aria-hidden": "true", tabindex: -1 });
  /** Until then the server has what was sent before: one programme after the other. */
  private sent: Promise<unknown> = Promise.resolve();
  /** Of the one that the server had last; what waits of a round before is made from another. */
  private version: string;
  private round = 0;
  private readonly drop = button({ text: "Take it away", click: () => void this.takeAway() });

  constructor(private readonly decks: readonly Deck[], private programme: Programme, private agenda: Agenda, private readonly screens: readonly string[]) {
    this.version = programme.version;
  }

  open(): void {
    this.choice.append(...this.decks.map((deck) => h("option", { value: deck.id, text: deck.title })), h("option", { value: 0, text: AGENDA }));
    const zones = h("datalist", { id: "programme-zones" }, ...zoneNames().map((name) => h("option", { value: name })));
    this.zone.addEventListener("change", () => void this.change({ ...this.programme, zone: this.zone.value.trim() }, "The time zone was changed."));
    this.file.addEventListener("change", () => void this.take());
    this.dialog.body.append(
      h("p", { text: "While nothing is live, all screens on walls show this, round and round, in step. A talk that goes live comes first. Phones see that the talk starts soon." }),
      this.empty,
      this.list,
      h("div", { class: "programme-add" }, this.choice, button({ text: "Add", class: "is-primary", click: () => this.add() })),
      h("section", { class: "programme-part" },
        h("h3", { text: "Agenda" }),
        this.agendaLine,
        h("div", { class: "programme-acts" }, button({ icon: "upload", text: "Choose a file", click: () => this.file.click() }), this.drop, this.file)),
      h("section", { class: "programme-part" },
        h("label", { class: "programme-zone" }, h("span", { text: "Time zone of days, hours and agenda" }), this.zone), zones),
    );
    this.render();
    this.dialog.show(this.choice);
  }

  private render(): void {
    const { items } = this.programme;
    this.empty.hidden = items.length > 0;
    this.list.replaceChildren(...items.map((item, at) =>
      row(item, this.title(item.deck), at === 0, at === items.length - 1, this.screens, {
        edited: (now) => void this.change(replaced(this.programme, at, now), "Changed.", false),
        move: (by) => this.move(at, by),
        remove: () => this.remove(at),
      })));
    this.zone.value = this.programme.zone;
    const there = agendaSays(this.agenda);
    setText(this.agendaLine, there
      ? `${there}. A screen hangs in the room that it is called as, or that its address names (/kiosk?room=…); others show what comes next everywhere.`
      : "None yet: a schedule.xml of frab or pretalx, or a calendar (.ics).");
    this.drop.hidden = there === "";
  }

  private title(deck: number): string {
    if (deck === 0) return AGENDA;
    return this.decks.filter((one) => one.id === deck)[0]?.title || "A deck that was deleted";
  }

  private add(): void {
    const deck = Number(this.choice.value);
    void this.change({ ...this.programme, items: this.programme.items.concat(fresh(deck)) }, `“${this.title(deck)}” goes round now.`);
    this.list.lastElementChild?.querySelector("input")?.focus();
  }

  private move(at: number, by: 1 | -1): void {
    void this.change(moved(this.programme, at, by), "The order was changed.");
    const buttons = this.list.children[at + by]?.querySelectorAll<HTMLElement>(".button:not(.is-out)");
    buttons?.[0]?.focus();
  }

  private remove(at: number): void {
    const title = this.title(this.programme.items[at]?.deck ?? 0);
    void this.change(replaced(this.programme, at, null), `“${title}” does not go round any more.`);
    this.choice.focus();
  }

  /** Puts the whole programme; anew has it drawn, too, at once. */
  private async change(next: Programme, said: string, anew = true): Promise<void> {
    const before = this.programme;
    if (await this.put(next, anew)) say(said, { label: "Undo", run: () => void this.put(before, true) });
  }

  /**
   * Whatever is changed next is changed in this, be the line slow or not. Where another
   * console was quicker, theirs stays and is shown, and so does what waits behind it.
   */
  private async put(next: Programme, anew: boolean): Promise<boolean> {
    this.programme = next;
    if (anew) this.render();
    const { round } = this;
    const asked = this.sent.then(() => {
      if (round !== this.round) throw null; // made from what another console has replaced
      return server.setProgramme({ ...next, version: this.version });
    });
    const sent = (this.sent = asked.then((taken) => void (this.version = taken.version), () => undefined));
    try {
      const taken = await asked;
      if (this.sent === sent) this.programme = taken;
      return true;
    } catch (error) {
      if (error === null) return false;
      this.round++;
      complain(error);
      await this.refresh().catch(() => undefined);
      this.render();
      return false;
    }
  }

  private async refresh(): Promise<void> {
    this.programme = await server.getProgramme();
    this.version = this.programme.version;
    this.round++;
  }

  private async take(): Promise<void> {
    const file = this.file.files?.[0];
    this.file.value = ""; // the same file may be chosen again
    if (!file) return;
    const before = this.agenda;
    let left = "";
    try {
      const read = await server.putAgenda(file);
      this.agenda = read;
      left = leftOutSays(read.left_out || [], read.unzoned);
      await this.sent; // what was changed meanwhile is made of what is there
      await this.refresh(); // the file may have told the time zone
    } catch (error) {
      complain(error);
      return;
    }
    this.render();
    const said = `The agenda has ${agendaSays({ ...this.agenda, name: "" })}.${left}`;
    if (before.sessions.length > 0) {
      say(said, { label: "Undo", run: () => void this.putBack(before) });
      return;
    }
    say(said, this.programme.items.some((item) => item.deck === 0) ? null
      : { label: "Show it between talks", run: () => void this.change({ ...this.programme, items: this.programme.items.concat(fresh(0)) }, "What comes next goes round now.") });
  }

  private async putBack(agenda: Agenda): Promise<void> {
    try {
      this.agenda = await server.putAgenda(agenda);
    } catch (error) {
      complain(error);
    }
    this.render();
  }

  private async takeAway(): Promise<void> {
    if (!(await ask({ title: "Take the agenda away?", text: "To have it again, choose its file once more.", yes: "Take it away", danger: true }))) return;
    try {
      await server.deleteAgenda();
      this.agenda = { name: "", zone: "", sessions: [] };
    } catch (error) {
      complain(error);
    }
    this.render();
  }
}

/** Those that this browser knows. */
function zoneNames(): string[] {
  const { supportedValuesOf } = Intl as { supportedValuesOf?(key: string): string[] };
  return supportedValuesOf ? supportedValuesOf("timeZone") : [];
}
