// The decks that follow files on the server's computer: what is saved there is shown.

import { button } from "../kit/button";
import { Dialog } from "../kit/dialog";
import { h } from "../kit/dom";
import { complain, say } from "../kit/toast";
import { sentence } from "../line/api";
import type { Followed, Follows } from "../wire";
import { putBack } from "./library/replace";

const followed = new Map<number, Followed>();

/** Takes what the presenter's stream says: all of it. */
export function setFollows(all: Follows): void {
  followed.clear();
  for (const f of all.decks) followed.set(f.deck, f);
}

/** What a deck follows, if it does. */
export function follows(deck: number): Followed | undefined {
  return followed.get(deck);
}

/** Why what was saved is not shown, in a sentence; null where it is. */
export function brokenWords(f: Followed | undefined): string | null {
  if (!f?.error) return null;
  const at = f.line ? `${f.file || f.name}, line ${f.line}: ` : f.error.startsWith(f.name) ? "" : `${f.name}: `;
  return `${at}${sentence(f.error)} The screens keep what they had.`;
}

export interface FollowsHooks {
  report(): void;
  changed(): Promise<void>;
  /** Whether a save takes the screens to no other slide, and to say so. */
  readonly stays: boolean;
  stay(stays: boolean): void;
}

/** Tells of it, and offers to take the last save back. */
export function openFollows(f: Followed, hooks: FollowsHooks): void {
  const dialog = new Dialog({ title: `Follows ${f.name}`, class: "dialog-ask" });
  const broken = brokenWords(f);
  const { before, saved } = f;
  const undo = before && button({
    icon: "undo", text: "Undo the last save",
    click: () => {
      dialog.close();
      putBack(f.deck, before, hooks.changed).then(() => say("The deck has what it had before the last save. The file is as it is."), complain);
    },
  });
  const goes = h("input", { type: "checkbox", checked: !hooks.stays, onchange: () => hooks.stay(!goes.checked) });
  const time = saved ? new Date(saved).toLocaleTimeString() : "";
  dialog.body.append(
    h("p", { text: `What is saved there is on the screens at once.${time ? ` The last time was ${time}.` : ""}` }),
    h("label", { class: "check" }, goes, " They go to the slide that was edited, if they have shown it"),
    broken ? h("p", { class: "import-error", role: "alert", text: broken }) : "",
    h("div", { class: "dialog-actions" },
      button({ text: "Remarks", click: () => { dialog.close(); hooks.report(); } }),
      undo || "",
      button({ text: "Close", class: "is-primary", click: () => dialog.close() })),
  );
  dialog.show();
}
