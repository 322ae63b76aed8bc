// The console's address for who is not the presenter, yet. A presenter's link ends
// in #CODE: browsers send that to no server, so no log and no proxy has it. It is
// traded for a cookie, and gone from the address bar before that.

import { takeCode } from "../kit/address";
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
    text.textContent = error instanceof ApiError ? error.detail : "This link cannot be opened";
  }
}

window.addEventListener("hashchange", () => void enter());
void enter();
