// Where the speaker reads what is said: large, and gone once it was seen.

import { button } from "../../kit/button";
import { h } from "../../kit/dom";
import type { Message } from "../../wire";
import { messages } from "./messages";

/** So many at once: the newest. The others come as these are seen. */
const MOST = 2;
const LOOK_EVERY = 30_000;

/** acts: the speaker can say here that a message was seen. */
export function messageBoard(acts: boolean): HTMLElement {
  const board = h("section", { class: "messages", "aria-label": "Messages", "aria-live": "assertive", hidden: true });
  let shown = "";
  const show = (): void => {
    const now = messages.open.slice(0, MOST);
    const key = now.map((one) => one.id).join(" ");
    if (key === shown) return;
    shown = key;
    board.hidden = now.length === 0;
    board.dataset.count = String(now.length);
    board.replaceChildren(...now.map((one) => line(one, acts)));
  };
  messages.listen(show);
  window.setInterval(show, LOOK_EVERY); // they grow old
  show();
  return board;
}

function line(message: Message, acts: boolean): HTMLElement {
  return h("div", { class: message.blink ? "message is-blinking" : "message" },
    h("p", { class: "message-text", dir: "auto", text: message.text }),
    acts && button({ text: "Seen", label: `Seen: ${message.text}`, class: "is-primary", click: () => void messages.see(message.id) }),
  );
}
