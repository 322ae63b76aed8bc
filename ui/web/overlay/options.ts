// What an address of the overlay asks for, and a sentence on each thing in it that is wrong:
// whoever set up the stream has nothing but this page to read it on.

export type Part = "title" | "slide";

export interface Options {
  show: Part[];
  /** Seconds for which the lower third stays; Infinity for as long as the talk goes on. */
  hold: number;
  position: string;
  scale: number;
  theme: string;
  /** Of the words, of the bar, and behind them; "" for the theme's. */
  color: string;
  accent: string;
  background: string;
  motion: boolean;
  notice: boolean;
  /** Said by hand, "" for nothing; or null, for what the talk and the agenda say. */
  title: string | null;
  speaker: string | null;
  event: string | null;
  /** That the camera stands in, as the agenda calls it; or "". */
  room: string;
}

export interface Asked {
  options: Options;
  /** Sentences. */
  wrong: string[];
}

const PARTS: readonly Part[] = ["title", "slide"];
const POSITIONS = ["bottom-left", "bottom", "bottom-right", "top-left", "top", "top-right"];
const THEMES = ["dark", "light", "plain"];
const HOLD = 10;
const HOLD_MOST = 3600;
const SCALE_LEAST = 0.25;
const SCALE_MOST = 4;

/** Reads them. What is wrong is as if it were not there. isColor tells whether the browser knows a colour. */
export function optionsIn(search: string, isColor: (text: string) => boolean): Asked {
  const wrong: string[] = [];
  const params = new URLSearchParams(search);
  const said = (name: string): string | null => params.get(name);
  const refuse = (name: string, may: string): void => {
    wrong.push(`“${name}” is ${may}, and not “${(said(name) || "").slice(0, 60)}”.`);
  };
  const oneOf = (name: string, may: readonly string[]): string => {
    const value = (said(name) || may[0]!).toLowerCase();
    if (may.includes(value)) return value;
    refuse(name, listed(may, "or"));
    return may[0]!;
  };
  const number = (name: string, least: number, most: number, usual: number): number => {
    const text = said(name);
    if (text === null || text === "") return usual;
    const value = Number(text);
    if (value >= least && value <= most) return value;
    refuse(name, `a number from ${least} to ${most}${name === "hold" ? ", in seconds, or “always”" : ""}`);
    return usual;
  };
  const color = (name: string): string => {
    const text = said(name) || "";
    // A # in an address begins something else: it may be left out.
    const value = /^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text) ? `#${text}` : text;
    if (value === "" || (/^#?[a-z0-9]+$/i.test(value) && isColor(value))) return value;
    refuse(name, "a colour such as ff8800 or orange");
    return "";
  };
  const options: Options = {
    show: [...PARTS.slice(0, 1)],
    hold: said("hold") === "always" ? Infinity : number("hold", 1, HOLD_MOST, HOLD),
    position: oneOf("position", POSITIONS),
    scale: number("scale", SCALE_LEAST, SCALE_MOST, 1),
    theme: oneOf("theme", THEMES),
    color: color("color"),
    accent: color("accent"),
    background: color("background"),
    motion: oneOf("motion", ["on", "off"]) === "on",
    notice: oneOf("notice", ["on", "off"]) === "on",
    title: said("title"),
    speaker: said("speaker"),
    event: said("event"),
    room: (said("room") || "").trim(),
  };
  const parts = (said("show") || "").split(",").map((part) => part.trim().toLowerCase()).filter(Boolean);
  const known = PARTS.filter((part) => parts.includes(part));
  if (parts.some((part) => !PARTS.includes(part as Part))) refuse("show", `${listed(PARTS, "or")}, or both with a comma between`);
  if (known.length > 0) options.show = known;
  const names = ["show", ...Object.keys(options).filter((name) => name !== "show"), "lang"];
  params.forEach((_, name) => {
    if (!names.includes(name)) wrong.push(`“${name.slice(0, 60)}” means nothing here. An address has ${listed(names, "and")}.`);
  });
  return { options, wrong };
}

function listed(names: readonly string[], word: string): string {
  return `${names.slice(0, -1).join(", ")} ${word} ${names[names.length - 1]}`;
}
