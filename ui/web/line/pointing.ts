// Telling the server where somebody points: one request at a time, the newest wins, and
// what does not get through is old by the time that it could be sent again.

import type { Mark } from "../wire";
import { request } from "./api";

const WITHIN = 1500;

export class Pointing {
  private next: Mark | null = null;
  private busy = false;

  /** refused hears why nothing may be shown: who drives is somebody else, say. */
  constructor(private readonly refused: (error: Error & { status?: number }) => void = () => undefined) {}

  tell(mark: Mark): void {
    this.next = mark;
    if (!this.busy) void this.pump();
  }

  private async pump(): Promise<void> {
    this.busy = true;
    for (let mark = this.next; mark; mark = this.next) {
      this.next = null;
      const { deck, ...json } = mark;
      try {
        await request(`/api/decks/${deck}/marks`, { method: "POST", json, timeout: WITHIN });
      } catch (error) {
        const { status = 0 } = error as { status?: number };
        if (status >= 400 && status < 500) this.refused(error as Error);
      }
    }
    this.busy = false;
  }
}
