import { createContext, createElement, useContext, useEffect, useMemo, useReducer, useState } from "react";
import type { ReactNode } from "react";
import type { ConnectionState, Gap, RoomMessage, Rooms } from "../src/index.js";
import { useWardcast } from "./context.js";
import { CONNECTING, nextGap, useNewest } from "./followed.js";

interface Shared {
  readonly rooms: Rooms | undefined;
  readonly state: ConnectionState;
}

const Socket = createContext<Shared>({ rooms: undefined, state: CONNECTING });

/** One WebSocket for all `useRoom` below it. */
export function RoomsProvider(props: { children?: ReactNode }): ReactNode {
  const client = useWardcast();
  const [rooms, open] = useState<Rooms>();
  const [state, tell] = useState<ConnectionState>(CONNECTING);
  useEffect(() => {
    const opened = client.rooms({ onState: tell });
    open(opened);
    return () => opened.close();
  }, [client]);
  const shared = useMemo(() => ({ rooms, state }), [rooms, state]);
  return createElement(Socket.Provider, { value: shared }, props.children);
}

export interface RoomFollowed {
  /** Of the WebSocket that the rooms share. */
  readonly connection: ConnectionState;
  readonly status: "asking" | "subscribed" | "ended";
  /** Why it ended, a code. */
  readonly reason: string | undefined;
  readonly gap: Gap | undefined;
}

type Told = Gap | { readonly status: "asking" | "subscribed" | "ended"; readonly reason?: string };
type Known = Omit<RoomFollowed, "connection">;

function next(known: Known, told: Told): Known {
  if ("status" in told) return { ...known, status: told.status, reason: told.reason };
  return { ...known, gap: nextGap(known.gap, told) };
}

/** Follows a room; `null` follows nothing. One component at a time may follow the same room. */
export function useRoom(
  room: string | null,
  onEvent: (event: RoomMessage) => void,
  onGap: (gap: Gap) => void,
): RoomFollowed {
  const { rooms, state } = useContext(Socket);
  const [known, tell] = useReducer(next, { status: "asking", reason: undefined, gap: undefined });
  const handlers = useNewest({ onEvent, onGap });
  useEffect(() => {
    if (!rooms || room === null) return;
    tell({ status: "asking" });
    const subscription = rooms.subscribe(room, {
      onEvent: (event) => handlers.current.onEvent(event),
      onGap: (gap) => {
        tell(gap);
        handlers.current.onGap(gap);
      },
      onSubscribed: () => tell({ status: "subscribed" }),
      onEnded: (reason) => tell({ status: "ended", reason }),
    });
    return () => subscription.unsubscribe();
  }, [rooms, room, handlers]);
  return { connection: state, ...known };
}
