// What of an agenda is told on a wall: what is next here, and elsewhere.

import { localeHere } from "../screen/venue";
import type { Agenda, Session } from "../wire";

export interface Next {
  /** In the room: what comes, or has begun a moment ago; where nothing comes, what goes on. */
  here: Session | null;
  /** What goes on in the room beside that. */
  now: Session | null;
  elsewhere: Session[];
}

/** Whoever comes into a talk so late still goes there. */
const LATE = 10 * 60_000;
/** Elsewhere: no further ahead than the talk here, or than this. */
const AHEAD = 2 * 3_600_000;

/** What is next at a time (RFC 3339): in a room, where the screen hangs in one, and in the others. */
export function nextOf(agenda: Agenda, room: string, now: string, most: number): Next {
  const at = Date.parse(now);
  const coming = agenda.sessions.filter((one) => Date.parse(one.ends) > at);
  const fresh = (one: Session): boolean => Date.parse(one.begins) > at - LATE;
  const inRoom = coming.filter((one) => room !== "" && sameRoom(one.room, room));
  // It may be over before its time: nothing is live where this is shown.
  const goesOn = inRoom.filter((one) => !fresh(one))[0] || null;
  const here = inRoom.filter(fresh)[0] || goesOn;
  const others = coming.filter((one) => fresh(one) && !(room && sameRoom(one.room, room)));
  const first = others.filter((one, i) => one.room === "" || others.findIndex((other) => other.room === one.room) === i || !room);
  const until = Math.max(here ? Date.parse(here.begins) : 0, at) + AHEAD;
  const soon = first.filter((one) => Date.parse(one.begins) <= until);
  return { here, now: goesOn === here ? null : goesOn, elsewhere: (soon.length > 0 || here ? soon : first).slice(0, most) };
}

/** The room that a screen hangs in: as it was told, else the one that it is called as. */
export function roomOf(agenda: Agenda, told: string, screen: string): string {
  return told || (screen && agenda.sessions.some((one) => sameRoom(one.room, screen)) ? screen : "");
}

function sameRoom(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** The hour of a time, on the venue's clock, as it is written here. */
export function hourOf(time: string): string {
  return new Intl.DateTimeFormat(localeHere(), { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(onVenue(time));
}

/** The day of a time, where that is not the day of another. */
export function dayOf(time: string, now: string): string {
  if (time.slice(0, 10) === now.slice(0, 10)) return "";
  return new Intl.DateTimeFormat(localeHere(), { weekday: "long", timeZone: "UTC" }).format(onVenue(time));
}

/** The server writes times as the venue's clocks show them. */
function onVenue(time: string): Date {
  return new Date(`${time.slice(0, 19)}Z`);
}
