// What the window's own program can do with the monitors, and a browser with its: the
// audience's view, full screen, on another one than the console's.

/** A monitor, as ui/window has it. */
export interface Monitor {
  id: string;
  name: string;
  width: number;
  height: number;
  /** The console is on it. */
  own: boolean;
}

/** How the monitors are: see window.Screens. */
export interface Screens {
  monitors: Monitor[];
  /** The ID of the one with the audience's view, or "". */
  audience: string;
  /** It was put there just now, as the last time with these monitors. */
  again: boolean;
}

export type Ask = (kind: "screens" | "audience" | "swap", value: string | null) => Promise<Screens | null>;

/** The window's program, or null in a browser. */
export function nativeWindow(): Ask | null {
  const ask = (window as { lecternWindow?: unknown }).lecternWindow;
  return typeof ask === "function" ? (ask as Ask) : null;
}

/** What a person calls a monitor: two may have the same name. */
export function nameOf(monitor: Monitor, all: readonly Monitor[]): string {
  const { id, name } = monitor;
  const short = id.replace(/^[\\/.]+/, ""); // Windows: \\.\DISPLAY1
  if (name === "" || name === id) return short;
  return all.some((other) => other.id !== id && other.name === name) ? `${name} (${short})` : name;
}

/** The only monitor that the console is not on; null where there is none, or several. */
export function onlyOther(monitors: readonly Monitor[]): Monitor | null {
  const others = monitors.filter((monitor) => !monitor.own);
  return others.length === 1 ? (others[0] as Monitor) : null;
}

/** What has become of the audience's view between two looks, in a sentence; "" for nothing to say. */
export function changeWords(before: Screens | null, now: Screens): string {
  const on = now.monitors.find((monitor) => monitor.id === now.audience);
  if (now.again && on) return `The audience’s view is on ${nameOf(on, now.monitors)} again.`;
  if (before?.audience && !now.audience) {
    const was = before.monitors.find((monitor) => monitor.id === before.audience);
    const gone = !now.monitors.some((monitor) => monitor.id === before.audience);
    if (was && gone) return `${nameOf(was, before.monitors)} is gone, and the audience’s view with it.`;
    return "The audience’s view was closed.";
  }
  return "";
}
