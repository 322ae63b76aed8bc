// The field in the place of the notes, while they are written. It stays with its slide
// whatever the room does meanwhile.

import { h, setAttribute } from "../../kit/dom";
import type { Action } from "../../kit/keys";
import { complain, say } from "../../kit/toast";
import type { ApiError } from "../../line/api";
import type { TalkSlide } from "../../wire";
import { Draft, type Saving } from "./draft";

export interface EditorHooks {
  save(slide: number, aside: { notes: string; was?: string }): Promise<unknown>;
  saving(state: Saving): void;
  opened(slide: TalkSlide): void;
  /** It is closed; these were the notes before, and these are they now. */
  closed(slide: TalkSlide, before: string, now: string): void;
  /** A clicker's key: whoever holds it does not see that somebody writes. */
  act(action: Action): void;
}

const CLICKER: Record<string, Action> = { PageDown: "next", PageUp: "previous" };

export class NoteEditor {
  readonly field = h("textarea", { class: "field notes-field", "aria-label": "Notes", hidden: true, dir: "auto", spellcheck: "true" });
  private slide: TalkSlide | null = null;
  private draft: Draft | null = null;
  /** Those that are not in yet, the one in the field among them. */
  private readonly drafts = new Set<Draft>();

  constructor(private readonly hooks: EditorHooks) {
    this.field.addEventListener("input", () => this.draft?.write(this.field.value));
    this.field.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.unsaved) return;
      this.draft?.flush();
      event.preventDefault();
      event.returnValue = "";
    });
  }

  /** The slide whose notes are written, or null. */
  get editing(): TalkSlide | null {
    return this.slide;
  }

  /** Something was typed that the server does not have. */
  get unsaved(): boolean {
    return Array.from(this.drafts).some((draft) => !draft.settled);
  }

  open(slide: TalkSlide): void {
    if (this.slide) return;
    const draft: Draft = new Draft(slide.notes, {
      save: (notes, was) => this.hooks.save(slide.slide, { notes, was }),
      changed: (state) => {
        if (this.draft === draft || this.draft === null) this.hooks.saving(state);
        if (draft.settled && this.draft !== draft) this.drafts.delete(draft);
      },
      refused: (error) => this.refused(error, slide, draft),
    });
    this.slide = slide;
    this.draft = draft;
    this.drafts.add(draft);
    this.field.value = slide.notes;
    this.field.hidden = false;
    setAttribute(this.field, "lang", slide.lang || null);
    this.hooks.opened(slide);
    this.field.focus();
    this.field.setSelectionRange(slide.notes.length, slide.notes.length);
  }

  close(): void {
    const { slide, draft } = this;
    if (!slide || !draft) return;
    this.slide = this.draft = null;
    draft.flush();
    if (draft.settled) this.drafts.delete(draft);
    this.field.hidden = true;
    this.hooks.closed(slide, slide.notes, this.field.value);
  }

  private refused(error: ApiError, slide: TalkSlide, draft: Draft): void {
    if (error.status !== 409) complain(error);
    else say(`The notes of slide ${slide.slide} were changed on another device meanwhile.`, { label: "Use mine", run: () => draft.insist() });
  }

  private key(event: KeyboardEvent): void {
    const action = CLICKER[event.key];
    if (event.isComposing) return;
    if (action) this.hooks.act(action);
    else if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
