import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createClient, type Auth, type ConnectionState } from "../src/index.js";
import { event, refused, Scripted, stream, token, until, type Answer } from "./scripted.js";

const PATH = "/api/events/stream";
const LIMIT = { timeout: 20_000 };

async function open(context: TestContext, auth: Auth, ...answers: Answer[]) {
  const server = await Scripted.start(...answers);
  const states: ConnectionState[] = [];
  const phases: string[] = [];
  const told: unknown[] = [];
  const client = createClient({ baseUrl: server.url, auth, longestPauseMillis: 20 });
  const subscription = client.stream(PATH, {
    onEvent: (notification) => told.push(notification),
    onGap: () => {},
    onState: (state) => {
      states.push(state);
      phases.push(state.phase);
    },
  });
  context.after(() => {
    subscription.close();
    server.close();
  });
  return { server, phases, states, told, subscription };
}

const bearer = (of: Scripted, at: number) => of.requests[at]!.headers.authorization;

test("a token is replaced before it ends, and nobody notices", LIMIT, async (context) => {
  const first = token("first", 400);
  const second = token("second", 900_000);
  const auth = { token: first, refresh: async () => second };
  const it = await open(context, auth, stream(event("p1", {})), stream(event("p2", {})));
  await until(() => it.told.length === 2);
  assert.equal(bearer(it.server, 0), `Bearer ${first}`);
  assert.equal(bearer(it.server, 1), `Bearer ${second}`);
  assert.equal(it.server.requests[1]!.headers["last-event-id"], "p1");
  assert.deepEqual(it.phases, ["connecting", "live"]);
});

test("a clock that is wrong costs one renewal, not a storm of them", LIMIT, async (context) => {
  const long = 900_000;
  let renewals = 0;
  const auth = {
    token: token("old", long, Date.now() - 3_600_000),
    refresh: async () => token(`new-${++renewals}`, long, Date.now() - 3_600_000),
  };
  const it = await open(context, auth, stream(event("p1", {})));
  await until(() => it.told.length === 1);
  await new Promise((wake) => setTimeout(wake, 100));
  assert.equal(renewals, 1);
  assert.equal(it.server.requests.length, 1);
});

test("the end of a token leads to the next one", LIMIT, async (context) => {
  const auth = { token: "opaque", refresh: async () => "next" };
  const it = await open(
    context,
    auth,
    stream(event("p1", {}) + 'event: token_expired\ndata: {"reason":"token_expired"}\n\n'),
    stream(event("p2", {})),
  );
  await until(() => it.told.length === 2);
  assert.equal(bearer(it.server, 1), "Bearer next");
});

test("a refused token is renewed once; the next refusal is the end", LIMIT, async (context) => {
  let renewals = 0;
  const auth = { token: "a", refresh: async () => `b${++renewals}` };
  const it = await open(context, auth, refused(401, "unauthorized"));
  await until(() => it.subscription.state.phase === "closed");
  const { state } = it.subscription;
  assert.ok(state.phase === "closed" && state.reason === "unauthorized");
  assert.equal(renewals, 1);
});

test("a session that is over ends the stream, one that can't be asked does not", LIMIT, async (context) => {
  let asked = 0;
  const auth = {
    token: "a",
    refresh: async () => {
      if (++asked === 1) throw new Error("no network");
      return null;
    },
  };
  const it = await open(context, auth, refused(401, "unauthorized"));
  await until(() => it.subscription.state.phase === "closed");
  assert.deepEqual(it.phases, ["connecting", "reconnecting", "closed"]);
});

test("streams of a client share a renewal", LIMIT, async (context) => {
  let renewals = 0;
  const server = await Scripted.start((response, request) =>
    (request.headers.authorization === "Bearer a" ? refused(401, "unauthorized") : stream(event("p1", {})))(
      response,
      request,
    ),
  );
  const client = createClient({
    baseUrl: server.url,
    auth: { token: "a", refresh: async () => (renewals++, "b") },
  });
  let told = 0;
  const all = [1, 2, 3].map(() => client.stream(PATH, { onEvent: () => told++, onGap: () => {} }));
  context.after(() => {
    all.forEach((one) => one.close());
    server.close();
  });
  await until(() => told === 3);
  assert.equal(renewals, 1);
});

test("each connection has a ticket of its own", LIMIT, async (context) => {
  let tickets = 0;
  const it = await open(
    context,
    { ticket: async () => `t${++tickets}` },
    refused(401, "unauthorized"),
    stream(event("p1", {})),
  );
  await until(() => it.told.length === 1);
  assert.deepEqual(it.server.requests.map(({ url }) => url), [`${PATH}?ticket=t1`, `${PATH}?ticket=t2`]);
});

test("a ticket of a token that is over is told, and no reason to come back at full speed", LIMIT, async (context) => {
  const asked: boolean[] = [];
  const expired = 'event: token_expired\ndata: {"reason":"token_expired"}\n\n';
  const it = await open(
    context,
    { ticket: async (over) => `t${asked.push(over)}` },
    stream(expired),
    stream(expired),
    stream(event("p1", {})),
  );
  await until(() => it.told.length === 1);
  assert.deepEqual(asked, [false, true, true]);
  const attempts = it.states.filter(({ phase }) => phase === "reconnecting").map((one) => "attempt" in one && one.attempt);
  assert.deepEqual(attempts, [1, 2]);
});

test("a cookie's end is asked for, and it is renewed by the client itself", LIMIT, async (context) => {
  const json = (body: object): Answer => (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const it = await open(
    context,
    { cookie: true },
    json({ expires_at: new Date(Date.now() + 200).toISOString() }),
    stream(event("p1", {})),
    json({ expires_in: 900 }),
    stream(event("p2", {})),
  );
  await until(() => it.told.length === 2);
  assert.deepEqual(it.server.requests.map(({ method, url }) => `${method} ${url}`), [
    "GET /api/v1/auth/me",
    `GET ${PATH}`,
    "POST /api/v1/auth/refresh",
    `GET ${PATH}`,
  ]);
  assert.deepEqual(it.phases, ["connecting", "live"]);
});
