import { useReducer } from "react";
import type { SessionStep } from "../src/index.js";
import { ignore, useStream, type Followed } from "./followed.js";

export interface SessionProgress extends Followed {
  /** The newest step of this session; undefined before the first one. */
  readonly step: SessionStep | undefined;
}

/** How far a session is; `null` follows nothing. Progress never goes back. */
export function useSessionProgress(sessionId: string | null): SessionProgress {
  const [newest, take] = useReducer(
    (_: SessionStep | undefined, step: SessionStep) => step,
    undefined,
  );
  const path = `/api/sessions/${encodeURIComponent(sessionId ?? "")}/status/stream`;
  const follows = sessionId === null ? null : path;
  const followed = useStream(follows, (step) => take(step as SessionStep), ignore);
  // A step of the session before it is nothing of this one's.
  return { step: newest?.session_id === sessionId ? newest : undefined, ...followed };
}
