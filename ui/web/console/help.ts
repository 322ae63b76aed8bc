// All keys, on one page.

import { Dialog } from "../kit/dialog";
import { h } from "../kit/dom";
import { keyOf } from "../kit/keys";

type Row = [keys: string[], meaning: string];

const TALK: [string, Row[]][] = [
  ["Move", [
    [["→", "↓", "Space", "Page Down", "N", "Enter"], "Next step or slide"],
    [["←", "↑", "Shift Space", "Page Up", "P", "Backspace"], "Back"],
    [["Shift →", "Shift ←"], "Skip the steps"],
    [["↓", "↑", "→", "←"], "In a stack of reveal.js: down, up; to the next column, the one before"],
    [["Home", "End"], "First, last slide"],
    [["1 2 Enter"], "Go to slide 12"],
    [["G", "/"], "Search: number, title, text, notes; other decks, too"],
    [["Y", "Shift Y"], "Back to before the last jump; forward"],
    [["U", "Shift U"], "Bookmark; all bookmarks"],
    [["H", "Shift H"], "Next hidden slide; hide this one"],
    [["O", "Tab"], "All slides"],
  ]],
  ["The room", [
    [["B", "."], "Black, and back"],
    [["W", ","], "White, and back"],
    [["F"], "Freeze: the room stays, you look ahead"],
    [["Shift W"], "Words on all screens; Esc takes them back"],
    [["!"], "Urgent message over every screen"],
    [["Shift B", "Shift P"], "For a moment: a drawing board, a picture; → or Esc leads back"],
    [["Q", "Shift Q"], "Address and QR code: here; on all screens"],
    [["Shift V", "Shift S"], "Audience’s view on the other screen; swap the two"],
    [["Shift K"], "Screens: how each is"],
    [["M", "Shift M"], "Play or pause the film; from its start"],
    [["A"], "Go on by itself, or pause"],
    [["E"], "Export the deck as a file"],
  ]],
  ["Point and draw", [
    [["L", "Shift L"], "Pointer, spotlight"],
    [["D", "Shift D"], "Pen, marker"],
    [["C", "Shift C"], "Another color; fine or thick lines"],
    [["X", "Shift X"], "Eraser; clear this slide"],
    [["Ctrl Z", "Ctrl Shift Z"], "Undo, redo"],
    [["Ctrl ←", "Ctrl →", "Ctrl ↑", "Ctrl ↓"], "Move the pointer without a mouse"],
    [["Z"], "Zoom into a part, and back: drag, or arrows, +, − and Enter"],
    [["Esc"], "Put the tool away"],
  ]],
  ["You", [
    [["T"], "Pause the clock; before the talk, rehearse"],
    [["Shift T"], "Count down: what is left, or what has gone"],
    [["R"], "Timer back to zero"],
    [["I"], "Write notes"],
    [["Shift I"], "Message to the speaker"],
    [["S"], "Hide or show the notes"],
    [["V"], "Layout: large slide, alike, large notes"],
    [["+", "−"], "Larger, smaller notes"],
    [["J", "K", "Ctrl ↓", "Ctrl ↑"], "Scroll the notes"],
    [["Shift Tab"], "To the buttons"],
    [["?"], "This page"],
  ]],
];

const LIBRARY: [string, Row[]][] = [
  ["Library", [
    [["←", "→", "↑", "↓"], "From deck to deck"],
    [["Enter"], "Open the deck"],
    [["I"], "Import files"],
    [["F2"], "Rename"],
    [["E"], "Export as a file"],
    [["Delete"], "Delete, after asking"],
    [["Ctrl Z"], "Undo"],
    [["/"], "Search titles, and the words of all slides"],
    [["Q"], "Address and QR code"],
    [["!"], "Urgent message over every screen"],
    [["Shift K"], "Screens: how each is"],
    [["?"], "This page"],
  ]],
];

/** Shows the keys of one of the two views. */
export function openHelp(view: "library" | "talk"): Dialog {
  const dialog = new Dialog({ title: "Keys", reading: true, class: "dialog-help" });
  for (const [title, rows] of view === "talk" ? TALK : LIBRARY) {
    dialog.body.append(
      h("section", { class: "keys" },
        h("h3", { text: title }),
        h("dl", null, ...rows.map(([keys, meaning]) =>
          h("div", null, h("dt", null, ...keys.map(keycaps)), h("dd", { text: meaning })))),
      ),
    );
  }
  if (view === "talk") {
    dialog.body.append(h("p", { class: "help-note", text: "Clickers work as they come: page keys move, the black button blanks, and F5 and Esc do nothing here." }));
  }
  dialog.body.tabIndex = 0; // longer than a small window, and keys scroll what has the focus
  dialog.element.addEventListener("keydown", (event) => {
    if (keyOf(event) === "?") dialog.close();
  });
  dialog.show();
  return dialog;
}

function keycaps(keys: string): HTMLElement {
  return h("span", { class: "keycaps" }, ...keys.split(" Down").join("\u00a0Down").split(" Up").join("\u00a0Up").split(" ").map((key) => h("kbd", { text: key })));
}
