import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createClient, type Gap, type Rooms } from "../src/index.js";
import { FakeSocket } from "./fake-socket.js";
import { until } from "./scripted.js";

const A = "patient:a:alerts";
const B = "patient:b:alerts";
const LIMIT = { timeout: 20_000 };

interface Told {
  readonly rooms: Rooms;
  readonly events: unknown[];
  readonly gaps: Gap[];
  readonly ended: string[];
  follow(room: string, cursor?: string): { unsubscribe(): void; readonly cursor: string | undefined };
}

async function connect(context: TestContext, silenceMillis = 5_000): Promise<Told> {
  FakeSocket.all = [];
  let tickets = 0;
  const rooms = createClient({
    baseUrl: "https://ward.example.org",
    auth: { ticket: async () => `t${++tickets}` },
    WebSocket: FakeSocket as unknown as typeof WebSocket,
    silenceMillis,
    longestPauseMillis: 10,
  }).rooms();
  context.after(() => rooms.close());
  const events: unknown[] = [];
  const gaps: Gap[] = [];
  const ended: string[] = [];
  await until(() => FakeSocket.all.length === 1);
  return {
    rooms,
    events,
    gaps,
    ended,
    follow: (room, cursor) =>
      rooms.subscribe(room, {
        onEvent: (event) => events.push((event.data as { n?: number }).n),
        onGap: (gap) => gaps.push(gap),
        onEnded: (reason) => ended.push(`${room} ${reason}`),
        ...(cursor ? { cursor } : {}),
      }),
  };
}

async function reconnected(code = 4000): Promise<FakeSocket> {
  const before = FakeSocket.all.length;
  FakeSocket.newest.end(code);
  await until(() => FakeSocket.all.length > before);
  return FakeSocket.newest;
}

test("each room comes back to where it was", LIMIT, async (context) => {
  const it = await connect(context);
  assert.equal(FakeSocket.newest.url, "wss://ward.example.org/realtime/ws?ticket=t1");
  it.follow(A);
  it.follow(B, "kept");
  const first = FakeSocket.newest.open();
  assert.deepEqual(first.asked, { [A]: null, [B]: "kept" });
  first.subscribed(A, B).event(B, 1, "c1");
  const second = (await reconnected()).open("c9");
  // A told nothing of its own yet: the newest position of the connection speaks for it too.
  assert.deepEqual(second.asked, { [A]: "c1", [B]: "c1" });
  second.subscribed(A, B).event(A, 2, "c2").event(B, 3, "c3");
  const third = (await reconnected(1006)).open("c9");
  assert.deepEqual(third.asked, { [A]: "c2", [B]: "c3" });
  assert.deepEqual(it.events, [1, 2, 3]);
});

test("a connection that dies before it told what was missed is no loss", LIMIT, async (context) => {
  const it = await connect(context);
  it.follow(A);
  FakeSocket.newest.open("c1").subscribed(A);
  (await reconnected()).open("c9").subscribed(A);
  assert.deepEqual((await reconnected()).open("c12").asked, { [A]: "c1" });
});

test("a room that was left stays left, and can be followed anew", LIMIT, async (context) => {
  const it = await connect(context);
  const a = it.follow(A);
  assert.throws(() => it.follow(A), /subscribed already/);
  const first = FakeSocket.newest.open().subscribed(A);
  a.unsubscribe();
  first.event(A, 1, "c1");
  assert.deepEqual(it.events, []);
  assert.deepEqual((await reconnected()).open().asked, {});
  it.follow(A);
  assert.deepEqual(FakeSocket.newest.asked, { [A]: null });
});

test("a gap is told to its room alone, filled once, and not asked for again", LIMIT, async (context) => {
  const it = await connect(context);
  it.follow(A);
  it.follow(B);
  const gap = { type: "gap", reason: "lost", rooms: [A] };
  FakeSocket.newest.open().subscribed(A, B).event(A, 1, "c1").tell(gap).event(A, 2);
  const second = (await reconnected()).open().subscribed(A, B);
  assert.equal(second.asked[A], "c1");
  second.tell(gap).event(A, 2).event(A, 3).tell({ type: "position", cursor: "c5" });
  assert.deepEqual(it.events, [1, 2, 3]);
  assert.deepEqual(it.gaps.map(({ state }) => state), ["open", "open", "filled"]);
  assert.equal((await reconnected()).open().asked[A], "c5");
});

test("what is denied or taken away is told and not asked for again", LIMIT, async (context) => {
  const it = await connect(context);
  it.follow(A);
  it.follow(B);
  const denied = { type: "subscription", status: "denied", reason: "no_access_to_patient" };
  const lost = { type: "subscription", status: "unsubscribed", reason: "access_revoked" };
  FakeSocket.newest.open().subscribed(B).tell({ ...denied, room: A }).tell({ ...lost, room: B });
  assert.deepEqual(it.ended, [`${A} no_access_to_patient`, `${B} access_revoked`]);
  assert.deepEqual((await reconnected()).open().asked, {});
});

test("what nobody can decide now is asked again", LIMIT, async (context) => {
  const it = await connect(context);
  it.follow(A);
  const socket = FakeSocket.newest.open();
  socket.tell({ type: "subscription", room: A, status: "denied", reason: "access_unknown" });
  await until(() => socket.said.filter(({ type }) => type === "subscribe").length === 2);
  assert.deepEqual(it.ended, []);
});

test("many rooms are asked for no faster than the server listens", LIMIT, async (context) => {
  const it = await connect(context);
  for (let room = 0; room < 60; room++) it.follow(`patient:p${room}`);
  const socket = FakeSocket.newest.open();
  assert.equal(socket.said.length, 40);
  const began = Date.now();
  await until(() => socket.said.length === 60);
  assert.ok(Date.now() - began > 800);
  assert.equal(Object.keys(socket.asked).length, 60);
});

test("a silent socket is asked for a sign of life, and given up", LIMIT, async (context) => {
  const it = await connect(context, 150);
  const socket = FakeSocket.newest.open();
  await until(() => FakeSocket.all.length === 2);
  assert.ok(socket.said.some(({ type }) => type === "ping"));
  assert.ok(socket.closed);
  const { state } = it.rooms;
  assert.ok(state.phase === "reconnecting" && state.reason === "silent");
});

test("an acknowledgement of what is no id is refused, and the next one answered", LIMIT, async (context) => {
  const it = await connect(context);
  const socket = FakeSocket.newest.open();
  const nonsense = it.rooms.acknowledge({ alert_id: 7 as unknown as string, patient_id: "a" });
  const good = it.rooms.acknowledge({ alert_id: "good", patient_id: "a" });
  socket.tell({ type: "ack_result", acknowledged: false, reason: "invalid_field", message: "alert_id (expected: text)" });
  socket.tell({ type: "ack_result", alert_id: "good", acknowledged: true, status: "acknowledged" });
  await assert.rejects(nonsense, /expected: text/);
  assert.equal(await good, "acknowledged");
});

test("an acknowledgement is answered, refused, or lost with its connection", LIMIT, async (context) => {
  const it = await connect(context);
  await assert.rejects(it.rooms.acknowledge({ alert_id: "x", patient_id: "a" }), /not connected/);
  const socket = FakeSocket.newest.open();
  const [good, bad, lost] = ["good", "bad", "lost"].map((alert_id) =>
    it.rooms.acknowledge({ alert_id, patient_id: "a", status: "resolved" }),
  );
  socket.tell({ type: "ack_result", alert_id: "good", acknowledged: true, status: "resolved" });
  socket.tell({ type: "ack_result", alert_id: "bad", acknowledged: false, message: "no such alert" });
  assert.equal(await good, "resolved");
  await assert.rejects(bad!, /no such alert/);
  socket.end(1006);
  await assert.rejects(lost!, /it may be done/);
});

for (const [code, reason] of [
  [4501, "access_revoked"],
  [4503, "refused"],
] as const) {
  test(`close code ${code} is the end`, LIMIT, async (context) => {
    const it = await connect(context);
    FakeSocket.newest.open().end(code);
    await until(() => it.rooms.state.phase === "closed");
    assert.ok(it.rooms.state.phase === "closed" && it.rooms.state.reason === reason);
  });
}

test("a server that is not there is tried again, whether its close is told or not", LIMIT, async (context) => {
  await connect(context);
  FakeSocket.newest.onerror?.();
  await until(() => FakeSocket.all.length === 2);
});

test("the end of a token leads to a new connection with the next", LIMIT, async (context) => {
  await connect(context);
  FakeSocket.newest.open();
  assert.match((await reconnected(4500)).url, /ticket=t2$/);
});
