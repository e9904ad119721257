import type { Credentials, Entry } from "./auth.js";
import { GapTracker } from "./gaps.js";
import { call, COME_BACK, Lifeline, type Outcome, type Timing } from "./lifeline.js";
import { FrameReader, type Frame } from "./sse.js";
import { problemOf, retryAfter, type ConnectionState, type Gap } from "./state.js";

/** About an event, beside its data. */
export interface About {
  /** The `event:` of the stream, such as `patient.vitals.update` or `progress`; else `message`. */
  readonly name: string;
  /** Where to come back to so that this event is the last one known; undefined within a refill. */
  readonly position: string | undefined;
}

export interface StreamHandlers<E> {
  onEvent(event: E, about: About): void;
  /** Required, because a hole that nobody looks at is a hole that looks like peace. */
  onGap(gap: Gap): void;
  onState?(state: ConnectionState): void;
  /** Where to begin: a `position` that was kept. Without it, from now on. */
  lastEventId?: string;
}

/** A stream that comes back by itself, to where it was, until it is closed or refused. */
export interface Subscription {
  readonly state: ConnectionState;
  /** Where to come back to; undefined before the first frame. Keep it to survive a reload. */
  readonly position: string | undefined;
  close(): void;
}

export class EventStream<E> extends Lifeline implements Subscription {
  position: string | undefined;
  private readonly gaps: GapTracker;
  private abort = new AbortController();
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private ending: Outcome | undefined;

  constructor(
    private readonly address: string,
    private readonly handlers: StreamHandlers<E>,
    private readonly fetch: typeof globalThis.fetch,
    credentials: Credentials,
    timing: Timing,
  ) {
    super(credentials, timing, handlers.onState?.bind(handlers));
    this.position = handlers.lastEventId;
    this.gaps = new GapTracker((gap) => call(() => handlers.onGap(gap)));
  }

  protected override hangUp(reason: string): void {
    this.ending ??= { then: "again", reason };
    this.abort.abort();
  }

  protected override async attempt(): Promise<Outcome> {
    this.abort = new AbortController();
    this.ending = undefined;
    const entry = await this.credentials.enter(false, this.renewed);
    if (this.ending) return this.ending;
    try {
      const answer = await this.ask(entry);
      if (answer.status !== 200) return this.ending ?? (await refusal(answer, entry));
      this.opened();
      this.renewAhead(entry);
      await this.read(answer, entry);
      return this.ending ?? { then: "again", reason: "the connection ended" };
    } catch (failure) {
      if (this.ending) return this.ending;
      throw failure;
    } finally {
      clearTimeout(this.renewal);
      this.abort.abort();
    }
  }

  private ask({ headers, query, credentials }: Entry): Promise<Response> {
    const url = new URL(this.address);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const come = this.position === undefined ? {} : { "Last-Event-ID": this.position };
    return this.fetch(url.href, {
      headers: { Accept: "text/event-stream", ...headers, ...come },
      credentials,
      cache: "no-store",
      signal: this.abort.signal,
    });
  }

  /** A stream lives as long as its token; with the next one it goes on where it is. */
  private renewAhead(entry: Entry): void {
    const millis = this.credentials.renewIn();
    if (millis === undefined) return;
    this.renewal = setTimeout(
      () =>
        this.credentials.renew(entry.generation).then(
          () => {
            this.ending = { then: "reopen" };
            this.abort.abort();
          },
          // The old one is good for a while yet; its end is told, and then it is tried again.
          () => {},
        ),
      Math.max(0, Math.min(millis, 2 ** 31 - 1)),
    );
  }

  private async read(answer: Response, entry: Entry): Promise<void> {
    const frames = new FrameReader();
    const decoder = new TextDecoder();
    const reader = answer.body!.getReader();
    while (!this.ending) {
      const { value, done } = await reader.read();
      if (done) return;
      this.heardSomething();
      for (const frame of frames.feed(decoder.decode(value, { stream: true }))) {
        this.take(frame, entry);
        if (this.ending) return;
      }
    }
  }

  private take(frame: Frame, entry: Entry): void {
    if (frame.retryMillis !== undefined) this.retryMillis = frame.retryMillis;
    if (frame.data !== undefined) this.tell(frame, frame.data, entry);
    if (frame.id !== undefined) {
      this.position = frame.id;
      if (frame.data !== undefined) this.progressed();
      this.gaps.closed();
    }
  }

  private tell(frame: Frame, text: string, entry: Entry): void {
    const data = JSON.parse(text);
    if (frame.event === "gap") this.gaps.announced(data.reason, data.rooms ?? []);
    else if (frame.event === "token_expired") {
      this.ending = { then: "renew", generation: entry.generation };
    } else if (frame.event === "closed") this.ending = ended(data.reason);
    else if (frame.event !== "connected" && (frame.id !== undefined || this.gaps.isNew(text))) {
      const name = frame.event || "message";
      call(() => this.handlers.onEvent(data, { name, position: frame.id }));
      // The last step of a session: what follows is the end of the connection.
      if (name === "complete" || name === "error") this.ending = ended("finished");
    }
  }
}

function ended(reason: string): Outcome {
  if (COME_BACK.includes(reason)) return { then: "again", reason };
  if (reason === "finished" || reason === "access_revoked") return { then: "close", reason };
  return { then: "close", reason: "refused", problem: { status: 0, code: reason, message: reason } };
}

async function refusal(answer: Response, entry: Entry): Promise<Outcome> {
  const { status } = answer;
  if (status === 204) return { then: "close", reason: "finished" };
  const problem = await problemOf(answer);
  if (status === 401) return { then: "renew", generation: entry.generation, problem };
  if (status === 408 || status === 429 || status >= 500 || answer.ok) {
    return { then: "again", reason: problem.message, waitMillis: retryAfter(answer) };
  }
  const reason = status === 403 ? "forbidden" : status === 404 ? "not_found" : "refused";
  return { then: "close", reason, problem };
}
