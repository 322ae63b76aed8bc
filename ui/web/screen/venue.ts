// Where the screen hangs: in what time zone, as the server's console says, and how hours are
// written there. The computer's own settings count where nobody has said.

import { recall, remember } from "../kit/settings";

let zone = usable(recall("zone", ""));
let locale: string | undefined;

/** Takes the venue's time zone; "" where the console has none. */
export function setZone(name: string): void {
  zone = usable(name);
  remember("zone", zone || undefined);
}

/** Takes the language that hours and days are written in; "" for the browser's. */
export function setLocale(lang: string): void {
  try {
    locale = lang ? Intl.getCanonicalLocales(lang)[0] : undefined;
  } catch {
    locale = undefined;
  }
}

export function localeHere(): string | undefined {
  return locale;
}

/** A format of the venue's clock. */
export function formatHere(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, zone ? { ...options, timeZone: zone } : options);
}

/** Minutes since midnight, on the venue's clock. */
export function minuteHere(now: Date): number {
  if (!zone) return now.getHours() * 60 + now.getMinutes();
  const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone }).formatToParts(now);
  const of = (type: string): number => Number(parts.filter((part) => part.type === type)[0]?.value) || 0;
  return (of("hour") % 24) * 60 + of("minute"); // an old engine's midnight is 24
}

function usable(name: string): string {
  try {
    if (name) new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "";
  }
}
