// The tools to point and draw with, in a row: the same things have keys.

import { button } from "../../../kit/button";
import { h } from "../../../kit/dom";
import type { IconName } from "../../../kit/icons";
import type { SketchTool } from "../../../slide/ink/sketch";

export interface PaletteHooks {
  use(tool: SketchTool): void;
  color(color: string): void;
  thick(): void;
  undo(): void;
  redo(): void;
  clear(): void;
  clearAll(): void;
  close(): void;
}

/** What the palette shows to be so. */
export interface PaletteState {
  tool: SketchTool | null;
  color: string;
  thick: boolean;
  canUndo: boolean;
  canRedo: boolean;
  canClear: boolean;
}

const TOOLS: readonly { tool: SketchTool; icon: IconName; title: string }[] = [
  { tool: "pointer", icon: "pointer", title: "Pointer (L)" },
  { tool: "spotlight", icon: "spotlight", title: "Spotlight (Shift L)" },
  { tool: "pen", icon: "pencil", title: "Pen (D)" },
  { tool: "marker", icon: "marker", title: "Marker (Shift D)" },
  { tool: "eraser", icon: "eraser", title: "Eraser (X)" },
  { tool: "zoom", icon: "zoomIn", title: "Zoom into a part (Z)" },
];

/** Seen on light slides and dark ones, and told apart by who sees few colours. */
export const COLORS: readonly { color: string; name: string }[] = [
  { color: "#e5484d", name: "Red" },
  { color: "#1f7aec", name: "Blue" },
  { color: "#12a150", name: "Green" },
  { color: "#ffc53d", name: "Yellow" },
];

export class Palette {
  readonly element: HTMLElement;
  private readonly tools: HTMLButtonElement[];
  private readonly colors: HTMLButtonElement[];
  private readonly thick: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly clear: HTMLButtonElement;

  constructor(hooks: PaletteHooks) {
    this.tools = TOOLS.map(({ tool, icon, title }) => button({ icon, title, class: "is-quiet", click: () => hooks.use(tool) }));
    this.colors = COLORS.map(({ color, name }) => {
      const each = button({ text: name, label: name, title: `${name} (C)`, class: "is-quiet palette-color", click: () => hooks.color(color) });
      each.style.setProperty("--color", color);
      return each;
    });
    this.thick = button({ icon: "thick", title: "Thick lines (Shift C)", class: "is-quiet", click: hooks.thick });
    this.undo = button({ icon: "undo", title: "Undo (Ctrl Z)", class: "is-quiet", click: hooks.undo });
    this.redo = button({ icon: "redo", title: "Redo (Ctrl Shift Z)", class: "is-quiet", click: hooks.redo });
    this.clear = button({ icon: "trash", title: "Clear this slide (Shift X)", class: "is-quiet", click: hooks.clear });
    this.element = h("div", { class: "palette", role: "toolbar", "aria-label": "Point and draw", hidden: true },
      h("div", { class: "palette-group" }, ...this.tools),
      h("div", { class: "palette-group", role: "group", "aria-label": "Lines" }, ...this.colors, this.thick),
      h("div", { class: "palette-group" }, this.undo, this.redo, this.clear,
        button({ text: "Clear all", title: "Clear the drawings on all slides", class: "is-quiet palette-all", click: hooks.clearAll }),
        button({ icon: "close", title: "Put the tools away (Esc)", class: "is-quiet", click: hooks.close })),
    );
  }

  update(state: PaletteState): void {
    this.tools.forEach((each, i) => press(each, TOOLS[i]?.tool === state.tool));
    this.colors.forEach((each, i) => press(each, COLORS[i]?.color === state.color));
    press(this.thick, state.thick);
    this.undo.disabled = !state.canUndo;
    this.redo.disabled = !state.canRedo;
    this.clear.disabled = !state.canClear;
  }
}

function press(button: HTMLElement, pressed: boolean): void {
  button.setAttribute("aria-pressed", String(pressed));
}
