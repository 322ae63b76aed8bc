// What can be attached to the talk: see tools.ts, which lists all of them.

import type { Blank, DeckChange, TalkSlide } from "../../wire";
import type { Deck, Place } from "../decks";
import type { SlideView } from "../../slide/view";
import type { Status } from "./status";

/** What a tool sees of the talk, and may ask of it. */
export interface Desk {
  /** The deck that is open. */
  readonly deck: Deck | undefined;
  /** Its slides; none before they are loaded. */
  readonly slides: readonly TalkSlide[];
  /** Where the presenter is, and what covers the room: the last wish, else what the server says. */
  readonly at: Place;
  readonly blank: Blank;
  /** What shows the slide where the presenter is. */
  readonly view: SlideView;
  /** Goes there, at once, with the room if it is live; null is nowhere. */
  move(to: Place | null): void;
  /** Changes the deck. What the server refuses is said. */
  change(change: DeckChange): Promise<void>;
  /** Turns one of these on, or off again: by what was asked for last, be it that the stream has not told of it yet. */
  toggle(what: "inviting" | "advancing"): void;
  /** Has all of the talk rendered: what a tool shows, or says, has changed. */
  render(): void;
  /** What is drawn on a slide is something else now; 0 is any. */
  inked(slide: number): void;
  /** Says something to screen readers. */
  announce(text: string): void;
}

/** All of it may be left out. Elements stay the same; hidden is how they go. */
export interface Tool {
  /** A button, beside those that move. */
  readonly button?: HTMLElement;
  /** What stands under the slide. */
  readonly foot?: HTMLElement;
  /** What stands above the slide, which makes room for it. */
  readonly banner?: HTMLElement;
  /** What lies over the slide, in its size: its class is stage-overlay as well. */
  readonly overlay?: HTMLElement;
  /** Hears the keys that nobody types, before all others do; returns whether the key was its own. */
  key?(event: KeyboardEvent): boolean;
  /** Likewise the repetitions of one that is held down. */
  held?(event: KeyboardEvent): boolean;
  /** Likewise those that are held with Ctrl, or Command. */
  chord?(event: KeyboardEvent): boolean;
  /** Hears an event of the presenter's stream that is of no other part. */
  hear?(name: string, data: unknown): void;
  /** The line to the server is lost (true), or back. */
  lost?(lost: boolean): void;
  /** The talk was rendered: the deck, its slides or its place may be others. */
  update?(): void;
  /** What the presenter may forget, in a sentence; the first of all statuses tints the frame. */
  status?(): Status | undefined;
  /** The deck was left. */
  leave?(): void;
}

export type MakeTool = (desk: Desk) => Tool;

/** What all tools have of one kind. */
export function ofAll<T>(tools: readonly Tool[], part: (tool: Tool) => T | undefined): T[] {
  const all: T[] = [];
  for (const tool of tools) {
    const there = part(tool);
    if (there !== undefined) all.push(there);
  }
  return all;
}
