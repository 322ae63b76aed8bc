// What the board says of screens, in words.

import { count } from "../../kit/dom";
import type { BoardScreen, BoardSums, ScreenChoice } from "../../wire";

export const KINDS: Readonly<Record<BoardScreen["kind"], string>> = {
  kiosk: "Kiosk", window: "Window", phone: "Phone", browser: "Browser",
};

/** Whether somebody has chosen anything for a screen. */
export function isChosen(chosen: ScreenChoice): boolean {
  return chosen.name !== "" || chosen.deck !== null || chosen.lang !== "" || chosen.rotation !== 0;
}

/** Everybody, in one line. */
export function sumsWords(sums: BoardSums): string {
  const all = sums.screens + sums.missing;
  const screens = sums.screens === 0 ? "No screen is connected"
    : sums.missing === 0 ? `${count(all, "screen")} connected` : `${sums.screens} of ${count(all, "screen")} connected`;
  const look = sums.look === 0 ? "" : sums.look === 1 ? "1 needs a look" : `${sums.look} need a look`;
  return [screens, look].filter(Boolean).join(" · ");
}

/** Where the urgent message is. */
export function warnedWords(sums: BoardSums): string {
  const { warned, warning, unwarned } = sums;
  if (unwarned !== "") return `On ${warned} of ${count(sums.screens + sums.missing, "screen")}, not on ${unwarned}`;
  if (warning > 0) return "Going to every screen, and to phones";
  if (warned === 0) return "On every screen";
  return warned === 1 ? "On the one screen that is connected, and on phones" : `On all ${warned} screens that are connected, and on phones`;
}

/** Those who follow on screens of their own. */
export function peopleWords(sums: BoardSums): string {
  const all = sums.phones + sums.browsers;
  if (all === 0) return "";
  const who = [sums.phones > 0 && count(sums.phones, "phone"), sums.browsers > 0 && count(sums.browsers, "browser")].filter(Boolean).join(", ");
  return `${who} · ${sums.here >= all ? "all have" : `${sums.here.toLocaleString()} ${sums.here === 1 ? "has" : "have"}`} this slide`;
}

/** How a screen is, as it was told so many milliseconds ago. */
export function stateWords(screen: BoardScreen, said: number): string {
  switch (screen.state) {
    case "gone": case "away": return screen.excused ? "Not connected, and not missed" : screen.last_seen ? `Not connected, seen ${ago(screen.last_seen)}` : "Not connected";
    case "silent": return "Says nothing: it may be off, or its cable out";
    case "unwarned": return "Does not show the urgent message";
    case "late": return screen.since ? `${lasts(screen.behind_ms + said)} behind` : `Has shown nothing for ${lasts(screen.behind_ms + said)}`;
    case "hidden": return "Something covers it: its page is not to be seen";
    case "stuck": return "Its panel could not be switched: the screen may be dark, or lit at its hours off";
    case "old": return "Is loading the pages of this Lectern";
    case "coming": return "Just connected";
    case "well": return "Up to date";
    case "off": return "Off, by its hours";
  }
}

/** What it shows, and since when. */
export function showsWords(screen: BoardScreen, title: (deck: number) => string): string {
  return screen.since ? `${thing(screen, title)} since ${clock(screen.since)}` : "";
}

function thing(screen: BoardScreen, title: (deck: number) => string): string {
  if (screen.round === "clock") return "The clock";
  if (screen.round === "agenda") return "The agenda, between talks";
  const round = /^(\d+)\/(\d+)\/(\d+)$/.exec(screen.round || "");
  if (round) return `Between talks slide ${round[2]} of “${title(Number(round[1]))}”`;
  if (screen.deck === 0) return "Between talks";
  if (screen.blank === "black" || screen.blank === "white") return screen.blank === "black" ? "Black" : "White";
  const at = `Slide ${screen.slide}${screen.step > 0 ? `, step ${screen.step}` : ""} of “${title(screen.deck)}”`;
  return screen.blank === "freeze" ? `${at}, frozen` : at;
}

/** A time of today, or with its day. */
function clock(time: string): string {
  const at = new Date(time);
  const hour = at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return at.toDateString() === new Date().toDateString() ? hour : `${at.toLocaleDateString(undefined, { day: "numeric", month: "short" })}, ${hour}`;
}

/** What a technician finds it by. */
export function whereWords(screen: BoardScreen): string {
  return [
    KINDS[screen.kind], screen.address,
    screen.width && screen.height ? `${screen.width} × ${screen.height}` : "",
    screen.server ? `on ${screen.server}` : "",
    screen.chosen.rotation ? `turned ${screen.chosen.rotation}°` : "",
  ].filter(Boolean).join(" · ");
}

/** How long something lasts, roughly. */
export function lasts(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

function ago(time: string): string {
  const at = new Date(time);
  const ms = Date.now() - at.getTime();
  if (ms < 60_000) return "just now";
  if (ms < 3_600_000) return `${lasts(ms)} ago`;
  return at.toLocaleString(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
