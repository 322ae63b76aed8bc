// The time of a talk: its planned length, what each slide is to take, and what it took in
// the last talks and rehearsals. A run's times can become the plan.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { h, setText } from "../../kit/dom";
import { SecondPress } from "../../kit/second-press";
import { complain } from "../../kit/toast";
import { headingOf } from "../../slide/heading";
import type { Run } from "../../wire";
import * as server from "../server";
import { FACES } from "./bar";
import { chooseFace, faceKind } from "./face";
import { lengthWords, readLength } from "./pace";
import { asPlan, plannedTimes, runWords, timeField } from "./runs";
import { chart } from "./runs-chart";
import type { Desk } from "./tool";

/** So many runs stand beside the plan: more has no room. */
const COLUMNS = 3;

export function openTime(desk: Desk, reset: () => void): void {
  if (desk.deck) new TimeDialog(desk, reset).open();
}

class TimeDialog {
  private readonly dialog = new Dialog({ title: "Time", class: "dialog-time" });
  private readonly id: number;
  private readonly slides;
  private readonly length: HTMLInputElement;
  private readonly wrong = h("p", { class: "import-error", role: "alert", hidden: true });
  private readonly sum = h("p", { class: "time-sum" });
  private readonly picture = h("div", { class: "time-picture", hidden: true });
  private readonly list = h("ul", { class: "time-runs" });
  private readonly table = h("table", { class: "time-table tabular" });
  /** A field for each slide. */
  private readonly fields: HTMLInputElement[];
  private runs: Run[] = [];
  private looked = 0;

  constructor(desk: Desk, private readonly reset: () => void) {
    const deck = desk.deck!;
    this.id = deck.id;
    this.slides = desk.slides.slice();
    this.length = h("input", { class: "field tabular", type: "text", inputmode: "text", autocomplete: "off", value: deck.planned ? lengthWords(deck.planned * 1000) : "", placeholder: "20 min" });
    this.fields = this.slides.map((slide) => h("input", {
      class: "field tabular", type: "text", inputmode: "text", autocomplete: "off", value: timeField(slide.planned || 0), "aria-label": `Planned for slide ${slide.slide}`,
    }));
    for (const field of [this.length, ...this.fields]) {
      field.addEventListener("input", () => this.draw());
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        void this.save();
      });
    }
  }

  open(): void {
    const counts = h("input", { type: "checkbox", checked: faceKind(1, FACES) === "left", onchange: () => chooseFace(counts.checked ? "left" : "elapsed") });
    this.dialog.body.append(
      h("p", { text: "The bar says whether you are ahead or behind, by the slides that you have shown. A slide’s time is for it and for those after it that have none; what is left of the length is shared by those before the first that has one." }),
      h("label", { class: "plan-field" }, "Length", this.length),
      h("label", { class: "check" }, counts, " Count down: what is left is the large figure (Shift T)"),
      this.sum,
      this.picture,
      this.list,
      h("div", { class: "time-scroll", tabindex: 0, role: "region", "aria-label": "Times of the slides" }, this.table),
      this.wrong,
      h("div", { class: "dialog-actions" },
        button({ icon: "reset", text: "Back to zero", class: "is-quiet dialog-aside", click: () => { this.dialog.close(); this.reset(); } }),
        button({ text: "Cancel", click: () => this.dialog.close() }),
        button({ text: "Save", class: "is-primary", click: () => void this.save() }),
      ),
    );
    this.draw();
    this.fill();
    this.dialog.show(this.length);
    this.length.select();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.runs = await server.listRuns(this.id);
      this.looked = Math.min(this.looked, Math.max(0, this.runs.length - 1));
      this.fill();
      this.draw();
    } catch (error) {
      complain(error);
    }
  }

  /** The seconds that are typed for each slide, or null where one is no time. */
  private typed(): number[] | null {
    const all = this.fields.map((field) => readLength(field.value));
    return all.every((seconds) => seconds !== null) ? (all as number[]) : null;
  }

  private times(): number[] {
    const typed = this.fields.map((field) => readLength(field.value) || 0);
    return plannedTimes(readLength(this.length.value) || 0, this.slides.map((slide, i) => ({ planned: typed[i], hidden: slide.hidden })));
  }

  /** What follows from what is typed. */
  private draw(): void {
    const times = this.times();
    const planned = readLength(this.length.value) || 0;
    const said = this.slides.reduce((sum, slide, i) => sum + (slide.hidden ? 0 : readLength(this.fields[i]!.value) || 0), 0);
    setText(this.sum, said === 0 ? "" : `The slides’ times are ${lengthWords(said * 1000)} together${planned > 0 && said !== planned ? `, ${lengthWords(Math.abs(planned - said) * 1000)} ${said > planned ? "more" : "less"} than the length` : ""}.`);
    for (const field of [this.length, ...this.fields]) field.toggleAttribute("aria-invalid", readLength(field.value) === null);
    const run = this.runs[this.looked];
    this.picture.hidden = !run;
    if (run) {
      this.picture.replaceChildren(
        chart({ planned: times, taken: run.slides, before: this.runs.slice(this.looked + 1, this.looked + 1 + COLUMNS).map((one) => one.slides) }),
        h("p", { class: "chart-legend" }, h("span", { class: "is-taken", text: "taken" }), h("span", { class: "is-planned", text: "planned" }), h("span", { class: "is-before", text: "runs before" })),
      );
    }
  }

  /** The runs, and the table. */
  private fill(): void {
    const total = readLength(this.length.value) || 0;
    this.list.replaceChildren(...this.runs.map((run, i) => this.runLine(run, i, total)));
    const columns = this.runs.slice(0, COLUMNS);
    const time = (run: Run, i: number): string => timeField(run.slides[i] || 0) || "–";
    this.table.replaceChildren(
      h("thead", null, h("tr", null,
        h("th", { scope: "col", text: "Slide" }), h("th", { scope: "col", text: "Planned" }),
        ...columns.map((run) => h("th", { scope: "col", text: shortDate(run) })))),
      h("tbody", null, ...this.slides.map((slide, i) => h("tr", { class: slide.hidden ? "is-passed" : "" },
        h("th", { scope: "row", dir: "auto", text: `${slide.slide}  ${headingOf(slide)}` }),
        h("td", null, this.fields[i]!),
        ...columns.map((run) => h("td", { text: time(run, i) }))))),
    );
  }

  private runLine(run: Run, i: number, planned: number): HTMLElement {
    const words = runWords(run, planned);
    const over = run.ended_at !== null;
    const look = h("button", { type: "button", class: "button is-quiet time-run", "aria-pressed": String(i === this.looked), text: words, onclick: () => {
      this.looked = i;
      this.fill();
      this.draw();
    } });
    const remove = button({ icon: "trash", label: `Delete: ${words}`, title: "Delete", class: "is-quiet", click: () => {
      if (press.press()) void this.remove(run);
    } });
    const press = new SecondPress((armed) => {
      remove.classList.toggle("is-danger", armed);
      remove.setAttribute("aria-label", armed ? `Press again to delete: ${words}` : `Delete: ${words}`);
      remove.title = armed ? "Press again to delete" : "Delete";
    });
    return h("li", null, look,
      button({ text: "Use as plan", label: `Use as plan: ${words}`, class: "is-quiet", click: () => this.take(run) }),
      over && remove);
  }

  private async remove(run: Run): Promise<void> {
    try {
      await server.deleteRun(this.id, run.id);
      await this.load();
    } catch (error) {
      complain(error);
    }
  }

  /** A run's times stand in the fields; they count once they are saved. */
  private take(run: Run): void {
    asPlan(run, this.slides.length).forEach((seconds, i) => (this.fields[i]!.value = timeField(seconds)));
    if (!readLength(this.length.value)) this.length.value = lengthWords(Math.round(run.seconds) * 1000);
    this.draw();
  }

  private async save(): Promise<void> {
    const planned = readLength(this.length.value);
    const typed = this.typed();
    if (planned === null || typed === null) {
      this.wrong.hidden = false;
      setText(this.wrong, "A time is minutes, as 20 or 2.5 min, or 1:30; at most 24 h.");
      [this.length, ...this.fields].find((field) => readLength(field.value) === null)?.focus();
      return;
    }
    const slides: Record<number, number | null> = {};
    this.slides.forEach((slide, i) => {
      if (typed[i] !== (slide.planned || 0)) slides[slide.slide] = typed[i]!;
    });
    try {
      await server.setPlan(this.id, { planned, slides });
      this.dialog.close();
    } catch (error) {
      complain(error);
    }
  }
}

function shortDate(run: Run): string {
  return `${run.kind === "talk" ? "Talk" : "Rehearsal"} ${new Date(run.started_at).toLocaleString(undefined, { day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit" })}`;
}
