type Message = Record<string, unknown>;

/** A WebSocket of the browser whose other end is the test. */
export class FakeSocket {
  static all: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  readonly said: Message[] = [];
  closed = false;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  static get newest(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }

  open(cursor = "c0"): this {
    this.onopen?.();
    return this.tell({ type: "connected", rooms: [], cursor });
  }

  tell(message: Message): this {
    this.onmessage?.({ data: JSON.stringify(message) });
    return this;
  }

  subscribed(...rooms: string[]): this {
    for (const room of rooms) this.tell({ type: "subscription", room, status: "subscribed" });
    return this;
  }

  event(room: string, n: number, cursor?: string): this {
    return this.tell({ type: "patient_alert", room, data: { n }, ...(cursor ? { cursor } : {}) });
  }

  end(code: number): void {
    this.onclose?.({ code });
  }

  send(text: string): void {
    this.said.push(JSON.parse(text) as Message);
  }

  close(): void {
    this.closed = true;
  }

  /** The cursors of what was subscribed to; null for none. */
  get asked(): Record<string, unknown> {
    const some = this.said.filter(({ type }) => type === "subscribe");
    return Object.fromEntries(some.map(({ room, cursor }) => [room, cursor ?? null]));
  }
}
