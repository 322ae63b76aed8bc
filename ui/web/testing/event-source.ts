// A browser's EventSource, whose server is the test.

type Listener = (event: { data?: string }) => void;

export class FakeEventSource {
  /** All that were made, the newest last. */
  static made: FakeEventSource[] = [];

  static get last(): FakeEventSource {
    return FakeEventSource.made[FakeEventSource.made.length - 1]!;
  }

  static install(): void {
    FakeEventSource.made = [];
    (globalThis as any).EventSource = FakeEventSource;
  }

  closed = false;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(readonly url: string) {
    FakeEventSource.made.push(this);
  }

  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, [...(this.listeners.get(name) || []), listener]);
  }

  close(): void {
    this.closed = true;
  }

  /** The server opens the stream, sends an event, or breaks it off ("error"). */
  say(name: string, data: unknown = {}): void {
    if (this.closed) return;
    for (const listener of this.listeners.get(name) || []) listener({ data: JSON.stringify(data) });
  }
}
