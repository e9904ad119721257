// Built from clients/typescript by `npm run bundle`. Do not edit.

// src/state.ts
async function problemOf(answer) {
  const said = await answer.json().catch(() => ({}));
  return {
    status: answer.status,
    code: String(said.code ?? said.type ?? "").replace(/^.*\//, ""),
    message: String(said.detail ?? said.title ?? answer.statusText)
  };
}
function retryAfter(answer) {
  const seconds = Number(answer.headers.get("Retry-After") ?? Number.NaN);
  return seconds >= 0 ? seconds * 1e3 : void 0;
}

// src/auth.ts
var Unauthorized = class extends Error {
  constructor(problem) {
    super(problem?.message ?? "nobody is signed in");
    this.problem = problem;
  }
};
var NotNow = class extends Error {
  constructor(message, waitMillis) {
    super(message);
    this.waitMillis = waitMillis;
  }
};
var BEFORE_THE_END = 6e4;
var Credentials = class {
  constructor(base, auth, fetch) {
    this.base = base;
    this.auth = auth;
    this.fetch = fetch;
    this.known = !("cookie" in auth);
    if ("token" in auth) {
      this.token = auth.token;
      this.endsAt = claims(auth.token)?.end;
    }
  }
  generation = 0;
  token;
  endsAt;
  begunAt = Date.now();
  known;
  renewing;
  /** Milliseconds until the token should be replaced; undefined if nobody knows or can. */
  renewIn() {
    if (this.endsAt === void 0 || "token" in this.auth && !this.auth.refresh) return void 0;
    const life = this.endsAt - this.begunAt;
    return this.endsAt - Math.min(BEFORE_THE_END, life / 2) - Date.now();
  }
  /** Whether each connection gets its own, and there is nothing to renew. */
  get areTickets() {
    return "ticket" in this.auth;
  }
  /** The token for a WebSocket's refresh; undefined where there is none to be had. */
  current() {
    return this.token;
  }
  /** @param over whether what the last connection came in with is of no worth any more */
  async enter(socket, over = false) {
    if (!this.known) await this.askWhenItEnds();
    if ((this.renewIn() ?? 1) <= 0) await this.renew(this.generation);
    const credentials = "cookie" in this.auth ? "include" : "omit";
    const query = {};
    if ("ticket" in this.auth) {
      const ticket = await this.auth.ticket(over);
      if (ticket === null) throw new Unauthorized();
      query.ticket = ticket;
    } else if (socket && this.token !== void 0) {
      query.ticket = await this.ticket();
    }
    return { headers: this.bearer(), query, credentials, generation: this.generation };
  }
  bearer() {
    return this.token === void 0 ? {} : { Authorization: `Bearer ${this.token}` };
  }
  /** Gets another token unless that was done already since that one. */
  renew(generation) {
    if (generation !== this.generation) return Promise.resolve();
    this.renewing ??= this.next().finally(() => {
      this.renewing = void 0;
    });
    return this.renewing;
  }
  async next() {
    if ("token" in this.auth) {
      const token = await this.auth.refresh?.() ?? null;
      if (token === null) throw new Unauthorized();
      const said = claims(token);
      this.token = token;
      this.lasts(said && Date.now() + said.end - said.begin);
    } else if ("cookie" in this.auth) {
      const endsAt = await (this.auth.refresh ?? (() => this.refreshCookie()))();
      if (endsAt === null) throw new Unauthorized();
      this.lasts(endsAt);
    }
    this.generation++;
  }
  lasts(endsAt) {
    this.begunAt = Date.now();
    this.endsAt = endsAt;
  }
  async refreshCookie() {
    const ask = () => this.ask("POST", "/api/v1/auth/refresh", { "Content-Type": "application/json" });
    const locks = globalThis.navigator?.locks;
    const said = await (locks ? locks.request("wardcast-refresh", ask) : ask());
    return Date.now() + Number(said.expires_in) * 1e3;
  }
  /** Rejects with `Unauthorized` if the server knows us no more. A ticket shows that by itself. */
  async verify() {
    if ("cookie" in this.auth) await this.ask("GET", "/api/v1/auth/me", {});
  }
  async askWhenItEnds() {
    try {
      const me = await this.ask("GET", "/api/v1/auth/me", {});
      this.lasts(Date.parse(String(me.expires_at)));
    } catch (failure) {
      if (!(failure instanceof Unauthorized)) throw failure;
      await this.renew(this.generation);
    }
    this.known = true;
  }
  async ticket() {
    const ask = () => this.ask("POST", "/api/v1/auth/stream-ticket", this.bearer());
    const { generation } = this;
    const said = await ask().catch(async (failure) => {
      if (!(failure instanceof Unauthorized)) throw failure;
      await this.renew(generation);
      return ask();
    });
    return String(said.ticket);
  }
  async ask(method, path, headers) {
    const answer = await this.fetch(this.base + path, {
      method,
      headers: { Accept: "application/json", ...headers },
      credentials: "cookie" in this.auth ? "include" : "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(2e4),
      ...method === "POST" && headers["Content-Type"] ? { body: "{}" } : {}
    });
    if (answer.ok) return await answer.json();
    const problem = await problemOf(answer);
    if (answer.status === 401 || answer.status === 403) throw new Unauthorized(problem);
    throw new NotNow(problem.message, retryAfter(answer));
  }
};
function claims(token) {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { iat, exp } = JSON.parse(atob(payload));
    return Number(exp) > Number(iat) ? { begin: Number(iat) * 1e3, end: Number(exp) * 1e3 } : void 0;
  } catch {
    return void 0;
  }
}

// src/gaps.ts
var REFILLED = /:alerts$|^session:/;
var MOST_REMEMBERED = 1e4;
var GapTracker = class {
  constructor(tell) {
    this.tell = tell;
  }
  open = /* @__PURE__ */ new Map();
  refilled = /* @__PURE__ */ new Set();
  holed = false;
  announced(reason, rooms) {
    this.holed = true;
    if (reason === "not_refilled") {
      for (const room of rooms) this.open.delete(room);
      this.tell({ state: "unfilled", rooms, reason });
      return;
    }
    for (const room of rooms) this.open.set(room, reason);
    this.tell({ state: "open", rooms, reason });
  }
  /**
   * Whether an event without a position is told for the first time: who leaves before a hole is
   * closed is refilled from its beginning again.
   */
  isNew(text) {
    if (!this.holed) return true;
    if (this.refilled.has(text)) return false;
    if (this.refilled.size < MOST_REMEMBERED) this.refilled.add(text);
    return true;
  }
  /** A position was told: everything up to it is there, or will never come. */
  closed() {
    if (!this.holed) return;
    const rooms = [...this.open];
    this.holed = false;
    this.open.clear();
    this.refilled = /* @__PURE__ */ new Set();
    for (const state of ["filled", "unfilled"]) {
      const some = rooms.filter(([room]) => REFILLED.test(room) === (state === "filled"));
      const first = some[0];
      if (first) this.tell({ state, rooms: some.map(([room]) => room), reason: first[1] });
    }
  }
};

// src/lifeline.ts
var COME_BACK = ["draining", "max_age", "access_unknown", "unresponsive", "rate_exceeded"];
var Lifeline = class {
  constructor(credentials, timing, onState) {
    this.credentials = credentials;
    this.timing = timing;
    this.onState = onState;
    queueMicrotask(() => void this.live());
  }
  state = { phase: "connecting" };
  closed = false;
  retryMillis = 2e3;
  failures = 0;
  /** Whether what the last connection came in with was refused or is over. */
  renewed = false;
  openedAt = 0;
  heard;
  silence;
  wake = () => {
  };
  close() {
    this.finish("stopped");
  }
  opened() {
    this.heardSomething();
    this.renewed = false;
    this.openedAt = Date.now();
    if (this.state.phase !== "live") this.enter({ phase: "live", since: Date.now() });
  }
  /** Something of worth came: the next pause is a short one again. */
  progressed() {
    this.failures = 0;
  }
  heardSomething() {
    this.heard = Date.now();
    this.expectLife();
  }
  /** A connection that stays silent from now on is dead. */
  expectLife() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.hangUp("silent"), this.timing.silenceMillis);
  }
  async live() {
    if (this.closed) return;
    this.enter(this.state);
    while (!this.closed) {
      let outcome;
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
  async after(outcome) {
    if (outcome.then === "close") return this.finish(outcome.reason, outcome.problem);
    if (outcome.then === "reopen") return;
    if (outcome.then === "again") return this.pause(outcome.reason, outcome.waitMillis);
    if (this.renewed) return this.finish("unauthorized", outcome.problem);
    this.renewed = true;
    try {
      await this.credentials.renew(outcome.generation);
      if (this.credentials.areTickets) return this.pause("unauthorized");
    } catch (failure) {
      const next = again(failure);
      this.renewed = false;
      if (next.then === "again") return this.pause(next.reason, next.waitMillis);
      this.finish("unauthorized", outcome.problem);
    }
  }
  async pause(reason, atLeast = 0) {
    if (this.openedAt && Date.now() - this.openedAt > this.timing.longestPauseMillis) this.failures = 0;
    this.openedAt = 0;
    const grown = this.retryMillis * 2 ** Math.min(this.failures++, 10);
    const longest = Math.min(this.timing.longestPauseMillis, grown);
    const millis = Math.max(atLeast, longest * (0.5 + Math.random() / 2));
    this.enter({
      phase: "reconnecting",
      since: this.heard,
      retryAt: Date.now() + millis,
      attempt: this.failures,
      reason
    });
    await new Promise((wake) => {
      const timer = setTimeout(wake, millis);
      this.wake = () => {
        clearTimeout(timer);
        wake();
      };
      if (atLeast === 0) globalThis.addEventListener?.("online", this.wake, { once: true });
    });
    globalThis.removeEventListener?.("online", this.wake);
  }
  finish(reason, problem) {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.silence);
    this.wake();
    this.hangUp(reason);
    this.enter({ phase: "closed", reason, ...problem ? { problem } : {} });
  }
  enter(state) {
    this.state = state;
    call(() => this.onState?.(state));
  }
};
function again(failure) {
  if (failure instanceof Unauthorized) {
    return {
      then: "close",
      reason: "unauthorized",
      ...failure.problem ? { problem: failure.problem } : {}
    };
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  return { then: "again", reason, waitMillis: failure instanceof NotNow ? failure.waitMillis : void 0 };
}
function call(handler) {
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

// src/socket.ts
var BURST = 40;
var PER_MESSAGE_MILLIS = 66;
var RoomSocket = class extends Lifeline {
  constructor(settings, owner, onState) {
    super(settings.credentials, settings.timing, onState);
    this.settings = settings;
    this.owner = owner;
  }
  socket;
  outbox = [];
  credit = BURST;
  creditAt = 0;
  timers = /* @__PURE__ */ new Set();
  ending;
  end = () => {
  };
  /** @returns false where there is no connection, and nothing was said */
  say(message) {
    if (!this.socket || this.state.phase !== "live") return false;
    this.outbox.push(JSON.stringify(message));
    if (this.outbox.length === 1) this.flush();
    return true;
  }
  /** Runs it after a while, unless the connection ends before. */
  later(millis, what) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      what();
    }, millis);
    this.timers.add(timer);
  }
  hangUp(reason) {
    this.ending ??= { then: "again", reason };
    this.end();
  }
  async attempt() {
    this.ending = void 0;
    const entry = await this.credentials.enter(true, this.renewed);
    if (this.ending) return this.ending;
    const url = new URL(this.settings.address);
    for (const [name, value] of Object.entries(entry.query)) url.searchParams.set(name, value);
    const socket = new this.settings.WebSocket(url.href);
    try {
      const close = await this.talk(socket, entry);
      return this.ending ?? await this.meaning(close, entry);
    } finally {
      this.socket = void 0;
      for (const timer of this.timers) clearTimeout(timer);
      this.timers.clear();
      this.outbox = [];
      socket.onmessage = socket.onclose = socket.onerror = socket.onopen = null;
      socket.close();
      this.owner.ended();
    }
  }
  /** @returns the close code, and whether the connection was ever open */
  talk(socket, entry) {
    return new Promise((resolve) => {
      let open = false;
      this.end = () => resolve({ code: 0, open });
      socket.onclose = (event) => resolve({ code: event.code, open });
      socket.onerror = () => resolve({ code: 1006, open });
      socket.onopen = () => {
        open = true;
        this.socket = socket;
        this.credit = BURST;
        this.opened();
        this.owner.opened();
        this.keepAlive();
        this.renewAhead(entry);
      };
      socket.onmessage = (event) => {
        this.heardSomething();
        this.progressed();
        const text = String(event.data);
        this.owner.message(JSON.parse(text), text);
      };
    });
  }
  /** Pings of the protocol are not shown to a page, so it asks for a sign of life by itself. */
  keepAlive() {
    this.later(this.timing.silenceMillis / 3, () => {
      this.say({ type: "ping" });
      this.keepAlive();
    });
  }
  renewAhead(entry) {
    const millis = this.credentials.renewIn();
    if (millis === void 0) return;
    this.later(Math.max(0, Math.min(millis, 2 ** 31 - 1)), () => void this.renew(entry));
  }
  async renew(entry) {
    try {
      await this.credentials.renew(entry.generation);
    } catch {
      return;
    }
    const token = this.credentials.current();
    if (token === void 0) {
      this.ending = { then: "reopen" };
      this.end();
    } else if (this.say({ type: "refresh", token })) {
      this.renewAhead({ ...entry, generation: this.credentials.generation });
    }
  }
  flush() {
    const now = Date.now();
    const earned = (now - this.creditAt) / PER_MESSAGE_MILLIS;
    this.credit = Math.min(BURST, this.credit + Math.max(0, earned));
    this.creditAt = now;
    while (this.outbox.length > 0 && this.credit >= 1) {
      this.credit--;
      this.socket?.send(this.outbox.shift());
    }
    if (this.outbox.length > 0) this.later(PER_MESSAGE_MILLIS, () => this.flush());
  }
  async meaning(close, entry) {
    const { code, open } = close;
    if (code === 4500) return { then: "renew", generation: entry.generation };
    const reasons = { 4501: "access_revoked", 4502: "finished" };
    const reason = reasons[code];
    if (reason) return { then: "close", reason };
    if (code >= 4500 && code < 5e3) {
      const message = `close code ${code}`;
      return { then: "close", reason: "refused", problem: { status: 0, code: String(code), message } };
    }
    if (!open) {
      try {
        await this.credentials.verify();
      } catch (failure) {
        if (!(failure instanceof Unauthorized)) throw failure;
        return { then: "renew", generation: entry.generation };
      }
    }
    return { then: "again", reason: COME_BACK[code - 4e3] ?? "the connection ended" };
  }
};

// src/rooms.ts
var ASK_AGAIN_MILLIS = 2e3;
var RoomTable = class {
  members = /* @__PURE__ */ new Map();
  acknowledgements = [];
  newest;
  socket;
  constructor(settings, options) {
    this.socket = new RoomSocket(settings, this, options.onState?.bind(options));
  }
  get state() {
    return this.socket.state;
  }
  subscribe(room, handlers) {
    if (this.members.has(room)) throw new Error(`${room}: subscribed already`);
    const gaps = new GapTracker((gap) => call(() => handlers.onGap(gap)));
    const { cursor } = handlers;
    const hasOwnCursor = cursor !== void 0;
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
      }
    };
  }
  acknowledge(what) {
    return new Promise((resolve, reject) => {
      if (!this.socket.say({ type: "ack", ...what })) {
        return reject(new Error("not connected (expected: state live)"));
      }
      this.acknowledgements.push({ alertId: what.alert_id, resolve, reject });
    });
  }
  close() {
    this.socket.close();
  }
  // --- what the connection tells
  opened() {
    this.newest = void 0;
    for (const member of this.members.values()) {
      member.subscribed = false;
      this.ask(member);
    }
  }
  ended() {
    const lost = this.acknowledgements;
    this.acknowledgements = [];
    for (const waiting of lost) waiting.reject(new Error("the connection ended; it may be done"));
  }
  message(message, text) {
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
  ask(member) {
    const { room, cursor } = member;
    if (cursor !== void 0) member.hasOwnCursor = true;
    this.socket.say({ type: "subscribe", room, ...cursor === void 0 ? {} : { cursor } });
  }
  askLater(members) {
    const those = [...members];
    this.socket.later(ASK_AGAIN_MILLIS, () => {
      for (const member of those) {
        if (this.members.get(member.room) === member && !member.subscribed) this.ask(member);
      }
    });
  }
  event(message, text, room) {
    const member = this.members.get(room);
    const cursor = typeof message.cursor === "string" ? message.cursor : void 0;
    if (member && (cursor !== void 0 || member.gaps.isNew(text))) {
      call(() => member.handlers.onEvent(message));
      if (cursor !== void 0) {
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
  position(message) {
    if (typeof message.cursor !== "string") return;
    this.newest = message.cursor;
    for (const member of this.members.values()) {
      if (member.subscribed && !member.hasOwnCursor) member.cursor = this.newest;
    }
  }
  closeGaps(message) {
    this.position(message);
    for (const member of this.members.values()) {
      if (!member.holed) continue;
      member.cursor = this.newest;
      this.closeGap(member);
    }
  }
  closeGap(member) {
    member.holed = false;
    member.gaps.closed();
  }
  gap(message) {
    const rooms = message.rooms ?? [];
    for (const room of rooms.length > 0 ? rooms : this.members.keys()) {
      const member = this.members.get(room);
      if (!member) continue;
      member.holed = true;
      member.gaps.announced(String(message.reason), [room]);
    }
  }
  subscription(message) {
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
  acknowledged(message) {
    const at = message.alert_id === void 0 ? 0 : this.acknowledgements.findIndex(({ alertId }) => alertId === message.alert_id);
    const [waiting] = at < 0 ? [] : this.acknowledgements.splice(at, 1);
    if (message.acknowledged === true) waiting?.resolve(String(message.status));
    else waiting?.reject(new Error(String(message.message ?? message.reason)));
  }
  failed(message) {
    if (message.reason !== "user_rate_exceeded") return;
    this.askLater(this.members.values());
    const waiting = this.acknowledgements.shift();
    waiting?.reject(new Error(String(message.message)));
  }
};

// src/sse.ts
var FrameReader = class {
  rest = "";
  begun = false;
  data = [];
  event = "";
  id;
  retry;
  empty = true;
  feed(text) {
    if (!this.begun && text !== "") {
      this.begun = true;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    const frames = [];
    for (const line of lines) {
      if (line !== "") this.field(line);
      else if (!this.empty) frames.push(this.take());
    }
    return frames;
  }
  field(line) {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    if (name === "data") this.data.push(value);
    else if (name === "event") this.event = value;
    else if (name === "id" && !value.includes("\0")) this.id = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
    else return;
    this.empty = false;
  }
  take() {
    const frame = {
      event: this.event,
      data: this.data.length === 0 ? void 0 : this.data.join("\n"),
      id: this.id,
      retryMillis: this.retry
    };
    this.data = [];
    this.event = "";
    this.id = this.retry = void 0;
    this.empty = true;
    return frame;
  }
};

// src/stream.ts
var EventStream = class extends Lifeline {
  constructor(address, handlers, fetch, credentials, timing) {
    super(credentials, timing, handlers.onState?.bind(handlers));
    this.address = address;
    this.handlers = handlers;
    this.fetch = fetch;
    this.position = handlers.lastEventId;
    this.gaps = new GapTracker((gap) => call(() => handlers.onGap(gap)));
  }
  position;
  gaps;
  abort = new AbortController();
  renewal;
  ending;
  hangUp(reason) {
    this.ending ??= { then: "again", reason };
    this.abort.abort();
  }
  async attempt() {
    this.abort = new AbortController();
    this.ending = void 0;
    const entry = await this.credentials.enter(false, this.renewed);
    if (this.ending) return this.ending;
    try {
      const answer = await this.ask(entry);
      if (answer.status !== 200) return this.ending ?? await refusal(answer, entry);
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
  ask({ headers, query, credentials }) {
    const url = new URL(this.address);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const come = this.position === void 0 ? {} : { "Last-Event-ID": this.position };
    return this.fetch(url.href, {
      headers: { Accept: "text/event-stream", ...headers, ...come },
      credentials,
      cache: "no-store",
      signal: this.abort.signal
    });
  }
  /** A stream lives as long as its token; with the next one it goes on where it is. */
  renewAhead(entry) {
    const millis = this.credentials.renewIn();
    if (millis === void 0) return;
    this.renewal = setTimeout(
      () => this.credentials.renew(entry.generation).then(
        () => {
          this.ending = { then: "reopen" };
          this.abort.abort();
        },
        // The old one is good for a while yet; its end is told, and then it is tried again.
        () => {
        }
      ),
      Math.max(0, Math.min(millis, 2 ** 31 - 1))
    );
  }
  async read(answer, entry) {
    const frames = new FrameReader();
    const decoder = new TextDecoder();
    const reader = answer.body.getReader();
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
  take(frame, entry) {
    if (frame.retryMillis !== void 0) this.retryMillis = frame.retryMillis;
    if (frame.data !== void 0) this.tell(frame, frame.data, entry);
    if (frame.id !== void 0) {
      this.position = frame.id;
      if (frame.data !== void 0) this.progressed();
      this.gaps.closed();
    }
  }
  tell(frame, text, entry) {
    const data = JSON.parse(text);
    if (frame.event === "gap") this.gaps.announced(data.reason, data.rooms ?? []);
    else if (frame.event === "token_expired") {
      this.ending = { then: "renew", generation: entry.generation };
    } else if (frame.event === "closed") this.ending = ended(data.reason);
    else if (frame.event !== "connected" && (frame.id !== void 0 || this.gaps.isNew(text))) {
      const name = frame.event || "message";
      call(() => this.handlers.onEvent(data, { name, position: frame.id }));
      if (name === "complete" || name === "error") this.ending = ended("finished");
    }
  }
};
function ended(reason) {
  if (COME_BACK.includes(reason)) return { then: "again", reason };
  if (reason === "finished" || reason === "access_revoked") return { then: "close", reason };
  return { then: "close", reason: "refused", problem: { status: 0, code: reason, message: reason } };
}
async function refusal(answer, entry) {
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

// src/client.ts
function createClient(options) {
  const base = (options.baseUrl ?? globalThis.location.origin).replace(/\/+$/, "");
  const fetch = (input, init) => (options.fetch ?? globalThis.fetch)(input, init);
  const credentials = new Credentials(base, options.auth, fetch);
  const timing = {
    silenceMillis: options.silenceMillis ?? 45e3,
    longestPauseMillis: options.longestPauseMillis ?? 3e4
  };
  return {
    stream: (path, handlers) => new EventStream(base + path, handlers, fetch, credentials, timing),
    rooms: (how = {}) => {
      const address = base.replace(/^http/, "ws") + "/realtime/ws";
      const WebSocket = options.WebSocket ?? globalThis.WebSocket;
      return new RoomTable({ address, WebSocket, credentials, timing }, how);
    }
  };
}
export {
  createClient
};
