// Notes on their way to the server: saved as they are typed, tried again until they
// are in, and never sent over what another device has written meanwhile.

import { type ApiError, excuseOf } from "../../line/api";

/** So long after the last letter they are saved. */
const QUIET = 700;
const RETRY = 2000;

export type Saving = "saved" | "saving" | "failing" | "refused";

export interface DraftHooks {
  /** was is what the notes are edited from; undefined where they are to go over whatever is there. */
  save(notes: string, was: string | undefined): Promise<unknown>;
  /** why is what the server said, where it takes nothing in for now; "" where it does not answer. */
  changed(state: Saving, why: string): void;
  refused(error: ApiError): void;
}

/** Takes a function to be called later, and returns what calls that off; for tests. */
export type Later = (run: () => void, wait: number) => () => void;

const later: Later = (run, wait) => {
  const timer = window.setTimeout(run, wait);
  return () => window.clearTimeout(timer);
};

export class Draft {
  state: Saving = "saved";
  /** What the server has. */
  private base: string;
  private cancel: () => void = () => undefined;
  private sending = false;
  /** What a request had that failed, of which nobody knows whether it arrived: it is sent again before anything else is. */
  private tried: string | null = null;
  /** It goes over whatever the server has. */
  private over = false;

  /** What is to be saved. */
  text: string;

  /** first is what there was before anything was written. */
  constructor(readonly first: string, private readonly hooks: DraftHooks, private readonly after: Later = later) {
    this.base = this.text = first;
  }

  /** Nothing is to be sent any more. */
  get settled(): boolean {
    return !this.sending && (this.saved || this.state === "refused");
  }

  private get saved(): boolean {
    return this.text === this.base && this.tried === null;
  }

  write(text: string): void {
    this.text = text;
    if (this.saved && !this.sending) {
      this.cancel();
      this.tell("saved");
      return;
    }
    this.tell("saving");
    this.wait(QUIET);
  }

  /** Sends what was typed at once. */
  flush(): void {
    this.cancel();
    if (!this.sending && !this.saved && this.state !== "refused") void this.send();
  }

  /** Sends what was refused again: over is over whatever the server has. */
  again(over = false): void {
    this.over = over;
    this.tell("saving");
    this.flush();
  }

  private wait(ms: number): void {
    this.cancel();
    this.cancel = this.after(() => this.flush(), ms);
  }

  private async send(): Promise<void> {
    const text = this.tried ?? this.text;
    this.sending = true;
    let error: ApiError | null = null;
    try {
      await this.hooks.save(text, this.over ? undefined : this.base);
    } catch (e) {
      error = e as ApiError;
    }
    this.sending = false;
    const status = error?.status || 0;
    if (!error) {
      this.base = text;
      this.tried = null;
      this.over = false;
      if (this.saved) this.tell("saved");
      else this.flush();
    } else if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      this.tried = null;
      this.tell("refused");
      this.hooks.refused(error);
    } else {
      this.tried = text;
      this.tell("failing", excuseOf(error));
      this.wait(RETRY);
    }
  }

  private tell(state: Saving, why = ""): void {
    this.state = state;
    this.hooks.changed(state, why);
  }
}
