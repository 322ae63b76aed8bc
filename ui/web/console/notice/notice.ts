// The urgent message over every screen: what it is, and what asks the server for another.

import { complain, say } from "../../kit/toast";
import type { Notice } from "../../wire";
import * as server from "../server";

/** What it has at most, in characters. */
export const LONGEST = 500;

/** What is said most: a beginning, to be written on. */
export const BEGINNINGS: readonly (readonly [name: string, text: string])[] = [
  ["Leave the building", "Please leave the building now, calmly, by the nearest exit. Do not use the lifts."],
  ["A lost child", "A child is looking for its parents.\nPlease come to the desk at the entrance."],
  ["Another room", "The next talk has moved.\nPlease go to room "],
];

type Listener = () => void;

class Notices {
  text = "";
  private readonly listeners = new Set<Listener>();

  /** Hears the stream. */
  hear(notice: Notice): void {
    this.text = notice.text;
    for (const listener of Array.from(this.listeners)) listener();
  }

  listen(listener: Listener): void {
    this.listeners.add(listener);
  }

  /** Returns whether the server took it. */
  async show(text: string): Promise<boolean> {
    try {
      await server.setNotice(text);
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  }

  async takeBack(): Promise<void> {
    const { text } = this;
    try {
      await server.clearNotice();
    } catch (error) {
      complain(error);
      return;
    }
    say("The urgent message was taken back.", { label: "Show it again", run: () => void this.show(text) });
  }
}

export const notices = new Notices();

/** What a field holds, as the database takes it. */
export function written(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ").trim();
}
