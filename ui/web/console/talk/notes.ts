// The speaker's notes: in a size to choose, at the step that the talk is at, and to be
// written during the talk.

import { button } from "../../kit/button";
import { h, setAttribute, setText } from "../../kit/dom";
import type { Action } from "../../kit/keys";
import { element, parts } from "../../kit/markdown";
import { languageList, showLanguages } from "../../kit/language-list";
import { languageName } from "../../kit/languages";
import { recall, remember } from "../../kit/settings";
import { complain, say } from "../../kit/toast";
import type { TalkSlide } from "../../wire";
import type { SlideSaid } from "../server";
import { atClicks, clickAt, clickClass } from "./clicks";
import type { Saving } from "./draft";
import { NoteEditor } from "./note-editor";
import { Sizer } from "./sizer";

/** So many lines at a key press. */
const LINES = 3;
const SCROLLS = /^(ArrowDown|ArrowUp|PageDown|PageUp|Home|End)$/;

const SAVING: Record<Saving, string> = { saved: "Saved", saving: "Saving…", failing: "Not saved yet. Trying again…", refused: "Not saved" };

export interface NotesHooks {
  save(slide: TalkSlide, noted: SlideSaid): Promise<unknown>;
  /** See EditorHooks. */
  find(slide: TalkSlide): Promise<TalkSlide | undefined | null>;
  act(action: Action): void;
  /** The notes, and the slides, are wanted in another language. */
  speak(lang: string): void;
}

export class Notes {
  readonly element: HTMLElement;
  private readonly text = h("div", { class: "notes-text", tabindex: 0, role: "region", "aria-label": "Notes", dir: "auto" });
  private readonly heading = h("h2", { text: "Notes" });
  private readonly state = h("span", { class: "notes-state", role: "status" });
  private readonly pencil: HTMLButtonElement;
  private readonly done: HTMLButtonElement;
  private readonly asInFile: HTMLButtonElement;
  private readonly kept: HTMLElement;
  private readonly keptText = h("div", { class: "notes-kept-text", dir: "auto" });
  private readonly sizer: Sizer;
  private readonly editor: NoteEditor;
  private readonly languages: HTMLSelectElement;
  private slide: TalkSlide | undefined;
  private own = "";
  private key = "";
  private clicks: number[] = [0];
  private click = -1;

  constructor(private readonly hooks: NotesHooks) {
    this.sizer = new Sizer(this.text);
    this.editor = new NoteEditor({
      save: (slide, noted) => hooks.save(slide, noted),
      find: (slide) => hooks.find(slide),
      saving: (state, why) => this.tellSaving(state, why),
      opened: (slide) => this.editing(slide),
      closed: (slide, undo) => this.written(slide, undo),
      act: (action) => hooks.act(action),
    });
    this.pencil = button({ icon: "pencil", label: "Write notes", title: "Write notes (I)", class: "is-quiet", click: () => this.edit() });
    this.languages = languageList("Language of slides and notes, here", (lang) => {
      this.languages.blur();
      hooks.speak(lang);
    });
    this.languages.addEventListener("keydown", (event) => this.passOn(event));
    this.languages.hidden = true;
    this.done = button({ text: "Done", title: "Done (Esc)", class: "notes-done", click: () => this.editor.close() });
    this.asInFile = button({ icon: "undo", label: "Notes as in the file", title: "As in the file", class: "is-quiet", click: () => void this.backToFile() });
    this.kept = h("div", { class: "notes-kept", hidden: true },
      h("p", null, "The file has other notes by now. You had written:"),
      this.keptText,
      h("p", { class: "notes-kept-actions" },
        button({ text: "Use mine", click: () => void this.say({ notes: this.slide?.kept }) }),
        button({ text: "Keep the file’s", class: "is-quiet", click: () => void this.say({ file_notes: true }) }),
      ),
    );
    this.element = h("section", { class: "talk-notes" },
      h("header", { class: "notes-head" }, this.heading, this.state, this.languages, this.asInFile, this.pencil, this.sizer.smaller, this.sizer.larger, this.done),
      this.text,
      this.editor.field,
      h("p", { class: "notes-hidden", text: "Notes hidden · S" }),
    );
    this.text.addEventListener("keydown", (event) => this.scrollKey(event));
    this.element.classList.toggle("is-hidden", recall("notes.hidden", false));
    this.done.hidden = true;
  }

  /** Shows a slide's notes, with what is meant for a step. */
  show(slide: TalkSlide | undefined, step = 0): void {
    const key = slide ? JSON.stringify([slide.deck, slide.content, slide.slide, slide.notes, slide.kept, slide.for]) : "";
    if (key !== this.key) this.load(slide, key);
    const click = clickAt(this.clicks, step);
    if (click !== this.click) this.turnTo(click);
  }

  /** The languages of the deck, and the one that it is here in. */
  speaks(langs: readonly string[], lang: string): void {
    showLanguages(this.languages, langs, lang);
    this.own = langs[0] || "";
  }

  /** Has a field for the notes of the slide that is shown: those of the deck's own language. */
  edit(): void {
    if (!this.slide) return;
    if (this.slide.for) {
      say(`Notes are written in the first language here (${languageName(this.own)}). Choose that first.`);
      return;
    }
    if (this.element.classList.contains("is-hidden")) this.toggle();
    this.editor.open(this.slide);
  }

  /** What is written is done. */
  finish(): void {
    this.editor.close();
  }

  /** The deck is left. */
  leave(): void {
    this.editor.close();
    this.show(undefined);
  }

  resize(by: number): void {
    this.sizer.resize(by);
  }

  /** Hides them, for a screen that others can look at, or shows them again. */
  toggle(): void {
    remember("notes.hidden", this.element.classList.toggle("is-hidden"));
    this.sizer.fit();
  }

  /** Scrolls by some lines, down or (negative) up. */
  scroll(by: number): void {
    this.text.scrollTop += by * LINES * this.sizer.line;
  }

  /** The list keeps the focus where nothing was chosen, and must not keep the talk from a clicker. */
  private passOn(event: KeyboardEvent): void {
    if (/^(ArrowUp|ArrowDown|Enter| |Tab|Escape|F4)$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    this.languages.blur();
    document.body.dispatchEvent(new KeyboardEvent(event.type, event));
  }

  private load(slide: TalkSlide | undefined, key: string): void {
    const another = slide?.slide !== this.slide?.slide || slide?.deck !== this.slide?.deck;
    this.key = key;
    this.slide = slide;
    this.click = -1;
    const notes = slide?.notes.trim() || "";
    const marked = atClicks(parts(notes || "No notes for this slide."));
    this.clicks = marked.clicks;
    setText(this.keptText, slide?.kept || "");
    this.kept.hidden = !slide?.kept;
    this.text.replaceChildren(...marked.parts.map(element), this.kept);
    this.element.classList.toggle("is-empty", notes === "");
    this.element.classList.toggle("has-clicks", marked.clicks.length > 1);
    this.asInFile.hidden = !slide?.edited || this.editor.editing !== null;
    this.pencil.hidden = Boolean(slide?.for);
    setAttribute(this.text, "lang", (notes && slide?.lang) || null);
    this.sizer.fit();
    if (!another) return;
    this.text.scrollTop = 0;
    if (!this.editor.editing && !this.editor.unsaved) setText(this.state, ""); // it was the other slide's
  }

  /** Lights up what is meant for a click, and scrolls there. */
  private turnTo(click: number): void {
    this.click = click;
    if (this.clicks.length < 2) return;
    for (const now of Array.from(this.text.querySelectorAll(".is-now"))) now.classList.remove("is-now");
    const now = Array.from(this.text.querySelectorAll("." + clickClass(click)));
    for (const part of now) part.classList.add("is-now");
    const first = now[0];
    if (!first) return;
    const outer = this.text.getBoundingClientRect();
    const inner = first.getBoundingClientRect();
    // A line of what came before stays in sight.
    this.text.scrollTop += inner.top - outer.top - (click > 0 ? this.sizer.line : 0);
  }

  private editing(slide: TalkSlide): void {
    this.element.classList.add("is-editing");
    setText(this.heading, `Notes of slide ${slide.slide}`);
    setText(this.state, "");
    this.done.hidden = false;
    this.pencil.hidden = true;
    this.asInFile.hidden = true;
  }

  private written(slide: TalkSlide, undo: (() => void) | null): void {
    this.element.classList.remove("is-editing");
    setText(this.heading, "Notes");
    this.done.hidden = true;
    this.pencil.hidden = false;
    this.asInFile.hidden = !this.slide?.edited;
    if (undo) say(`The notes of slide ${slide.slide} were changed.`, { label: "Undo", run: undo });
  }

  private tellSaving(state: Saving, why = ""): void {
    setText(this.state, why ? `${SAVING[state]} ${why}` : SAVING[state]);
    this.state.dataset.state = state;
  }

  private async backToFile(): Promise<void> {
    const { slide } = this;
    if (slide && (await this.say({ file_notes: true }))) {
      say(`Slide ${slide.slide} has the notes of its file.`, { label: "Undo", run: () => void this.say({ notes: slide.notes }, slide) });
    }
  }

  private async say(noted: SlideSaid, slide = this.slide): Promise<boolean> {
    try {
      if (slide) await this.hooks.save(slide, noted);
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  }

  /** Keys that scroll do, where there is something to scroll and the focus is in it. */
  private scrollKey(event: KeyboardEvent): void {
    const { scrollHeight, clientHeight } = this.text;
    if (SCROLLS.test(event.key) && scrollHeight > clientHeight && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  }
}
