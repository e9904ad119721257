import { problemOf, retryAfter, type Problem } from "./state.js";

/**
 * How the server learns who asks.
 *
 * - `token`: an access token. `refresh` answers the next one, or null when the session is over; it
 *   is called a minute before a token ends. It may reject when it cannot tell now, and is asked
 *   again later. WebSockets get a single-use ticket, because an address is no place for a token.
 * - `cookie`: the browser's cookie. The client asks `POST /api/v1/auth/refresh` itself, one tab at
 *   a time; `refresh` replaces that, and answers when the new cookie ends (ms since 1970), or null.
 * - `ticket`: answers a new ticket for each connection, or null when there are no more. It is told
 *   `true` when the token behind the last one was refused or is over: get another token first.
 */
export type Auth =
  | { readonly token: string; readonly refresh?: () => Promise<string | null> }
  | { readonly cookie: true; readonly refresh?: () => Promise<number | null> }
  | { readonly ticket: (over: boolean) => Promise<string | null> };

/** There is no way in any more. */
export class Unauthorized extends Error {
  constructor(readonly problem?: Problem) {
    super(problem?.message ?? "nobody is signed in");
  }
}

/** It cannot be told now; `waitMillis` is what the server asked for. */
export class NotNow extends Error {
  constructor(
    message: string,
    readonly waitMillis?: number,
  ) {
    super(message);
  }
}

/** What opens one connection. */
export interface Entry {
  readonly headers: Record<string, string>;
  readonly query: Record<string, string>;
  readonly credentials: RequestCredentials;
  /** Of the token; a renewal on behalf of an older one is not repeated. */
  readonly generation: number;
}

const BEFORE_THE_END = 60_000;

/** Tokens of one client, shared by its streams: a renewal is one request, whoever needs it. */
export class Credentials {
  generation = 0;
  private token: string | undefined;
  private endsAt: number | undefined;
  private begunAt = Date.now();
  private known: boolean;
  private renewing: Promise<void> | undefined;

  constructor(
    private readonly base: string,
    private readonly auth: Auth,
    private readonly fetch: typeof globalThis.fetch,
  ) {
    this.known = !("cookie" in auth);
    if ("token" in auth) {
      this.token = auth.token;
      this.endsAt = claims(auth.token)?.end;
    }
  }

  /** Milliseconds until the token should be replaced; undefined if nobody knows or can. */
  renewIn(): number | undefined {
    if (this.endsAt === undefined || ("token" in this.auth && !this.auth.refresh)) return undefined;
    const life = this.endsAt - this.begunAt;
    return this.endsAt - Math.min(BEFORE_THE_END, life / 2) - Date.now();
  }

  /** Whether each connection gets its own, and there is nothing to renew. */
  get areTickets(): boolean {
    return "ticket" in this.auth;
  }

  /** The token for a WebSocket's refresh; undefined where there is none to be had. */
  current(): string | undefined {
    return this.token;
  }

  /** @param over whether what the last connection came in with is of no worth any more */
  async enter(socket: boolean, over = false): Promise<Entry> {
    if (!this.known) await this.askWhenItEnds();
    if ((this.renewIn() ?? 1) <= 0) await this.renew(this.generation);
    const credentials = "cookie" in this.auth ? "include" : "omit";
    const query: Record<string, string> = {};
    if ("ticket" in this.auth) {
      const ticket = await this.auth.ticket(over);
      if (ticket === null) throw new Unauthorized();
      query.ticket = ticket;
    } else if (socket && this.token !== undefined) {
      query.ticket = await this.ticket();
    }
    return { headers: this.bearer(), query, credentials, generation: this.generation };
  }

  private bearer(): Record<string, string> {
    return this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
  }

  /** Gets another token unless that was done already since that one. */
  renew(generation: number): Promise<void> {
    if (generation !== this.generation) return Promise.resolve();
    this.renewing ??= this.next().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async next(): Promise<void> {
    if ("token" in this.auth) {
      const token = (await this.auth.refresh?.()) ?? null;
      if (token === null) throw new Unauthorized();
      const said = claims(token);
      this.token = token;
      // It is new, so a clock of ours that is wrong does not matter.
      this.lasts(said && Date.now() + said.end - said.begin);
    } else if ("cookie" in this.auth) {
      const endsAt = await (this.auth.refresh ?? (() => this.refreshCookie()))();
      if (endsAt === null) throw new Unauthorized();
      this.lasts(endsAt);
    }
    this.generation++;
  }

  private lasts(endsAt: number | undefined): void {
    this.begunAt = Date.now();
    this.endsAt = endsAt;
  }

  private async refreshCookie(): Promise<number | null> {
    const ask = () => this.ask("POST", "/api/v1/auth/refresh", { "Content-Type": "application/json" });
    // A refresh token that comes twice ends its session, and tabs share theirs.
    const locks = globalThis.navigator?.locks;
    const said = await (locks ? locks.request("wardcast-refresh", ask) : ask());
    return Date.now() + Number(said.expires_in) * 1000;
  }

  /** Rejects with `Unauthorized` if the server knows us no more. A ticket shows that by itself. */
  async verify(): Promise<void> {
    if ("cookie" in this.auth) await this.ask("GET", "/api/v1/auth/me", {});
  }

  private async askWhenItEnds(): Promise<void> {
    try {
      const me = await this.ask("GET", "/api/v1/auth/me", {});
      this.lasts(Date.parse(String(me.expires_at)));
    } catch (failure) {
      if (!(failure instanceof Unauthorized)) throw failure;
      await this.renew(this.generation);
    }
    this.known = true;
  }

  private async ticket(): Promise<string> {
    const ask = () => this.ask("POST", "/api/v1/auth/stream-ticket", this.bearer());
    const { generation } = this;
    const said = await ask().catch(async (failure: unknown) => {
      if (!(failure instanceof Unauthorized)) throw failure;
      // Our clock may be behind: the token is over although it does not look so.
      await this.renew(generation);
      return ask();
    });
    return String(said.ticket);
  }

  private async ask(
    method: string,
    path: string,
    headers: Record<string, string>,
  ): Promise<Record<string, unknown>> {
    const answer = await this.fetch(this.base + path, {
      method,
      headers: { Accept: "application/json", ...headers },
      credentials: "cookie" in this.auth ? "include" : "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(20_000),
      ...(method === "POST" && headers["Content-Type"] ? { body: "{}" } : {}),
    });
    if (answer.ok) return (await answer.json()) as Record<string, unknown>;
    const problem = await problemOf(answer);
    if (answer.status === 401 || answer.status === 403) throw new Unauthorized(problem);
    throw new NotNow(problem.message, retryAfter(answer));
  }
}

/** When a token was issued and ends, in milliseconds since 1970. Not verified: the server does that. */
function claims(token: string): { begin: number; end: number } | undefined {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { iat, exp } = JSON.parse(atob(payload)) as { iat: unknown; exp: unknown };
    return Number(exp) > Number(iat) ? { begin: Number(iat) * 1000, end: Number(exp) * 1000 } : undefined;
  } catch {
    return undefined;
  }
}
