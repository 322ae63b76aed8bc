// The field in the place of the notes, while they are written. It stays with its slide,
// and that slide's deck, whatever the room does meanwhile, and whichever deck is open by
// the time they are saved.

import { copyText } from "../../kit/copy";
import { h, setAttribute } from "../../kit/dom";
import type { Action } from "../../kit/keys";
import { say } from "../../kit/toast";
import type { ApiError } from "../../line/api";
import { headingOf } from "../../slide/heading";
import type { TalkSlide } from "../../wire";
import { Draft, type Saving } from "./draft";

export interface EditorHooks {
  save(slide: TalkSlide, aside: { notes: string; was?: string }): Promise<unknown>;
  /** The slide as it is where its deck has other slides by now; undefined where nobody can tell which it is, null where the deck has those it had. */
  find(slide: TalkSlide): Promise<TalkSlide | undefined | null>;
  saving(state: Saving, why: string): void;
  opened(slide: TalkSlide): void;
  /** It is closed; undo is there where the notes are others now. */
  closed(slide: TalkSlide, undo: (() => void) | null): void;
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
      save: (notes, was) => this.hooks.save(slide, { notes, was }),
      changed: (state, why) => {
        if (draft.settled && this.draft !== draft) this.drafts.delete(draft);
        else this.drafts.add(draft);
        if (this.draft === draft || this.draft === null) this.hooks.saving(state, why);
      },
      refused: (error) => void this.refused(error, slide, draft).then((moved) => {
        if (!moved) return;
        slide = moved;
        if (this.draft === draft) this.opened(slide);
        draft.again();
      }),
    });
    this.draft = draft;
    this.field.value = slide.notes;
    this.field.hidden = false;
    this.opened(slide);
    this.field.focus();
    this.field.setSelectionRange(slide.notes.length, slide.notes.length);
  }

  close(): void {
    const { slide, draft } = this;
    if (!slide || !draft) return;
    const before = draft.first;
    this.slide = this.draft = null;
    draft.flush();
    if (draft.settled) this.drafts.delete(draft);
    this.field.hidden = true;
    this.hooks.closed(slide, this.field.value === before ? null : () => {
      draft.write(before);
      draft.flush();
    });
  }

  private opened(slide: TalkSlide): void {
    this.slide = slide;
    setAttribute(this.field, "lang", slide.lang || null);
    this.hooks.opened(slide);
  }

  /** Returns the slide where the notes belong now, if the deck has other slides and one of them is it. */
  private async refused(error: ApiError, slide: TalkSlide, draft: Draft): Promise<TalkSlide | undefined> {
    const moved = error.status === 409 ? await this.hooks.find(slide).catch(() => undefined) : undefined;
    if (moved) return moved;
    if (error.status === 409 && moved === null) {
      say(`The notes of slide ${slide.slide} were changed on another device meanwhile.`, { label: "Use mine", run: () => draft.again(true) });
    } else {
      say(`The notes of “${headingOf(slide) || `slide ${slide.slide}`}” are not saved: ${error.message}`, { label: "Copy them", run: () => void copyText(draft.text) });
    }
    return undefined;
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
