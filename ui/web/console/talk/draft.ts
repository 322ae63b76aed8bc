// Notes on their way to the server: saved as they are typed, tried again until they
// are in, and never sent over what another device has written meanwhile.

import type { ApiError } from "../../line/api";

/** So long after the last letter they are saved. */
const QUIET = 700;
const RETRY = 2000;

export type Saving = "saved" | "saving" | "failing" | "refused";

export interface DraftHooks {
  /** was is what the notes are edited from; undefined where it may be that an edit of ours has arrived already. */
  save(notes: string, was: string | undefined): Promise<unknown>;
  changed(state: Saving): void;
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
  private cancel: () => void = () => undefined;
  private sending = false;
  /** A request failed of which nobody knows whether it arrived. */
  private unsure = false;

  constructor(private base: string, private readonly hooks: DraftHooks, private readonly after: Later = later) {
    this.text = base;
  }

  private text: string;

  /** Nothing is to be sent any more. */
  get settled(): boolean {
    return !this.sending && (this.text === this.base || this.state === "refused");
  }

  write(text: string): void {
    this.text = text;
    if (text === this.base && !this.sending && !this.unsure) {
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
    if (!this.sending && (this.text !== this.base || this.unsure) && this.state !== "refused") void this.send();
  }

  /** Sends it over whatever the server has. */
  insist(): void {
    this.unsure = true;
    this.tell("saving");
    this.flush();
  }

  private wait(ms: number): void {
    this.cancel();
    this.cancel = this.after(() => this.flush(), ms);
  }

  private async send(): Promise<void> {
    const { text } = this;
    this.sending = true;
    let error: ApiError | null = null;
    try {
      await this.hooks.save(text, this.unsure ? undefined : this.base);
    } catch (e) {
      error = e as ApiError;
    }
    this.sending = false;
    const status = error?.status || 0;
    if (!error) {
      this.base = text;
      this.unsure = false;
      if (this.text === text) this.tell("saved");
      else this.flush();
    } else if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      this.tell("refused");
      this.hooks.refused(error);
    } else {
      this.unsure = true;
      this.tell("failing");
      this.wait(RETRY);
    }
  }

  private tell(state: Saving): void {
    this.state = state;
    this.hooks.changed(state);
  }
}
