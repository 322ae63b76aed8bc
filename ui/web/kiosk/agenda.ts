// What comes next, as a slide of its own between talks.

import { setText } from "../kit/dom";
import { request } from "../line/api";
import type { Agenda, Session } from "../wire";
import { dayOf, hourOf, nextOf, roomOf } from "./next";

/** More rows nobody reads in passing. What does not fit is left out. */
const ROWS = 8;

export class AgendaSheet {
  private known: Agenda | null = null;

  constructor(private readonly element: HTMLElement, private readonly room: string) {}

  /** Shows what is next at a time, while it is wanted: what is known at once, and what is new as it comes. */
  async show(now: string, screen: string, wanted: () => boolean): Promise<void> {
    const asked = this.refresh();
    if (this.known) {
      this.write(this.known, screen, now);
      void asked.then((news) => news && wanted() && this.known && this.write(this.known, screen, now), () => undefined);
      return;
    }
    await asked;
    if (wanted() && this.known) this.write(this.known, screen, now);
  }

  /** Asks for it ahead of its turn. Returns whether it is another one. */
  async refresh(): Promise<boolean> {
    const agenda = await request<Agenda>("/agenda");
    const news = JSON.stringify(agenda) !== JSON.stringify(this.known);
    this.known = agenda;
    return news;
  }

  hide(): void {
    this.element.hidden = true;
  }

  private write(agenda: Agenda, screen: string, now: string): void {
    this.element.hidden = false;
    const room = roomOf(agenda, this.room, screen);
    const { here, now: goesOn, elsewhere } = nextOf(agenda, room, now, ROWS);
    this.element.textContent = "";
    this.element.classList.toggle("has-here", here !== null);
    this.element.append(line("p", "agenda-name", agenda.name));
    const others = document.createElement("section");
    others.className = "agenda-others";
    if (here) {
      const running = Date.parse(here.begins) <= Date.parse(now);
      const card = document.createElement("section");
      card.className = "agenda-here";
      card.append(
        line("p", "agenda-now", goesOn ? `Until ${hourOf(goesOn.ends)}: ${goesOn.title}` : ""),
        line("p", "agenda-label", `${running ? "Now" : "Next"} in ${here.room}`),
        line("h1", here.title.length > 80 ? "agenda-title is-long" : "agenda-title", here.title),
        line("p", "agenda-who", here.speakers),
        line("p", "agenda-when tabular", `${when(here, now)} – ${hourOf(here.ends)}`),
      );
      this.element.append(card);
    }
    if (elsewhere.length > 0) others.append(line("h2", "agenda-label", here ? "Elsewhere" : "What comes next"));
    const list = document.createElement("ul");
    list.className = "agenda-list";
    for (const one of elsewhere) {
      const row = document.createElement("li");
      const words = document.createElement("div");
      words.append(line("p", "agenda-row-title", one.title), line("p", "agenda-row-who", [one.room, one.speakers].filter(Boolean).join(" · ")));
      row.append(line("p", "agenda-row-when tabular", when(one, now)), words);
      list.append(row);
    }
    others.append(list);
    this.element.append(others);
    if (!here && elsewhere.length === 0) others.append(line("h1", "agenda-title", "Nothing more today"));
    while (list.lastElementChild && list.scrollHeight > list.clientHeight + 1) list.lastElementChild.remove();
  }
}

function when(one: Session, now: string): string {
  return [dayOf(one.begins, now), hourOf(one.begins)].filter(Boolean).join(" ");
}

function line(tag: "p" | "h1" | "h2", name: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.dir = "auto";
  element.hidden = text === "";
  setText(element, text);
  return element;
}
