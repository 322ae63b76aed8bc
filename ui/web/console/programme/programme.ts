// What goes round between talks, as it is edited: pure.

import type { Agenda, BoardScreen, Programme, ProgrammeItem } from "../../wire";
import { isChosen } from "../screens/words";

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

/** Names as they are typed, with commas between; one that is known may have some itself. */
export function screensOf(text: string, known: readonly string[]): string[] {
  const pieces = partsOf(text);
  const names: string[] = [];
  while (pieces.length > 0) {
    const name = known.find((one) => one.includes(",") && isName(pieces.slice(0, partsOf(one).length).join(), partsOf(one).join()));
    const [first = ""] = pieces.splice(0, name ? partsOf(name).length : 1);
    names.push(name || first);
  }
  return names.filter((name, i) => names.indexOf(name) === i);
}

function partsOf(text: string): string[] {
  return text.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

/**
 * What screens go by between talks, each once: not what the board calls one that has no
 * name. Of those that are not here only what somebody chose: anybody may have been one.
 */
export function namesOf(screens: readonly BoardScreen[]): string[] {
  const names = screens.filter(({ kind }) => kind === "kiosk" || kind === "window")
    .map(({ chosen, own_name, came_at }) => chosen.name || (came_at || isChosen(chosen) ? own_name : "") || "");
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
