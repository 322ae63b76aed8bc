// The card that tells people how to join: to print, or to show. The Wi-Fi's password
// is sent to the server for its code, and is kept nowhere.

import { shortAddress } from "../kit/address";
import { byId, h, setText } from "../kit/dom";
import { ApiError, request } from "../line/api";
import type { Join } from "../line/types";
import { trouble, wifiCode } from "./wifi";

const field = (id: string): HTMLInputElement => byId(id) as HTMLInputElement;
const address = byId("address") as HTMLSelectElement;
const card = byId("card");

/** The texts that the two codes show, so that none is drawn twice. */
const drawn = new Map<HTMLImageElement, string>();

async function draw(image: HTMLImageElement, text: string): Promise<void> {
  if (drawn.get(image) === text) return;
  drawn.set(image, text);
  const { svg } = await request<{ svg: string }>("/api/qr", { method: "POST", json: { text } });
  if (drawn.get(image) === text) image.src = "data:image/svg+xml," + encodeURIComponent(svg);
}

async function lay(): Promise<void> {
  const network = { name: field("network").value, password: field("password").value, hidden: field("hidden").checked };
  const wrong = trouble(network);
  tell(wrong);
  const wifi = network.name !== "" && !wrong;
  byId("card-wifi").hidden = byId("second").hidden = !wifi;
  card.classList.toggle("has-wifi", wifi);
  setText(byId("card-heading"), field("heading").value.trim());
  setText(byId("wifi-name"), network.name);
  setText(byId("wifi-password"), network.password);
  byId("wifi-password-label").hidden = byId("wifi-password").hidden = !network.password;
  setText(byId("talk-address"), shortAddress(address.value));
  try {
    await Promise.all([
      address.value ? draw(byId("talk-code") as HTMLImageElement, address.value) : undefined,
      wifi ? draw(byId("wifi-code") as HTMLImageElement, wifiCode(network)) : undefined,
    ]);
  } catch (error) {
    drawn.clear();
    tell(error instanceof ApiError ? error.detail : "The code could not be drawn; please try again.");
  }
}

function tell(text: string): void {
  setText(byId("wrong"), text);
  byId("wrong").hidden = text === "";
}

/** Full screen, and back by Esc or a click. */
function toggleLarge(large: boolean): void {
  if (large === document.body.classList.contains("is-large")) return;
  document.body.classList.toggle("is-large", large);
  if (large) {
    card.focus();
    document.documentElement.requestFullscreen?.().catch(() => undefined);
  } else {
    byId("show").focus();
    if (document.fullscreenElement) void document.exitFullscreen();
  }
}

async function begin(): Promise<void> {
  const join = await request<Join>("/api/join");
  address.append(...join.urls.map((url) => h("option", { value: url, text: shortAddress(url) })));
  field("heading").value = "Follow the talk on your phone";
  await lay();
}

byId("form").addEventListener("input", () => void lay());
byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (byId("wrong").hidden) void lay().then(() => window.print());
  else field("network").focus();
});
byId("show").addEventListener("click", () => toggleLarge(true));
card.addEventListener("click", () => toggleLarge(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") toggleLarge(false);
});
document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement) toggleLarge(false);
});
begin().catch((error) => tell(error instanceof ApiError ? error.detail : "The addresses could not be had; please load the page again."));
