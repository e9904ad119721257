import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createClient, type Auth, type ConnectionState, type Gap } from "../src/index.js";
import { broken, event, refused, Scripted, stream, token, until, type Answer } from "./scripted.js";

const PATH = "/api/v1/caregivers/alerts/stream";
const LIMIT = { timeout: 20_000 };

async function follow(context: TestContext, auth: Auth, answers: Answer[], silenceMillis = 5_000) {
  const server = await Scripted.start(...answers);
  const told: unknown[] = [];
  const gaps: Gap[] = [];
  const states: ConnectionState[] = [];
  const client = createClient({
    baseUrl: server.url,
    auth,
    silenceMillis,
    longestPauseMillis: 20,
  });
  const subscription = client.stream(PATH, {
    onEvent: (alert) => told.push((alert as { n?: number }).n),
    onGap: (gap) => gaps.push(gap),
    onState: (state) => states.push(state),
  });
  context.after(() => {
    subscription.close();
    server.close();
  });
  return { server, told, gaps, states, subscription, phases: () => states.map(({ phase }) => phase) };
}

const TOKEN = { token: token("a", 900_000) };

test("a broken connection is taken up where it was", LIMIT, async (context) => {
  const it = await follow(context, TOKEN, [
    broken(event("p1", { n: 1 })),
    stream(event("p2", { n: 2 })),
  ]);
  await until(() => it.told.length === 2);
  assert.deepEqual(it.told, [1, 2]);
  assert.equal(it.server.requests[0]!.headers["last-event-id"], undefined);
  assert.equal(it.server.requests[1]!.headers["last-event-id"], "p1");
  assert.deepEqual(it.phases(), ["connecting", "live", "reconnecting", "live"]);
  const away = it.states[2]!;
  assert.ok(away.phase === "reconnecting" && away.since! <= Date.now() && away.attempt === 1);
  assert.equal(it.subscription.position, "p2");
});

test("one that saw no event yet comes back to its beginning", LIMIT, async (context) => {
  const it = await follow(context, TOKEN, [broken(), stream()]);
  await until(() => it.server.requests.length === 2);
  assert.equal(it.server.requests[1]!.headers["last-event-id"], "p0");
});

test("a silent stream is a dead stream", LIMIT, async (context) => {
  const it = await follow(context, TOKEN, [stream(), stream()], 100);
  await until(() => it.server.requests.length === 2);
  assert.ok(it.states.some((state) => state.phase === "reconnecting" && state.reason === "silent"));
});

test("a server that never answers is given up like a silent one", LIMIT, async (context) => {
  const it = await follow(context, TOKEN, [() => {}, stream(event("p1", { n: 1 }))], 100);
  await until(() => it.told.length === 1);
});

test("a gap is told, its filling comes once, and its end is told", LIMIT, async (context) => {
  const gap = (reason: string, ...rooms: string[]) =>
    `event: gap\ndata: ${JSON.stringify({ type: "gap", reason, rooms })}\n\n`;
  const refill = `data: {"n":1}\n\n`;
  const notice = gap("lost", "patient:a:alerts", "patient:a:vitals");
  const it = await follow(context, TOKEN, [
    broken("", notice + refill),
    // Left before the gap was closed: told again.
    (response) => {
      response.writeHead(200);
      response.write(`${notice}${refill}data: {"n":2}\n\nid: p9\n\n${event("p10", { n: 3 })}`);
    },
  ]);
  await until(() => it.told.length === 3);
  assert.deepEqual(it.told, [1, 2, 3]);
  assert.deepEqual(
    it.gaps.map(({ state, rooms }) => [state, rooms.length]),
    [["open", 2], ["open", 2], ["filled", 1], ["unfilled", 1]],
  );
});

test("what the server could not fill is told as such", LIMIT, async (context) => {
  const rooms = ["patient:a:alerts"];
  const notice = (reason: string) =>
    `event: gap\ndata: ${JSON.stringify({ type: "gap", reason, rooms })}\n\n`;
  const it = await follow(context, TOKEN, [
    stream(notice("lost") + notice("not_refilled") + "id: p1\n\n"),
  ]);
  await until(() => it.subscription.position === "p1");
  assert.deepEqual(it.gaps.map(({ state }) => state), ["open", "unfilled"]);
});

for (const [status, code, reason] of [
  [403, "no_access_to_patient", "forbidden"],
  [404, "unknown_patient", "not_found"],
  [400, "invalid_parameter", "refused"],
] as const) {
  test(`${status} is the end, with the server's reason`, LIMIT, async (context) => {
    const it = await follow(context, TOKEN, [refused(status, code)]);
    await until(() => it.subscription.state.phase === "closed");
    const problem = { status, code, message: `because of ${code}` };
    assert.deepEqual(it.subscription.state, { phase: "closed", reason, problem });
    assert.equal(it.server.requests.length, 1);
  });
}

test("204 is the end of a session that is over", LIMIT, async (context) => {
  const it = await follow(context, TOKEN, [(response) => response.writeHead(204).end()]);
  await until(() => it.subscription.state.phase === "closed");
  assert.deepEqual(it.subscription.state, { phase: "closed", reason: "finished" });
});

test("an overloaded server is left alone as long as it asks", LIMIT, async (context) => {
  const asked = Date.now();
  const it = await follow(context, TOKEN, [
    (response) => response.writeHead(503, { "Retry-After": "1" }).end("{}"),
    stream(event("p1", { n: 1 })),
  ]);
  await until(() => it.told.length === 1);
  assert.ok(Date.now() - asked >= 1_000);
});

test("a server that lets go is come back to, one that is finished is not", LIMIT, async (context) => {
  const closed = (reason: string) => `retry: 5\nevent: closed\ndata: {"reason":"${reason}"}\n\n`;
  const it = await follow(context, TOKEN, [
    stream(event("p1", { n: 1 }) + closed("draining")),
    stream(closed("access_revoked")),
  ]);
  await until(() => it.subscription.state.phase === "closed");
  assert.equal(it.server.requests[1]!.headers["last-event-id"], "p1");
  assert.deepEqual(it.subscription.state, { phase: "closed", reason: "access_revoked" });
});

test("a handler that throws does not end the stream", LIMIT, async (context) => {
  const server = await Scripted.start(stream(event("p1", { n: 1 }) + event("p2", { n: 2 })));
  const told: unknown[] = [];
  const thrown: unknown[] = [];
  globalThis.reportError = (failure) => thrown.push(failure);
  const subscription = createClient({ baseUrl: server.url, auth: TOKEN }).stream(PATH, {
    onEvent: (alert) => {
      told.push(alert);
      if (told.length === 1) throw new Error("mine");
    },
    onGap: () => {},
  });
  context.after(() => {
    subscription.close();
    server.close();
  });
  await until(() => told.length === 2 && thrown.length === 1);
});
