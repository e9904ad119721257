// One WebSocket that follows rooms and comes back by itself: with each room's own position, so that nothing is
// missed and nothing comes twice.

const PING_MILLIS = 20_000;
const SILENCE_MILLIS = 32_000;
const ANSWER_MILLIS = 6_000;
const LONGEST_PAUSE_MILLIS = 15_000;
const TOKEN_EXPIRED = 4500;
const ACCESS_REVOKED = 4501;

/**
 * @typedef {{onEvent: (message: any) => void, onGap: (state: "open"|"filled"|"unfilled") => void,
 *   onGone: (reason: string) => void}} RoomHandlers
 * @typedef {{handlers: RoomHandlers, cursor: string|null, state: "wanted"|"asked"|"followed", askedAt: number,
 *   gap: boolean}} Followed
 */

export class Link {
  /** @type {Map<string, Followed>} */
  rooms = new Map();
  live = false;
  #socket = null;
  #failures = 0;
  #heardAt = 0;
  #pause = 0;
  #position = null;
  #closed = false;
  #hooks;

  /**
   * @param {{onState: () => void, onRefused: (code: number) => void, maySay: () => boolean}} hooks `maySay`: the
   *   server counts what all connections of a user say, so they share an allowance
   */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#open();
    this.beat = setInterval(() => this.#check(), 1_000);
  }

  follow(room, handlers) {
    const cursor = null;
    this.rooms.set(room, { handlers, cursor, state: "wanted", askedAt: 0, gap: false });
    this.#ask();
    this.#hooks.onState();
  }

  unfollow(room) {
    if (this.rooms.delete(room)) this.#say({ type: "unsubscribe", room });
    this.#hooks.onState();
  }

  /** Whether all that is wanted is followed. */
  get complete() {
    if (!this.live) return false;
    for (const room of this.rooms.values()) if (room.state !== "followed") return false;
    return true;
  }

  refresh(token) {
    this.#say({ type: "refresh", token });
  }

  /** At once, for instance when the network is back. */
  hurry() {
    if (this.#socket || this.#closed) return;
    clearTimeout(this.#pause);
    this.#open();
  }

  close() {
    this.#closed = true;
    clearInterval(this.beat);
    clearTimeout(this.#pause);
    this.#socket?.close(1000);
    this.#socket = null;
    this.live = false;
  }

  #open() {
    const address = new URL("/realtime/ws", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onmessage = ({ data }) => {
      this.#heardAt = Date.now();
      if (socket === this.#socket) this.#hear(JSON.parse(data));
    };
    socket.onclose = ({ code }) => socket === this.#socket && this.#ended(code);
  }

  #ended(code) {
    this.#socket = null;
    this.live = false;
    for (const room of this.rooms.values()) room.state = "wanted";
    this.#hooks.onState();
    if (this.#closed) return;
    // Behind 1006 may be a refusal, whose reason a browser does not tell.
    if (code === TOKEN_EXPIRED || code === ACCESS_REVOKED || this.#failures > 0) this.#hooks.onRefused(code);
    const longest = Math.min(LONGEST_PAUSE_MILLIS, 500 * 2 ** this.#failures++);
    this.#pause = setTimeout(() => this.#closed || this.#open(), longest * (0.5 + Math.random() / 2));
  }

  #check() {
    if (!this.#socket) return;
    const silent = Date.now() - this.#heardAt;
    if (silent > SILENCE_MILLIS) {
      const socket = this.#socket;
      this.#ended(1006);
      socket.close();
      return;
    }
    if (silent > PING_MILLIS) this.#say({ type: "ping" });
    this.#ask();
  }

  #ask() {
    if (!this.live) return;
    const now = Date.now();
    for (const [name, room] of this.rooms) {
      // One that was refused for its haste is not answered with its name: it is asked again.
      const overdue = room.state === "asked" && now - room.askedAt > ANSWER_MILLIS;
      if (room.state !== "wanted" && !overdue) continue;
      if (!this.#hooks.maySay()) return;
      room.state = "asked";
      room.askedAt = now;
      this.#say({ type: "subscribe", room: name, ...(room.cursor ? { cursor: room.cursor } : {}) });
    }
  }

  #say(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(message) {
    switch (message.type) {
      case "connected":
        this.live = true;
        this.#failures = 0;
        this.#position = message.cursor ?? null;
        this.#ask();
        return this.#hooks.onState();
      case "subscription":
        return this.#subscription(message);
      case "gap":
        return this.#gap(message);
      case "position":
        return this.#caughtUp(message.cursor);
      case "pong":
      case "refreshed":
      case "error":
        return;
      default:
        return this.#event(message);
    }
  }

  #subscription({ room: name, status, reason }) {
    const room = this.rooms.get(name);
    if (!room) return;
    if (status === "subscribed") {
      room.state = "followed";
      room.cursor ??= this.#position;
    } else if (reason === "access_unknown") {
      room.state = "asked";
      room.askedAt = Date.now();
    } else {
      this.rooms.delete(name);
      room.handlers.onGone(reason ?? status);
    }
    this.#hooks.onState();
  }

  #gap({ reason, rooms }) {
    for (const name of rooms) {
      const room = this.rooms.get(name);
      if (!room) continue;
      room.gap = reason !== "not_refilled";
      room.handlers.onGap(room.gap ? "open" : "unfilled");
    }
  }

  /** Everything up to here was told: of alerts what was missing too, of readings not. */
  #caughtUp(cursor) {
    for (const [name, room] of this.rooms) {
      if (cursor && room.state === "followed") room.cursor = cursor;
      if (!room.gap) continue;
      room.gap = false;
      room.handlers.onGap(name.endsWith(":alerts") ? "filled" : "unfilled");
    }
  }

  #event(message) {
    const room = this.rooms.get(message.room);
    if (!room) return;
    if (message.cursor) room.cursor = message.cursor;
    room.handlers.onEvent(message);
  }
}
