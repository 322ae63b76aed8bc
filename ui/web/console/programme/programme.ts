// What goes round between talks, as it is edited: pure.

import type { Agenda, BoardScreen, Programme, ProgrammeItem } from "../../wire";

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

/** What screens are called that hang somewhere, each once. */
export function namesOf(screens: readonly BoardScreen[]): string[] {
  const names = screens.filter((one) => one.kind === "kiosk" || one.kind === "window").map((one) => one.name);
  return names.filter((name, i) => name !== "" && names.indexOf(name) === i).sort((a, b) => a.localeCompare(b));
}

/** The names with another one, or without it where it is there. */
export function toggled(names: readonly string[], name: string): string[] {
  const others = names.filter((one) => !isName(one, name));
  return others.length < names.length ? others : others.concat(name);
}

/** Those that no screen is called; it may not have been here yet. */
export function strangers(names: readonly string[], known: readonly string[]): string[] {
  return names.filter((name) => !known.some((one) => isName(one, name)));
}

export function isName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** What an agenda is, in a sentence; "" where there is none. */
export function agendaSays(agenda: Agenda): string {
  const { sessions } = agenda;
  if (sessions.length === 0) return "";
  const rooms = new Set(sessions.map((one) => one.room).filter((room) => room !== "")).size;
  const talks = `${sessions.length} ${sessions.length === 1 ? "talk" : "talks"}`;
  return `${agenda.name ? `“${agenda.name}”: ` : ""}${talks}${rooms > 1 ? ` in ${rooms} rooms` : ""}`;
}

/** What of a file is no talk, as a sentence behind another one; "" where all is. */
export function leftOutSays(list: readonly { why: string; count: number }[], unzoned = 0): string {
  return (list.length === 0 ? "" : ` Left out: ${list.map(({ why, count }) => `${count} ${why}`).join(", ")}.`)
    + (unzoned > 0 ? ` The time zone of ${unzoned} is not known; the venue’s holds.` : "");
}

/** Monday to Sunday, in short, as they are called here. */
export function dayNames(): string[] {
  const format = new Intl.DateTimeFormat(undefined, { weekday: "short", timeZone: "UTC" });
  return EVERY_DAY.map((day) => format.format(new Date(Date.UTC(2024, 0, day)))); // a Monday
}
