// The console's address for who is not the presenter, yet. A presenter's link ends
// in #CODE: browsers send that to no server, so no log and no proxy has it. It is
// traded for a cookie, and gone from the address bar before that.

import { takeCode } from "../kit/address";
import { h } from "../kit/dom";
import { ApiError, request } from "../line/api";

const text = document.getElementById("text") as HTMLElement;

async function enter(): Promise<void> {
  const code = takeCode();
  if (!code) return;
  text.textContent = "One moment …";
  try {
    await request("/api/sessions", { method: "POST", json: { code } });
    location.replace("/present");
  } catch (error) {
    const why = error instanceof ApiError ? error.detail : "This link cannot be opened";
    // What is to be typed stands in backticks.
    text.replaceChildren(...why.split("`").map((part, i) => (i % 2 > 0 ? h("code", { text: part }) : part)));
  }
}

window.addEventListener("hashchange", () => void enter());
void enter();
