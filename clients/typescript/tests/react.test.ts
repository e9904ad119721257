import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement, type ReactNode } from "react";
import { create } from "react-test-renderer";
import { useAlerts, useSessionProgress, WardcastProvider, withEvent, type Alerts } from "../react/index.js";
import { createClient, type AlertAcknowledged, type AlertEvent, type AlertRaised } from "../src/index.js";
import { nextGap } from "../react/followed.js";
import { broken, event, Scripted, stream, token, until } from "./scripted.js";

const raised = (alert_id: string, tier: AlertRaised["tier"] = "WARNING"): AlertRaised => ({
  event: "alert",
  alert_id,
  tier,
  patient_id: "a",
  vitals_window: [],
  threshold: {},
  reasons: [],
  recipients: [],
  timestamp: "2026-01-01T00:00:00Z",
  context: {},
});

const rose = (alert_id: string, tier: AlertRaised["tier"]): AlertEvent => ({
  ...raised(alert_id, tier),
  event: "alert_escalated",
});

const acknowledged = (alert_id: string): AlertAcknowledged => ({
  event: "ack",
  alert_id,
  patient_id: "a",
  tier: "WARNING",
  timestamp: "2026-01-01T00:00:00Z",
  acknowledged_by: "nurse",
  status: "acknowledged",
});

const shown = (...events: AlertEvent[]) =>
  events
    .reduce(withEvent, [] as ReturnType<typeof withEvent>)
    .map(({ alert, acknowledgement }) => `${alert.alert_id} ${alert.tier} ${!!acknowledgement}`);

test("an alert is shown once, the newest first", () => {
  assert.deepEqual(shown(raised("x"), raised("y"), raised("x")), ["x WARNING false", "y WARNING false"]);
});

test("an acknowledgement holds until the tier rises", () => {
  assert.deepEqual(shown(raised("x"), acknowledged("x")), ["x WARNING true"]);
  assert.deepEqual(shown(raised("x"), acknowledged("x"), rose("x", "WARNING")), ["x WARNING true"]);
  assert.deepEqual(shown(raised("x"), acknowledged("x"), rose("x", "CRITICAL")), ["x CRITICAL false"]);
  assert.deepEqual(shown(acknowledged("unknown")), []);
});

test("a hole that could not be filled stays told beside one that was", () => {
  const gap = (state: "open" | "filled" | "unfilled") => ({ state, rooms: ["r"], reason: "lost" });
  assert.equal(nextGap(gap("open"), gap("filled")), undefined);
  assert.equal(nextGap(gap("unfilled"), gap("filled"))?.state, "unfilled");
  assert.equal(nextGap(undefined, gap("open"))?.state, "open");
});

async function render(hook: () => void, url: string): Promise<{ unmount(): void }> {
  const client = createClient({
    baseUrl: url,
    auth: { token: token("a", 900_000) },
    longestPauseMillis: 20,
  });
  const Probe = (): ReactNode => {
    hook();
    return null;
  };
  return create(createElement(WardcastProvider, { client }, createElement(Probe)));
}

test("a component sees alerts and the state of its connection, and closes it", { timeout: 20_000 }, async () => {
  const server = await Scripted.start(
    broken(event("p1", raised("x"))),
    stream(event("p2", raised("y"))),
  );
  const seen: Alerts[] = [];
  const rendered = await render(() => void seen.push(useAlerts()), server.url);
  await until(() => seen.at(-1)?.alerts.length === 2);
  const phases = seen.map(({ state }) => state.phase);
  assert.deepEqual([...new Set(phases)], ["connecting", "live", "reconnecting"]);
  assert.equal(server.requests.length, 2);
  rendered.unmount();
  await until(() => server.requests[1]!.socket.destroyed);
  server.close();
});

test("a session's last step is shown and ends the stream", { timeout: 20_000 }, async () => {
  const step = (status: string, progress: number) =>
    JSON.stringify({ session_id: "s", status, progress, message: "", updated_at: "" });
  const server = await Scripted.start(
    stream(
      `id: p1\nevent: progress\ndata: ${step("decoding", 5)}\n\n`,
      `id: p2\nevent: complete\ndata: ${step("processed", 100)}\n\n`,
    ),
  );
  const seen: string[] = [];
  const rendered = await render(() => {
    const { step: now, state } = useSessionProgress("s");
    seen.push(`${now?.status} ${state.phase}`);
  }, server.url);
  await until(() => seen.at(-1) === "processed closed");
  assert.equal(server.requests[0]!.url, "/api/sessions/s/status/stream");
  assert.equal(server.requests.length, 1);
  rendered.unmount();
  server.close();
});
