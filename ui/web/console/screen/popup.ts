// The audience's view from a browser's console: a window of its own, on the other
// screen where the browser tells of it and lets the page put one there (the Window
// Management API, on https and on this computer), else one that is dragged there.

import { say } from "../../kit/toast";

interface Details {
  screens: { availLeft: number; availTop: number; availWidth: number; availHeight: number }[];
  currentScreen: Details["screens"][number];
}

let opened: Window | null = null;

/** Whether a window can be opened at all that somebody would want: not on a phone. */
export function canPopUp(): boolean {
  return window.matchMedia("(pointer: fine)").matches;
}

export function isPoppedUp(): boolean {
  return opened !== null && !opened.closed;
}

/** Opens the view, or closes it. */
export async function togglePopup(): Promise<void> {
  if (isPoppedUp()) {
    opened?.close();
    opened = null;
    return;
  }
  const other = await otherScreen();
  // full screen is asked for by the page that is opened, too, where this one may not
  const place = other ? `popup,fullscreen,left=${other.availLeft},top=${other.availTop},width=${other.availWidth},height=${other.availHeight}` : "popup,width=960,height=540";
  opened = window.open(other ? "/kiosk?window" : "/?window", "lectern-audience", place);
  if (!opened) say("The browser does not let this page open a window. Allow that for this address, and press again.");
  else if (!other) say("Drag the new window to the other screen, and press F in it for full screen.");
}

async function otherScreen(): Promise<Details["currentScreen"] | null> {
  const ask = (window as { getScreenDetails?: () => Promise<Details> }).getScreenDetails;
  if (!ask) return null;
  try {
    const details = await ask.call(window);
    return details.screens.find((screen) => screen !== details.currentScreen) || null;
  } catch {
    return null; // not allowed
  }
}
