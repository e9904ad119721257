import { useEffect, useReducer } from "react";
import type { ConnectionState } from "../src/index.js";

/** A connection in words and figures that a page can show, so that nothing stale looks fresh. */
export interface ShownConnection {
  readonly isLive: boolean;
  /** Milliseconds since the last sign of life, grown each second; 0 while live, undefined if there was none. */
  readonly ageMillis: number | undefined;
  /** Milliseconds until the next attempt; undefined where there is none to wait for. */
  readonly retryInMillis: number | undefined;
}

/** Shows a state that grows old by itself. */
export function useConnectionState(state: ConnectionState): ShownConnection {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const waits = state.phase === "reconnecting";
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(redraw, 1_000);
    return () => clearInterval(timer);
  }, [waits]);
  const now = Date.now();
  return {
    isLive: state.phase === "live",
    ageMillis:
      state.phase === "live"
        ? 0
        : state.phase === "reconnecting" && state.since !== undefined
          ? now - state.since
          : undefined,
    retryInMillis: waits ? Math.max(0, state.retryAt - now) : undefined,
  };
}
