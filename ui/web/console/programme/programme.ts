// What goes round between talks, as it is edited: pure.

import type { Agenda, Programme, ProgrammeItem } from "../../wire";

export const EVERY_DAY: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
/** What the server takes. */
export const LEAST_SECONDS = 2;
export const MOST_SECONDS = 3600;

/** A deck comes in with these; 0 is the agenda. */
export function fresh(deck: number): ProgrammeItem {
  return { deck, seconds: deck === 0 ? 20 : 10, days: EVERY_DAY.slice(), begins: "", ends: "", screens: [] };
}

/** The programme with an item in the place of another; without it for null. */
export function replaced(programme: Programme, at: number, item: ProgrammeItem | null): Programme {
  const items = programme.items.slice();
  items.splice(at, 1, ...(item ? [item] : []));
  return { ...programme, items };
}

/** The programme with an item so many places further. */
export function moved(programme: Programme, at: number, by: number): Programme {
  const items = programme.items.slice();
  const [item] = items.splice(at, 1);
  if (item) items.splice(Math.max(0, at + by), 0, item);
  return { ...programme, items };
}

/** Names as they are typed, with commas between. */
export function screensOf(text: string): string[] {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  return names.filter((name, i) => names.indexOf(name) === i);
}

/** What an agenda is, in a sentence; "" where there is none. */
export function agendaSays(agenda: Agenda): string {
  const { sessions } = agenda;
  if (sessions.length === 0) return "";
  const rooms = new Set(sessions.map((one) => one.room).filter((room) => room !== "")).size;
  const talks = `${sessions.length} ${sessions.length === 1 ? "talk" : "talks"}`;
  return `${agenda.name ? `“${agenda.name}”: ` : ""}${talks}${rooms > 1 ? ` in ${rooms} rooms` : ""}`;
}

/** Monday to Sunday, in short, as they are called here. */
export function dayNames(): string[] {
  const format = new Intl.DateTimeFormat(undefined, { weekday: "short", timeZone: "UTC" });
  return EVERY_DAY.map((day) => format.format(new Date(Date.UTC(2024, 0, day)))); // a Monday
}
