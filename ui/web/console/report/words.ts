// The words of a report: what remarks are about, and which slides they are on.

import { count } from "../../kit/dom";
import type { Remark, RemarkKind } from "../../wire";

/** What each kind is called, in the order in which they are told. */
const NAMES: Record<RemarkKind, string> = {
  setting: "Settings",
  include: "Included files",
  web: "Pictures on the web",
  picture: "Pictures",
  step: "Steps",
  layout: "Layout",
  style: "Styles",
  component: "Components",
  formula: "Formulas",
  diagram: "Diagrams",
  code: "Code",
  notes: "Notes",
  size: "Too large",
  page: "Pages",
  program: "Programs",
  file: "Files",
  language: "Languages",
  other: "Other",
};

/** What Markdown may be read as, and what the tools are called. */
export const DIALECTS: Record<string, string> = {
  marp: "Marp",
  reveal: "reveal.js",
  slidev: "Slidev",
  quarto: "Quarto",
  markdown: "plain Markdown",
};

export interface Group {
  name: string;
  /** How often: a remark on thirty lines counts thirty times. */
  times: number;
  remarks: Remark[];
}

/** Remarks by what they are about. */
export function groups(remarks: readonly Remark[]): Group[] {
  const all: Group[] = [];
  for (const kind of Object.keys(NAMES) as RemarkKind[]) {
    const own = remarks.filter((r) => (r.kind in NAMES ? r.kind : "other") === kind);
    if (own.length > 0) all.push({ name: NAMES[kind], times: own.reduce((n, r) => n + times(r), 0), remarks: own });
  }
  return all;
}

function times(r: Remark): number {
  return Math.max(1, r.lines?.length ?? 0, r.pages?.length ?? 0, r.addresses?.length ?? 0);
}

/** The slides that a remark is on, from 1. */
export function slidesOf(r: Remark): number[] {
  return r.slides && r.slides.length > 0 ? r.slides : r.slide ? [r.slide] : [];
}

/** "line 3", "lines 3, 9, 14 and 19 more", "page 7", with the file where it is not the deck's own; "" of no line. */
export function where(r: Remark): string {
  const lines = r.lines && r.lines.length > 1 ? r.lines : r.line ? [r.line] : [];
  return [r.included ? r.file : "", places("page", r.pages ?? []), places("line", lines)].filter(Boolean).join(", ");
}

function places(what: string, numbers: readonly number[]): string {
  if (numbers.length === 0) return "";
  const named = numbers.slice(0, 3).map(String);
  const more = numbers.length - named.length;
  if (more > 0) named.push(`${more.toLocaleString()} more`);
  const last = named.length > 1 ? ` and ${named.pop()}` : "";
  return `${what}${numbers.length === 1 ? "" : "s"} ${named.join(", ")}${last}`;
}

/** The addresses of the pictures that can be fetched. */
export function onWeb(remarks: readonly Remark[]): string[] {
  return remarks.reduce<string[]>((all, r) => all.concat((r.kind === "web" && r.addresses) || []), []);
}

/** "Get 14 pictures from the web". */
export function getWords(n: number): string {
  return `Get ${count(n, "picture")} from the web`;
}
