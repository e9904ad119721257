import type { RoomMessage } from "./events.js";
import { GapTracker } from "./gaps.js";
import { call } from "./lifeline.js";
import { RoomSocket, type SocketOwner, type SocketSettings } from "./socket.js";
import type { ConnectionState, Gap } from "./state.js";

export interface RoomHandlers {
  onEvent(event: RoomMessage): void;
  /** Required, because a hole that nobody looks at is a hole that looks like peace. */
  onGap(gap: Gap): void;
  /** The room is followed: nothing that is published from now on is missed. */
  onSubscribed?(): void;
  /**
   * The room is followed no more, and not asked for again. `reason` is a code such as
   * `no_access_to_patient` (refused) or `access_revoked` (taken away).
   */
  onEnded?(reason: string, message: string): void;
  /** Where to begin: a `cursor` that was kept. Without it, from now on. */
  cursor?: string;
}

export interface RoomSubscription {
  readonly room: string;
  /** Where to come back to in this room; undefined before there is one. */
  readonly cursor: string | undefined;
  unsubscribe(): void;
}

export interface RoomsOptions {
  onState?(state: ConnectionState): void;
}

export interface Acknowledgement {
  readonly alert_id: string;
  readonly patient_id: string;
  readonly status?: "acknowledged" | "in_progress" | "resolved" | "false_alarm";
  readonly note?: string;
}

/** Many rooms over one WebSocket that comes back by itself, each room to where it was. */
export interface Rooms {
  readonly state: ConnectionState;
  /** One subscription a room: a second one to the same room throws. */
  subscribe(room: string, handlers: RoomHandlers): RoomSubscription;
  /** Resolves with the status that the alert has now; rejects with the server's reason. */
  acknowledge(what: Acknowledgement): Promise<string>;
  close(): void;
}

type Message = Record<string, unknown> & { type: string };

interface Member {
  readonly room: string;
  readonly handlers: RoomHandlers;
  readonly gaps: GapTracker;
  cursor: string | undefined;
  /** It has a position of its own, which another room's must not replace. */
  hasOwnCursor: boolean;
  subscribed: boolean;
  holed: boolean;
}

interface Waiting {
  readonly alertId: string;
  resolve(status: string): void;
  reject(failure: Error): void;
}

/** Pause before what the server could not do at the moment is asked again. */
const ASK_AGAIN_MILLIS = 2_000;

export class RoomTable implements Rooms, SocketOwner {
  private readonly members = new Map<string, Member>();
  private acknowledgements: Waiting[] = [];
  private newest: string | undefined;
  private readonly socket: RoomSocket;

  constructor(settings: SocketSettings, options: RoomsOptions) {
    this.socket = new RoomSocket(settings, this, options.onState?.bind(options));
  }

  get state(): ConnectionState {
    return this.socket.state;
  }

  subscribe(room: string, handlers: RoomHandlers): RoomSubscription {
    if (this.members.has(room)) throw new Error(`${room}: subscribed already`);
    const gaps = new GapTracker((gap) => call(() => handlers.onGap(gap)));
    const { cursor } = handlers;
    const hasOwnCursor = cursor !== undefined;
    const member = { room, handlers, gaps, cursor, hasOwnCursor, subscribed: false, holed: false };
    this.members.set(room, member);
    this.ask(member);
    return {
      room,
      get cursor() {
        return member.cursor;
      },
      unsubscribe: () => {
        if (this.members.get(room) !== member) return;
        this.members.delete(room);
        this.socket.say({ type: "unsubscribe", room });
      },
    };
  }

  acknowledge(what: Acknowledgement): Promise<string> {
    return new Promise((resolve, reject) => {
      if (!this.socket.say({ type: "ack", ...what })) {
        return reject(new Error("not connected (expected: state live)"));
      }
      this.acknowledgements.push({ alertId: what.alert_id, resolve, reject });
    });
  }

  close(): void {
    this.socket.close();
  }

  // --- what the connection tells

  opened(): void {
    this.newest = undefined;
    for (const member of this.members.values()) {
      member.subscribed = false;
      this.ask(member);
    }
  }

  ended(): void {
    const lost = this.acknowledgements;
    this.acknowledgements = [];
    for (const waiting of lost) waiting.reject(new Error("the connection ended; it may be done"));
  }

  message(message: Message, text: string): void {
    switch (message.type) {
      case "connected":
        return this.position(message);
      case "position":
        return this.closeGaps(message);
      case "subscription":
        return this.subscription(message);
      case "gap":
        return this.gap(message);
      case "ack_result":
        return this.acknowledged(message);
      case "error":
        return this.failed(message);
      default:
        if (typeof message.room === "string") this.event(message, text, message.room);
    }
  }

  private ask(member: Member): void {
    const { room, cursor } = member;
    // What came after it is on its way: no position of the connection may take its place.
    if (cursor !== undefined) member.hasOwnCursor = true;
    this.socket.say({ type: "subscribe", room, ...(cursor === undefined ? {} : { cursor }) });
  }

  private askLater(members: Iterable<Member>): void {
    const those = [...members];
    this.socket.later(ASK_AGAIN_MILLIS, () => {
      for (const member of those) {
        if (this.members.get(member.room) === member && !member.subscribed) this.ask(member);
      }
    });
  }

  private event(message: Message, text: string, room: string): void {
    const member = this.members.get(room);
    const cursor = typeof message.cursor === "string" ? message.cursor : undefined;
    if (member && (cursor !== undefined || member.gaps.isNew(text))) {
      call(() => member.handlers.onEvent(message as unknown as RoomMessage));
      if (cursor !== undefined) {
        member.cursor = cursor;
        member.hasOwnCursor = true;
        this.closeGap(member);
      }
    }
    this.position(message);
  }

  /**
   * A position speaks for every room of the connection, but may lie behind one that is further. So
   * it is taken for rooms that told nothing yet, and never in the place of a room's own.
   */
  private position(message: Message): void {
    if (typeof message.cursor !== "string") return;
    this.newest = message.cursor;
    for (const member of this.members.values()) {
      if (member.subscribed && !member.hasOwnCursor) member.cursor = this.newest;
    }
  }

  private closeGaps(message: Message): void {
    this.position(message);
    for (const member of this.members.values()) {
      if (!member.holed) continue;
      // The old one would be answered with the same gap again.
      member.cursor = this.newest;
      this.closeGap(member);
    }
  }

  private closeGap(member: Member): void {
    member.holed = false;
    member.gaps.closed();
  }

  private gap(message: Message): void {
    const rooms = (message.rooms ?? []) as string[];
    for (const room of rooms.length > 0 ? rooms : this.members.keys()) {
      const member = this.members.get(room);
      if (!member) continue;
      member.holed = true;
      member.gaps.announced(String(message.reason), [room]);
    }
  }

  private subscription(message: Message): void {
    const member = this.members.get(String(message.room));
    if (!member) return;
    if (message.status === "subscribed") {
      member.subscribed = true;
      if (!member.hasOwnCursor) member.cursor = this.newest;
      call(() => member.handlers.onSubscribed?.());
    } else if (message.reason === "access_unknown") {
      this.askLater([member]);
    } else if (message.status === "denied" || message.reason === "access_revoked") {
      this.members.delete(member.room);
      const reason = String(message.reason);
      call(() => member.handlers.onEnded?.(reason, String(message.message ?? reason)));
    }
  }

  private acknowledged(message: Message): void {
    // One whose alert_id is not even text is answered without it; answers come in order.
    const at =
      message.alert_id === undefined
        ? 0
        : this.acknowledgements.findIndex(({ alertId }) => alertId === message.alert_id);
    const [waiting] = at < 0 ? [] : this.acknowledgements.splice(at, 1);
    if (message.acknowledged === true) waiting?.resolve(String(message.status));
    else waiting?.reject(new Error(String(message.message ?? message.reason)));
  }

  private failed(message: Message): void {
    if (message.reason !== "user_rate_exceeded") return;
    // Which message was not carried out is not told: whatever is unanswered is asked again.
    this.askLater(this.members.values());
    const waiting = this.acknowledgements.shift();
    waiting?.reject(new Error(String(message.message)));
  }
}
