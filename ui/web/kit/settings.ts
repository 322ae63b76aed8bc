// What the console remembers on this computer. Storage may be closed (private
// windows, policies); then nothing is remembered and nothing fails.

/** Reads a remembered value, or gives the fallback. */
export function recall<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem("lectern." + key);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** Remembers a value; undefined forgets it. */
export function remember(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem("lectern." + key);
    else localStorage.setItem("lectern." + key, JSON.stringify(value));
  } catch {
    // Not remembered: the console works the same until it is closed.
  }
}

export type Theme = "dark" | "light";

/** Dark unless this computer was told otherwise: consoles stand in dark rooms. */
export function theme(): Theme {
  return recall<Theme>("theme", "dark") === "light" ? "light" : "dark";
}

export function setTheme(value: Theme): void {
  remember("theme", value);
  document.documentElement.dataset.theme = value;
}
