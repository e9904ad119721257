import { NotNow, Unauthorized, type Credentials } from "./auth.js";
import type { CloseReason, ConnectionState, Problem } from "./state.js";

/** How one connection ended, and so what comes next. */
export type Outcome =
  | { readonly then: "again"; readonly reason: string; readonly waitMillis?: number | undefined }
  /** The token was refused or is over. */
  | { readonly then: "renew"; readonly generation: number; readonly problem?: Problem }
  /** A new token is there before the old one ended: come back at once, and tell nobody. */
  | { readonly then: "reopen" }
  | { readonly then: "close"; readonly reason: CloseReason; readonly problem?: Problem };

/** Close codes and reasons of the server after which a client comes back by itself. */
export const COME_BACK = ["draining", "max_age", "access_unknown", "unresponsive", "rate_exceeded"];

export interface Timing {
  /** Milliseconds without a sign of life after which a connection counts as dead. */
  readonly silenceMillis: number;
  /** The longest pause between two attempts. */
  readonly longestPauseMillis: number;
}

/** Attempts, one after the other, until there is a reason to stop. */
export abstract class Lifeline {
  state: ConnectionState = { phase: "connecting" };
  protected closed = false;
  protected retryMillis = 2_000;
  private failures = 0;
  /** Whether what the last connection came in with was refused or is over. */
  protected renewed = false;
  private openedAt = 0;
  private heard: number | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private wake: () => void = () => {};

  protected constructor(
    protected readonly credentials: Credentials,
    protected readonly timing: Timing,
    private readonly onState: ((state: ConnectionState) => void) | undefined,
  ) {
    // Later, so that whoever created it has it in hand when it says something.
    queueMicrotask(() => void this.live());
  }

  /** One connection, from its request to its end. Rejects as `again` would be answered. */
  protected abstract attempt(): Promise<Outcome>;

  /** Makes the running attempt end. */
  protected abstract hangUp(reason: string): void;

  close(): void {
    this.finish("stopped");
  }

  protected opened(): void {
    this.heardSomething();
    this.renewed = false;
    this.openedAt = Date.now();
    if (this.state.phase !== "live") this.enter({ phase: "live", since: Date.now() });
  }

  /** Something of worth came: the next pause is a short one again. */
  protected progressed(): void {
    this.failures = 0;
  }

  protected heardSomething(): void {
    this.heard = Date.now();
    this.expectLife();
  }

  /** A connection that stays silent from now on is dead. */
  protected expectLife(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.hangUp("silent"), this.timing.silenceMillis);
  }

  private async live(): Promise<void> {
    if (this.closed) return;
    this.enter(this.state);
    while (!this.closed) {
      let outcome: Outcome;
      try {
        this.expectLife();
        outcome = await this.attempt();
      } catch (failure) {
        outcome = again(failure);
      } finally {
        clearTimeout(this.silence);
      }
      if (!this.closed) await this.after(outcome);
    }
  }

  private async after(outcome: Outcome): Promise<void> {
    if (outcome.then === "close") return this.finish(outcome.reason, outcome.problem);
    if (outcome.then === "reopen") return;
    if (outcome.then === "again") return this.pause(outcome.reason, outcome.waitMillis);
    // A token that is refused right after its renewal is not too old: something else is wrong.
    if (this.renewed) return this.finish("unauthorized", outcome.problem);
    this.renewed = true;
    try {
      await this.credentials.renew(outcome.generation);
      // A ticket of a token in its last moment: the next one is worth waiting for.
      if (this.credentials.areTickets) return this.pause("unauthorized");
    } catch (failure) {
      const next = again(failure);
      this.renewed = false;
      if (next.then === "again") return this.pause(next.reason, next.waitMillis);
      this.finish("unauthorized", outcome.problem);
    }
  }

  private async pause(reason: string, atLeast = 0): Promise<void> {
    // One that held was no failure; one that ended as it began was, though it opened.
    if (this.openedAt && Date.now() - this.openedAt > this.timing.longestPauseMillis) this.failures = 0;
    this.openedAt = 0;
    const grown = this.retryMillis * 2 ** Math.min(this.failures++, 10);
    const longest = Math.min(this.timing.longestPauseMillis, grown);
    // Between half and the whole, so that those who left together don't come back together.
    const millis = Math.max(atLeast, longest * (0.5 + Math.random() / 2));
    this.enter({
      phase: "reconnecting",
      since: this.heard,
      retryAt: Date.now() + millis,
      attempt: this.failures,
      reason,
    });
    await new Promise<void>((wake) => {
      const timer = setTimeout(wake, millis);
      this.wake = () => {
        clearTimeout(timer);
        wake();
      };
      // A network that is back is no reason to sit out the pause; the server's own wish is.
      if (atLeast === 0) globalThis.addEventListener?.("online", this.wake, { once: true });
    });
    globalThis.removeEventListener?.("online", this.wake);
  }

  protected finish(reason: CloseReason, problem?: Problem): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.silence);
    this.wake();
    this.hangUp(reason);
    this.enter({ phase: "closed", reason, ...(problem ? { problem } : {}) });
  }

  private enter(state: ConnectionState): void {
    this.state = state;
    call(() => this.onState?.(state));
  }
}

/** What a failed attempt means. */
function again(failure: unknown): Outcome {
  if (failure instanceof Unauthorized) {
    return {
      then: "close",
      reason: "unauthorized",
      ...(failure.problem ? { problem: failure.problem } : {}),
    };
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  return { then: "again", reason, waitMillis: failure instanceof NotNow ? failure.waitMillis : undefined };
}

/** A handler that throws is its page's matter, as with any listener: the stream goes on. */
export function call(handler: () => void): void {
  try {
    handler();
  } catch (failure) {
    if (globalThis.reportError) globalThis.reportError(failure);
    else
      queueMicrotask(() => {
        throw failure;
      });
  }
}
