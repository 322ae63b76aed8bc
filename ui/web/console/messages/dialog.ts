// Says something to the speaker, and tells whether it was seen.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { h, setText } from "../../kit/dom";
import { openNotice } from "../notice/dialog";
import { timeOfDay } from "../talk/pace";
import type { Message } from "../../wire";
import { LONGEST, messages, PRESETS } from "./messages";

export function openMessages(): void {
  const field = h("input", { class: "field", type: "text", maxlength: LONGEST, autocomplete: "off", "aria-label": "Message to the speaker", placeholder: "Say something else", dir: "auto" });
  const blink = h("input", { type: "checkbox" });
  const state = h("p", { class: "visually-hidden", role: "status" });
  const list = h("ul", { class: "message-list" });
  const send = async (text: string): Promise<void> => {
    const said = text.trim();
    if (!said || !(await messages.send(said, blink.checked))) return;
    setText(state, `Sent: ${said}`);
    field.value = "";
  };
  const show = (): void => list.replaceChildren(...messages.all.map(line));
  const ended = messages.listen(show);
  const dialog = new Dialog({ title: "Message to the speaker", class: "dialog-messages", onclose: ended });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void send(field.value);
  });
  dialog.body.append(
    h("p", { text: "It stands large on the console, the remotes and the monitor at the speaker’s feet. The audience never sees it." }),
    h("div", { class: "message-presets" }, ...PRESETS.map((text) => button({ text, click: () => void send(text) }))),
    h("div", { class: "message-write" }, field, button({ text: "Send", class: "is-primary", click: () => void send(field.value) })),
    h("label", { class: "check" }, blink, " Blinking"),
    state,
    list,
    h("div", { class: "message-everybody" },
      h("p", { text: "Must everybody know?" }),
      button({
        icon: "warning",
        text: "Urgent message over every screen …",
        click: () => {
          dialog.close();
          openNotice();
        },
      })),
  );
  show();
  dialog.show(field);
}

function line(message: Message): HTMLElement {
  const when = message.seen_at ? `Seen at ${timeOfDay(Date.parse(message.seen_at))}` : `Not seen yet · sent at ${timeOfDay(Date.parse(message.sent_at))}`;
  return h("li", { class: message.seen_at ? "is-seen" : "" },
    h("span", { class: "message-said" }, h("bdi", { text: message.text }), h("span", { class: "message-when", text: [when, message.sender].filter(Boolean).join(" · ") })),
    button({ text: "Take back", label: `Take back: ${message.text}`, class: "is-quiet", click: () => void messages.takeBack(message.id) }),
  );
}
