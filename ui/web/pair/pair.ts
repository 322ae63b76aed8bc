// A phone that wants in: a code, from the QR's address or typed, and a name, are
// traded for a cookie. Then the server knows which page it was paired for.

import { takeFragment } from "../kit/address";
import { byId, setText } from "../kit/dom";
import { recall, remember } from "../kit/settings";
import { ApiError, request } from "../line/api";
import { deviceName } from "./name";

const form = byId("form");
const code = byId("code") as HTMLInputElement;
const name = byId("name") as HTMLInputElement;
const wrong = byId("wrong");
const submit = byId("pair") as HTMLButtonElement;

/** Takes a code from the address, where a camera has put it. */
function begin(): void {
  const given = takeFragment(/^[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}$/);
  if (given) code.value = given.toUpperCase();
  (code.value ? submit : code).focus();
}

async function pair(event: Event): Promise<void> {
  event.preventDefault();
  if (submit.getAttribute("aria-disabled") === "true") return;
  if (!code.value.trim()) {
    tell("Type the code that the console shows.");
    code.focus();
    return;
  }
  wrong.hidden = true;
  submit.setAttribute("aria-disabled", "true");
  setText(submit, "One moment …");
  try {
    await request("/pair", { method: "POST", json: { code: code.value, name: name.value } });
    remember("device.name", name.value.trim() || undefined);
    location.replace("/pair?done");
    return;
  } catch (error) {
    tell(error instanceof ApiError ? error.detail : "That did not work; please try again.");
    code.select();
    code.focus();
  }
  submit.removeAttribute("aria-disabled");
  setText(submit, "Pair");
}

function tell(text: string): void {
  setText(wrong, text);
  wrong.hidden = false;
}

name.value = recall("device.name", "") || deviceName(navigator.userAgent, navigator.maxTouchPoints);
form.addEventListener("submit", (event) => void pair(event));
window.addEventListener("hashchange", begin);
begin();
