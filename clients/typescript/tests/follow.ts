// Follows one patient's alerts in every way there is, and says each thing in a line. For tests that
// start and kill real servers: node dist/tests/follow.js URL TOKEN ROLE PATIENT SIGN_IN_URL, the last
// for tickets, because a gateway by itself has none.
import { createElement, useEffect, type ReactNode } from "react";
import { create } from "react-test-renderer";
import { RoomsProvider, useAlerts, useConnectionState, useRoom, WardcastProvider } from "../react/index.js";
import { createClient, type RoomMessage } from "../src/index.js";

const [baseUrl, token, role, patient, signIn] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const say = (...words: unknown[]): void => console.log(words.join(" "));
const client = createClient({
  baseUrl,
  auth: { token },
  longestPauseMillis: 1_000,
  fetch: (input, init) => fetch(String(input).replace(`${baseUrl}/api/v1/auth`, `${signIn}/api/v1/auth`), init),
});
const path = `/api/v1/alerts/stream?role=${role}&patient_id=${patient}` as const;
const room = `patient:${patient}:alerts`;

client.stream(path, {
  onEvent: (event) => say("stream", event.event, event.alert_id),
  onGap: (gap) => say("stream gap", gap.state, gap.rooms),
  onState: ({ phase }) => say("stream", phase),
});

const rooms = client.rooms({ onState: ({ phase }) => say("rooms", phase) });
rooms.subscribe(room, {
  onEvent: (message) => alertOf("rooms", message),
  onGap: (gap) => say("rooms gap", gap.state, gap.rooms),
  onSubscribed: () => say("rooms subscribed"),
});

function alertOf(whose: string, message: RoomMessage): void {
  if (message.type === "patient_alert") say(whose, message.data.event, message.data.alert_id);
}

function Board(): ReactNode {
  const { alerts, state, gap } = useAlerts(path);
  const { isLive, ageMillis } = useConnectionState(state);
  const followed = useRoom(
    room,
    (message) => alertOf("hook", message),
    ({ state: told }) => say("hook gap", told),
  );
  useEffect(() => {
    const ids = alerts.map(({ alert }) => alert.alert_id);
    say("board", isLive ? "live" : "stale", gap?.state ?? "whole", ids.length, new Set(ids).size);
  }, [alerts, isLive, gap]);
  useEffect(() => say("hook", followed.status), [followed.status]);
  if (!isLive && ageMillis !== undefined) say("board age", ageMillis >= 0);
  return null;
}

const shared = createElement(RoomsProvider, null, createElement(Board));
create(createElement(WardcastProvider, { client }, shared));
