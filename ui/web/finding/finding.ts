// What a kiosk shows that has no server: what it looks for, where, and what a person can
// do about it. The program asks the network; this page asks the program, every second.

import { byId } from "../kit/dom";
import { ApiError, request } from "../line/api";
import { Night } from "../screen/night";
import { rotate } from "../screen/rotation";
import { toldLast } from "../screen/screen";
import { Keypad } from "./keypad";
import { type Found, type Status, told } from "./told";

const ASK_EVERY = 1000;
/** At its hours off the screen is lit for whoever touches it, or has just started it. */
const LIT_FOR = 5 * 60_000;
/** Whoever came here from what the screen shows without its server has walked on by then. */
const BACK_AFTER = 60_000;

const title = byId("title");
const detail = byId("detail");
const trouble = byId("trouble");
const choice = byId("choice");
const servers = byId("servers");
const networks = byId("networks");
const address = byId("address") as HTMLInputElement;
const wrong = byId("wrong");
const back = byId("back") as HTMLButtonElement;

/** As it was drawn: what has not changed is not drawn again, and keeps the focus. */
let drawn = "";
let list: Found[] = [];
let touchedAt = performance.now();
/** The hours are in the address of the screen's page, which the program knows. */
let night: Night | null = null;
let woken = false;
let page = "";

async function ask(): Promise<void> {
  try {
    const status = await request<Status>("/finding/status");
    if (status.ready) {
      location.replace(status.page);
      return;
    }
    page = status.page;
    if (!back.hidden && performance.now() - touchedAt > BACK_AFTER) goBack();
    night = night || new Night(document.body, new URLSearchParams(status.page.split("?")[1]), { rests: () => performance.now() - touchedAt > LIT_FOR });
    draw(status);
  } catch {
    // The program is ending, or about to be back.
  }
  window.setTimeout(() => void ask(), ASK_EVERY);
}

function draw(status: Status): void {
  const now = JSON.stringify(status);
  if (now === drawn) return;
  drawn = now;
  const words = told(status);
  write(title, words.title);
  write(detail, words.detail);
  detail.hidden = words.detail === "";
  write(trouble, status.trouble || "");
  trouble.hidden = !status.trouble;
  networks.textContent = "";
  for (const text of words.networks) networks.appendChild(item(text));
  choice.hidden = status.servers.length === 0;
  if (JSON.stringify(list) !== JSON.stringify(status.servers)) drawServers(status.servers);
}

function drawServers(found: Found[]): void {
  const focused = Array.from(servers.querySelectorAll("button")).indexOf(document.activeElement as HTMLButtonElement);
  const before = list[focused]?.id;
  list = found;
  servers.textContent = "";
  for (const server of found) {
    const button = document.createElement("button");
    button.className = "button";
    button.type = "button";
    const name = document.createElement("b");
    name.textContent = server.name;
    const at = document.createElement("span");
    at.textContent = server.address;
    button.append(name, at);
    button.addEventListener("click", () => void choose({ id: server.id }));
    const line = document.createElement("li");
    line.appendChild(button);
    servers.appendChild(line);
    if (server.id === before) button.focus();
  }
}

async function choose(what: { id?: string; address?: string }): Promise<void> {
  wrong.hidden = true;
  try {
    await request("/finding/choice", { method: "POST", json: what });
    write(trouble, what.address ? `Trying ${what.address}…` : "Connecting…");
    trouble.hidden = false;
  } catch (error) {
    wrong.textContent = error instanceof ApiError ? error.message : String(error);
    wrong.hidden = false;
    address.focus();
  }
}

/** What was shown is kept, and the page of it, too. */
function goBack(): void {
  if (page) location.replace(page);
}

/** A touch lights a screen that is off, and chooses nothing in the dark. */
function onTouch(event: Event): void {
  touchedAt = performance.now();
  const ends = event.type === "click" && woken; // the touch that began in the dark
  woken = event.type !== "click" && night !== null && night.isOff;
  if (!woken && !ends) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  night?.look();
}

/** Digits choose, arrows go from one to the next: a kiosk's keyboard may be a remote control. */
function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const buttons = Array.from(servers.querySelectorAll("button"));
  const typing = document.activeElement === address;
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const stops: HTMLElement[] = [...buttons, address];
    const from = typing ? buttons.length : at;
    const to = event.key === "ArrowDown" ? Math.min(from + 1, stops.length - 1) : Math.max(from - 1, 0);
    stops[to]?.focus();
    event.preventDefault();
  } else if (!typing && /^[1-9]$/.test(event.key) && list.length > 1) {
    const server = list[Number(event.key) - 1];
    if (server) void choose({ id: server.id });
    else address.focus(); // the first digit of an address
  } else if (!typing && /^[a-z0-9[]$/i.test(event.key)) {
    address.focus();
  }
}

function item(text: string): HTMLLIElement {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

/** A reader says what has changed, and not the same again. */
function write(into: HTMLElement, text: string): void {
  if (into.textContent !== text) into.textContent = text;
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void choose({ address: address.value });
});
new Keypad(byId("keys"), address, byId("opener") as HTMLButtonElement);
rotate(toldLast("kiosk")?.rotation || 0);
back.hidden = location.search !== "?back";
back.addEventListener("click", goBack);
for (const name of ["pointerdown", "click", "keydown"]) document.addEventListener(name, onTouch, true);
document.addEventListener("keydown", onKey);
void ask();
