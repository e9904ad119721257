import { Unauthorized, type Credentials, type Entry } from "./auth.js";
import { COME_BACK, Lifeline, type Outcome, type Timing } from "./lifeline.js";
import type { CloseReason, ConnectionState } from "./state.js";

export interface SocketSettings {
  readonly address: string;
  readonly WebSocket: typeof globalThis.WebSocket;
  readonly credentials: Credentials;
  readonly timing: Timing;
}

/** Who speaks over the socket. */
export interface SocketOwner {
  /** A new connection is there, and knows nothing of what was said before. */
  opened(): void;
  /** The connection is gone, and with it every answer that was awaited. */
  ended(): void;
  message(message: Record<string, unknown> & { type: string }, text: string): void;
}

/** The server takes 60 messages at once and 20 a second; what comes faster ends the connection. */
const BURST = 40;
const PER_MESSAGE_MILLIS = 66;

/** One WebSocket after the other, kept alive, and never faster than the server listens. */
export class RoomSocket extends Lifeline {
  private socket: WebSocket | undefined;
  private outbox: string[] = [];
  private credit = BURST;
  private creditAt = 0;
  private timers = new Set<ReturnType<typeof setTimeout>>();
  private ending: Outcome | undefined;
  private end: () => void = () => {};

  constructor(
    private readonly settings: SocketSettings,
    private readonly owner: SocketOwner,
    onState: ((state: ConnectionState) => void) | undefined,
  ) {
    super(settings.credentials, settings.timing, onState);
  }

  /** @returns false where there is no connection, and nothing was said */
  say(message: object): boolean {
    if (!this.socket || this.state.phase !== "live") return false;
    this.outbox.push(JSON.stringify(message));
    if (this.outbox.length === 1) this.flush();
    return true;
  }

  /** Runs it after a while, unless the connection ends before. */
  later(millis: number, what: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      what();
    }, millis);
    this.timers.add(timer);
  }

  protected override hangUp(reason: string): void {
    this.ending ??= { then: "again", reason };
    this.end();
  }

  protected override async attempt(): Promise<Outcome> {
    this.ending = undefined;
    const entry = await this.credentials.enter(true, this.renewed);
    if (this.ending) return this.ending;
    const url = new URL(this.settings.address);
    for (const [name, value] of Object.entries(entry.query)) url.searchParams.set(name, value);
    const socket = new this.settings.WebSocket(url.href);
    try {
      const close = await this.talk(socket, entry);
      return this.ending ?? (await this.meaning(close, entry));
    } finally {
      this.socket = undefined;
      for (const timer of this.timers) clearTimeout(timer);
      this.timers.clear();
      this.outbox = [];
      socket.onmessage = socket.onclose = socket.onerror = socket.onopen = null;
      socket.close();
      this.owner.ended();
    }
  }

  /** @returns the close code, and whether the connection was ever open */
  private talk(socket: WebSocket, entry: Entry): Promise<{ code: number; open: boolean }> {
    return new Promise((resolve) => {
      let open = false;
      this.end = () => resolve({ code: 0, open });
      socket.onclose = (event) => resolve({ code: event.code, open });
      // Not every WebSocket tells the close of a connection that never came to be.
      socket.onerror = () => resolve({ code: 1006, open });
      socket.onopen = () => {
        open = true;
        this.socket = socket;
        this.credit = BURST;
        this.opened();
        this.owner.opened();
        this.keepAlive();
        this.renewAhead(entry);
      };
      socket.onmessage = (event) => {
        this.heardSomething();
        this.progressed();
        const text = String(event.data);
        this.owner.message(JSON.parse(text), text);
      };
    });
  }

  /** Pings of the protocol are not shown to a page, so it asks for a sign of life by itself. */
  private keepAlive(): void {
    this.later(this.timing.silenceMillis / 3, () => {
      this.say({ type: "ping" });
      this.keepAlive();
    });
  }

  private renewAhead(entry: Entry): void {
    const millis = this.credentials.renewIn();
    if (millis === undefined) return;
    this.later(Math.max(0, Math.min(millis, 2 ** 31 - 1)), () => void this.renew(entry));
  }

  private async renew(entry: Entry): Promise<void> {
    try {
      await this.credentials.renew(entry.generation);
    } catch {
      return; // The old one is good for a while yet; its end is told, and then it is tried again.
    }
    const token = this.credentials.current();
    if (token === undefined) {
      // A cookie's token can't be read: a new connection brings it.
      this.ending = { then: "reopen" };
      this.end();
    } else if (this.say({ type: "refresh", token })) {
      this.renewAhead({ ...entry, generation: this.credentials.generation });
    }
  }

  private flush(): void {
    const now = Date.now();
    const earned = (now - this.creditAt) / PER_MESSAGE_MILLIS;
    this.credit = Math.min(BURST, this.credit + Math.max(0, earned));
    this.creditAt = now;
    while (this.outbox.length > 0 && this.credit >= 1) {
      this.credit--;
      this.socket?.send(this.outbox.shift()!);
    }
    if (this.outbox.length > 0) this.later(PER_MESSAGE_MILLIS, () => this.flush());
  }

  private async meaning(close: { code: number; open: boolean }, entry: Entry): Promise<Outcome> {
    const { code, open } = close;
    if (code === 4500) return { then: "renew", generation: entry.generation };
    const reasons: Record<number, CloseReason> = { 4501: "access_revoked", 4502: "finished" };
    const reason = reasons[code];
    if (reason) return { then: "close", reason };
    if (code >= 4500 && code < 5000) {
      const message = `close code ${code}`;
      return { then: "close", reason: "refused", problem: { status: 0, code: String(code), message } };
    }
    // A page is not told why a handshake was refused, so it asks whether it is signed in at all.
    if (!open) {
      try {
        await this.credentials.verify();
      } catch (failure) {
        if (!(failure instanceof Unauthorized)) throw failure;
        return { then: "renew", generation: entry.generation };
      }
    }
    return { then: "again", reason: COME_BACK[code - 4000] ?? "the connection ended" };
  }
}
