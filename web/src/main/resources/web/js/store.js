// What is known, in one place. Whoever changes something says what; whoever shows something is told once a
// frame, so that a thousand readings a second cost sixty repaints.

import { VITALS, seriesOf } from "./vitals.js";

const SPARK_MILLIS = 10 * 60_000;
const SPARK_MOST = 240;
const ALERTS_MOST = 2_000;

/**
 * @typedef {{values: Object<string, number>, at: number, heardAt: number}} Latest
 * @typedef {{id: string, name: string, scopes: Set<string>, latest: Map<string, Latest>,
 *   sparks: Map<string, [number, number][]>, news2: any, heardAt: number}} Patient
 */

/** @type {Map<string, Patient>} */
export const patients = new Map();
/** @type {Map<string, any>} alerts as the server lists them, by id */
export const alerts = new Map();
/** @type {Map<string, Map<string, any>>} by patient the alerts that are open, by id */
const open = new Map();

const listeners = new Set();
let dirty = new Set();
let planned = false;

/** @param {(changed: Set<string>) => void} listener gets "patient:ID", "alert:ID", "patients", "alerts" */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function changed(...what) {
  what.forEach((one) => dirty.add(one));
  if (planned) return;
  planned = true;
  // A tab in the background has no frames.
  if (document.hidden) setTimeout(flush, 500);
  else requestAnimationFrame(flush);
}

function flush() {
  planned = false;
  const now = dirty;
  dirty = new Set();
  listeners.forEach((listener) => listener(now));
}

export function clear() {
  patients.clear();
  alerts.clear();
  open.clear();
  changed("patients", "alerts");
}

export const title = (id) => patients.get(id)?.name || id;

export function addPatient({ patient_id: id, name, scopes }) {
  const known = patients.get(id);
  if (known) {
    known.name = name ?? "";
    known.scopes = new Set(scopes);
  } else {
    const fresh = { latest: new Map(), sparks: new Map(), news2: null, heardAt: 0 };
    patients.set(id, { id, name: name ?? "", scopes: new Set(scopes), ...fresh });
  }
  changed("patients");
}

/** Nothing of a patient stays whom one may not see any more. */
export function removePatient(id) {
  if (!patients.delete(id)) return;
  for (const [alertId, alert] of alerts) if (alert.patient_id === id) alerts.delete(alertId);
  open.delete(id);
  changed("patients", "alerts");
}

/**
 * @param {{patient_id: string, data_type: string, values: Object<string, number>, timestamp: string}} reading
 * @param {number} heardAt 0 for one of the past
 */
export function addReading(reading, heardAt) {
  const patient = patients.get(reading.patient_id);
  if (!patient || !VITALS[reading.data_type]) return;
  const at = Date.parse(reading.timestamp);
  const known = patient.latest.get(reading.data_type);
  if (!known || at >= known.at) {
    patient.latest.set(reading.data_type, { values: reading.values, at, heardAt });
    patient.heardAt = Math.max(patient.heardAt, at);
  }
  spark(patient, reading, at);
  changed(`patient:${patient.id}`);
}

function spark(patient, reading, at) {
  const value = seriesOf(reading.data_type, reading.values);
  let points = patient.sparks.get(reading.data_type);
  if (!points) patient.sparks.set(reading.data_type, (points = []));
  let place = points.length;
  while (place > 0 && points[place - 1][0] > at) place--;
  if (place > 0 && points[place - 1][0] === at) return;
  points.splice(place, 0, [at, value]);
  const oldest = points[points.length - 1][0] - SPARK_MILLIS;
  while (points.length > SPARK_MOST || points[0][0] < oldest) points.shift();
}

export function setScore(score) {
  const patient = patients.get(score.patient_id);
  if (!patient) return;
  patient.news2 = score;
  changed(`patient:${patient.id}`);
}

/** An alert as the server lists it now. */
export function putAlert(alert) {
  if (!patients.has(alert.patient_id)) return;
  alerts.set(alert.alert_id, alert);
  if (isOpen(alert)) openOf(alert.patient_id).set(alert.alert_id, alert);
  else open.get(alert.patient_id)?.delete(alert.alert_id);
  if (alerts.size > ALERTS_MOST) forgetOld();
  changed("alerts", `alert:${alert.alert_id}`, `patient:${alert.patient_id}`);
}

function openOf(patientId) {
  let found = open.get(patientId);
  if (!found) open.set(patientId, (found = new Map()));
  return found;
}

/** A screen on a wall is never loaded anew: of those that are over the first half goes. */
function forgetOld() {
  const over = [...alerts.values()].filter((alert) => !isOpen(alert));
  over.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
  over.slice(0, Math.ceil(over.length / 2)).forEach((alert) => alerts.delete(alert.alert_id));
}

export const isOpen = (alert) => alert.condition === "ACTIVE" && alert.response !== "RESOLVED";
export const isUnanswered = (alert) => alert.condition === "ACTIVE" && alert.response === "UNACKED";

/** The open alerts of a patient. */
export const openAlerts = (patientId) => [...(open.get(patientId)?.values() ?? [])];
