import { Credentials, type Auth } from "./auth.js";
import type { EventsOf } from "./events.js";
import type { Timing } from "./lifeline.js";
import { RoomTable, type Rooms, type RoomsOptions } from "./rooms.js";
import { EventStream, type StreamHandlers, type Subscription } from "./stream.js";

export interface ClientOptions {
  /** Such as `https://ward.example.org`; in a page its own address unless given. */
  readonly baseUrl?: string;
  readonly auth: Auth;
  /** Milliseconds of silence after which a connection is dead; the server speaks every 30 s. */
  readonly silenceMillis?: number;
  /** The longest pause between two attempts, in milliseconds. */
  readonly longestPauseMillis?: number;
  /** In the place of the global ones. */
  readonly fetch?: typeof globalThis.fetch;
  readonly WebSocket?: typeof globalThis.WebSocket;
}

export interface Client {
  /**
   * Follows a stream of Server-Sent Events until `close()`, or until the server refuses for good.
   *
   * @param path with its parameters, such as `/api/v1/alerts/stream?role=nurse&patient_id=p1`; the
   *     events are typed by it
   */
  stream<Path extends string>(path: Path, handlers: StreamHandlers<EventsOf<Path>>): Subscription;
  /** Rooms over a WebSocket of their own; they share it. */
  rooms(options?: RoomsOptions): Rooms;
}

/** A client; its streams share their tokens. */
export function createClient(options: ClientOptions): Client {
  const base = (options.baseUrl ?? globalThis.location.origin).replace(/\/+$/, "");
  // Not a method of ours: a browser's fetch must be called without a foreign `this`.
  const fetch: typeof globalThis.fetch = (input, init) =>
    (options.fetch ?? globalThis.fetch)(input, init);
  const credentials = new Credentials(base, options.auth, fetch);
  const timing: Timing = {
    silenceMillis: options.silenceMillis ?? 45_000,
    longestPauseMillis: options.longestPauseMillis ?? 30_000,
  };
  return {
    stream: (path, handlers) => new EventStream(base + path, handlers, fetch, credentials, timing),
    rooms: (how = {}) => {
      const address = base.replace(/^http/, "ws") + "/realtime/ws";
      const WebSocket = options.WebSocket ?? globalThis.WebSocket;
      return new RoomTable({ address, WebSocket, credentials, timing }, how);
    },
  };
}
