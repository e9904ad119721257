// Fills the store: whom one may see, what was measured, what alerts. Live by rooms; by requests what was before.

import { all, get, path, Problem } from "./api.js";
import { follow } from "./feed.js";
import * as store from "./store.js";
import { heard } from "./timing.js";

const AGAIN_MILLIS = 30_000;
const SCORES_MILLIS = 10_000;
const SCORES_AT_ONCE = 100;
const SOON_MILLIS = 150;
const SPARK_READINGS = 300;
const HISTORIES_AT_ONCE = 3;

/** @type {Map<string, (() => void)[]>} what ends the rooms of a patient */
const followed = new Map();
const alertListeners = new Set();
const wanted = new Set();
/** @type {{id: string, done: () => void}[]} */
const histories = [];
let reading = 0;
let timers = [];
let soon = 0;
let unread = false;

/** @param {(event: any) => void} listener gets events of alerts as they come */
export function onAlertEvent(listener) {
  alertListeners.add(listener);
  return () => alertListeners.delete(listener);
}

export async function begin() {
  await reload();
  timers = [setInterval(reload, AGAIN_MILLIS), setInterval(scores, SCORES_MILLIS)];
}

export function end() {
  timers.forEach(clearInterval);
  unread = false;
  followed.forEach((ends) => ends.forEach((stop) => stop()));
  followed.clear();
  wanted.clear();
  histories.length = 0;
  store.clear();
}

/** Whom one may see now; rooms are followed before alerts are read, so that none falls between. */
export async function reload() {
  let mine;
  try {
    mine = await all((cursor) => `/api/v1/me/patients?limit=500${cursor ? `&cursor=${cursor}` : ""}`);
  } catch {
    return; // the state of the connection says it; tried again
  }
  const ids = new Set(mine.map((one) => one.patient_id));
  for (const id of [...store.patients.keys()]) if (!ids.has(id)) gone(id);
  for (const one of mine) {
    store.addPatient(one);
    if (followed.has(one.patient_id)) continue;
    unread = true;
    followed.set(one.patient_id, rooms(one.patient_id, new Set(one.scopes)));
  }
  if (!unread) return;
  try {
    await Promise.all([readAlerts(), scores()]);
    unread = false;
  } catch {
    // Tried again with the next look.
  }
}

function rooms(id, scopes) {
  const onGone = () => gone(id);
  const ends = [
    follow(`patient:${id}:alerts`, { onEvent: ({ data }) => alertTold(data), onHole: readAlerts, onGone }),
  ];
  if (scopes.has("VITALS")) {
    ends.push(
      follow(`patient:${id}:vitals`, {
        onEvent: ({ data }) => store.addReading(data, Date.now()),
        onHole: () => readHistory(id),
        onGone,
      }),
    );
  }
  return ends;
}

function gone(id) {
  followed.get(id)?.forEach((stop) => stop());
  followed.delete(id);
  store.removePatient(id);
}

/** An event has what matters at once; what else is different, the list tells. */
function alertTold(event) {
  const known = store.alerts.get(event.alert_id);
  heard(event.alert_id);
  if (event.event === "alert" || event.event === "alert_escalated") {
    const { event: kind, ...fields } = event;
    const opened = known?.timestamp ?? event.timestamp;
    const state = known ?? { condition: "ACTIVE", response: "UNACKED", occurrences: 1 };
    const again = kind === "alert" || (known && known.tier !== event.tier);
    store.putAlert({ ...state, ...fields, condition: "ACTIVE", timestamp: opened, ...(again ? { response: "UNACKED" } : {}) });
  } else if (known && event.event === "ack") {
    const response = ["resolved", "false_alarm"].includes(event.status) ? "RESOLVED" : "ACKED";
    store.putAlert({ ...known, response, acknowledgement: event, next_call: undefined });
  } else if (known && event.response) {
    store.putAlert({ ...known, response: event.response });
  }
  alertListeners.forEach((listener) => listener(event));
  wanted.add(event.alert_id);
  soon ||= setTimeout(readWanted, SOON_MILLIS);
}

async function readWanted() {
  soon = 0;
  const ids = [...wanted];
  wanted.clear();
  if (ids.length > 10) return readAlerts();
  await Promise.all(ids.map(readAlert));
}

export async function readAlert(id) {
  try {
    store.putAlert(await get(path`/api/v1/alerts/${id}`));
  } catch (failure) {
    if (!(failure instanceof Problem)) wanted.add(id);
  }
}

/** The open ones, and the newest of the others. */
export async function readAlerts() {
  const open = await all(
    (cursor) => `/api/v1/alerts?condition=ACTIVE&limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    "alerts",
  );
  const newest = (await get("/api/v1/alerts?limit=100")).alerts;
  const active = new Set(open.map((alert) => alert.alert_id));
  for (const alert of store.alerts.values()) {
    if (alert.condition === "ACTIVE" && !active.has(alert.alert_id)) wanted.add(alert.alert_id);
  }
  [...newest, ...open].forEach(store.putAlert);
  if (wanted.size) soon ||= setTimeout(readWanted, SOON_MILLIS);
}

async function scores() {
  const ids = [...store.patients.values()].filter((p) => p.scopes.has("VITALS")).map((p) => p.id);
  for (let i = 0; i < ids.length; i += SCORES_AT_ONCE) {
    const some = ids.slice(i, i + SCORES_AT_ONCE).map(encodeURIComponent);
    try {
      const found = await get(`/api/v1/alerts/news2?patient_id=${some.join(",")}`);
      found.scores.forEach(store.setScore);
    } catch (failure) {
      // Somebody left the board meanwhile; who it is, the next look tells.
      if (!(failure instanceof Problem)) return;
    }
  }
}

/** What was measured of late, a few patients at a time. */
export function readHistory(id) {
  return new Promise((done) => {
    histories.push({ id, done });
    nextHistory();
  });
}

async function nextHistory() {
  if (reading >= HISTORIES_AT_ONCE) return;
  const next = histories.shift();
  if (!next) return;
  reading++;
  try {
    const found = await get(path`/api/v1/patients/${next.id}/vitals` + `?limit=${SPARK_READINGS}`);
    found.items.forEach((reading) => store.addReading(reading, 0));
  } catch {
    // A line that begins later says nothing false.
  } finally {
    reading--;
    next.done();
    nextHistory();
  }
}
