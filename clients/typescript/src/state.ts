/** What an answer of application/problem+json said. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export type CloseReason =
  /** `close()` was called. */
  | "stopped"
  /** Everything there is was told. */
  | "finished"
  /** Nobody is signed in any more, and there is no other token. */
  | "unauthorized"
  | "forbidden"
  | "not_found"
  /** Access ended while the stream was open. */
  | "access_revoked"
  /** The server does not take the request; `problem` says why. */
  | "refused";

/**
 * How a connection is. All times are milliseconds since 1970, by this machine's clock.
 *
 * While it is anything but `live`, what was received is as old as `since` says, or older.
 */
export type ConnectionState =
  | { readonly phase: "connecting" }
  | { readonly phase: "live"; readonly since: number }
  | {
      readonly phase: "reconnecting";
      /** The last sign of life; undefined if there never was one. */
      readonly since: number | undefined;
      /** When the next attempt begins. */
      readonly retryAt: number;
      readonly attempt: number;
      readonly reason: string;
    }
  | { readonly phase: "closed"; readonly reason: CloseReason; readonly problem?: Problem };

/**
 * Events of these rooms may be missing.
 *
 * - `open`: the server found a hole and is about to fill it. Treat what you show as incomplete.
 * - `filled`: all of it was told meanwhile, as ordinary events.
 * - `unfilled`: what is missing will not come here. Read the lists, such as `GET /api/v1/alerts`.
 */
export interface Gap {
  readonly state: "open" | "filled" | "unfilled";
  readonly rooms: readonly string[];
  readonly reason: string;
}

/** The server's word on a status that is no success. */
export async function problemOf(answer: Response): Promise<Problem> {
  const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  return {
    status: answer.status,
    code: String(said.code ?? said.type ?? "").replace(/^.*\//, ""),
    message: String(said.detail ?? said.title ?? answer.statusText),
  };
}

/** Milliseconds that an answer asks to wait; undefined if it does not. */
export function retryAfter(answer: Response): number | undefined {
  const seconds = Number(answer.headers.get("Retry-After") ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : undefined;
}
