import { useEffect, useReducer, useRef } from "react";
import type { ConnectionState, EventsOf, Gap, StreamHandlers } from "../src/index.js";
import { useWardcast } from "./context.js";

/** How much of what is shown can be relied on. */
export interface Followed {
  readonly state: ConnectionState;
  /** The newest word on a hole; undefined while there is none, and after it was filled. */
  readonly gap: Gap | undefined;
}

export const CONNECTING: ConnectionState = { phase: "connecting" };

/** A hole that was filled is none; one that was not stays told, whatever is filled beside it. */
export function nextGap(known: Gap | undefined, told: Gap): Gap | undefined {
  if (told.state === "filled") return known?.state === "unfilled" ? known : undefined;
  return told;
}

/** A state and a gap that redraw their component when they change. */
export function useFollowed(): [Followed, (state: ConnectionState) => void, (gap: Gap) => void] {
  const [followed, tell] = useReducer(
    (known: Followed, told: ConnectionState | Gap): Followed =>
      "phase" in told
        ? { ...known, state: told }
        : { ...known, gap: nextGap(known.gap, told) },
    { state: CONNECTING, gap: undefined },
  );
  return [followed, tell, tell];
}

/** For hooks whose result tells the gap itself. */
export const ignore = (): void => {};

/** The newest version of a handler, so that a new function on each render reopens nothing. */
export function useNewest<T>(value: T): { readonly current: T } {
  const newest = useRef(value);
  useEffect(() => {
    newest.current = value;
  });
  return newest;
}

/** Follows a path for as long as the component lives; `null` follows nothing. */
export function useStream<Path extends string>(
  path: Path | null,
  onEvent: StreamHandlers<EventsOf<Path>>["onEvent"],
  /** Required, because a hole that nobody looks at is a hole that looks like peace. */
  onGap: (gap: Gap) => void,
): Followed {
  const client = useWardcast();
  const [followed, tellState, tellGap] = useFollowed();
  const handlers = useNewest({ onEvent, onGap });
  useEffect(() => {
    if (path === null) return;
    const subscription = client.stream<Path>(path, {
      onEvent: (event, about) => handlers.current.onEvent(event, about),
      onGap: (gap) => {
        tellGap(gap);
        handlers.current.onGap(gap);
      },
      onState: tellState,
    });
    return () => subscription.close();
  }, [client, path, handlers]);
  return followed;
}
