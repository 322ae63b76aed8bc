import { h } from "./dom";
import { say } from "./toast";

/** Copies, also where a page on a plain-HTTP address has no clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    const field = h("textarea", { class: "visually-hidden", readonly: true, tabindex: -1 });
    field.value = text;
    const before = document.activeElement as HTMLElement | null;
    // Inside an open dialog nothing outside it can be selected.
    const dialogs = document.querySelectorAll("dialog[open]");
    (dialogs[dialogs.length - 1] || document.body).append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    before?.focus();
    say(copied ? "Copied." : `This window may not copy. The address is ${text}`);
  }
}
