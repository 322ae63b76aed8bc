// Messages to the speaker, as a tool of the talk: they come here, and can be sent from here.

import { button } from "../../kit/button";
import { keyOf } from "../../kit/keys";
import { messageBoard } from "../messages/board";
import { openMessages } from "../messages/dialog";
import type { Tool } from "./tool";

export function messageTool(): Tool {
  const banner = messageBoard(true);
  banner.classList.add("talk-messages");
  return {
    button: button({ icon: "message", title: "Message to the speaker (Shift I)", class: "is-quiet", click: openMessages }),
    banner,
    key(event) {
      if (keyOf(event) !== "Shift+i") return false;
      openMessages();
      return true;
    },
  };
}
