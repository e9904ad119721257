// One patient: what is measured now, trends with alerts on the time axis, the ECG, and the alerts.

import { attribute, h, text } from "../dom.js";
import { alerts, isUnanswered, onChange, patients, title } from "../store.js";
import { RANK } from "../tiers.js";
import { age, shown, VITALS } from "../vitals.js";
import { readHistory } from "../ward.js";
import { alertRow } from "./alert-row.js";
import { openCareTeam } from "./care-team.js";
import { openTrends } from "./trends.js";
import { openEcg } from "./ecg.js";
import { newsTable } from "./news2.js";

const ALERTS_SHOWN = 50;

export function openPatient(content, id) {
  let parts = null;
  let waiting = null;

  function begin() {
    const patient = patients.get(id);
    if (patient && !parts) {
      waiting = null;
      content.replaceChildren();
      parts = build(content, patient);
    } else if (!patient && (parts || !waiting)) {
      // Nobody yet, or nobody any more: nothing of them stays on the screen.
      parts?.close();
      parts = null;
      waiting = h("p.panel.dim", { role: "status" }, "There is no such patient, or you may not see them.");
      content.replaceChildren(h("div.head", {}, h("h1", {}, "Patient")), waiting);
    }
  }

  const stop = onChange((changed) => {
    if (changed.has("patients")) begin();
    parts?.update(changed);
  });
  begin();
  return {
    close() {
      stop();
      parts?.close();
    },
  };
}

function build(content, patient) {
  const { id } = patient;
  const mayVitals = patient.scopes.has("VITALS");
  const heard = h("p.dim.num");
  const now = Object.keys(VITALS).map((type) => latest(type));
  const score = newsTable();
  const list = h("ul.alerts");
  const none = h("p.dim", {}, "No alerts.");
  const rows = new Map();
  content.append(
    h("div.head", {}, h("h1", {}, title(id)), h("span.faint", {}, id), heard, h("a", { href: "#/board" }, "Back to the ward")),
  );
  const closing = [];
  if (mayVitals) {
    content.append(
      h("div.now", {}, now.map((one) => one.element)),
      h("div.patient-grid", {}, panel("Trends", "trends", (at) => closing.push(openTrends(at, id))), score.element),
      panel("ECG, live, 25 mm/s", "ecg", (at) => closing.push(openEcg(at, id))),
    );
    readHistory(id);
  } else {
    content.append(h("p.panel.dim", {}, "Your role sees this patient's alerts, and no vital signs."));
  }
  if (patient.scopes.has("RECORD")) content.append(panel("Care team", "ecg", (at) => openCareTeam(at, id)));
  content.append(h("section.panel", { "aria-label": "Alerts" }, h("h2", {}, "Alerts"), none, list));

  function drawAlerts() {
    const mine = [...alerts.values()]
      .filter((alert) => alert.patient_id === id)
      .sort(
        (a, b) =>
          Number(isUnanswered(b)) - Number(isUnanswered(a)) ||
          Date.parse(b.timestamp) - Date.parse(a.timestamp) ||
          RANK[b.tier] - RANK[a.tier],
      )
      .slice(0, ALERTS_SHOWN);
    const elements = mine.map((alert) => {
      if (!rows.has(alert.alert_id)) rows.set(alert.alert_id, alertRow(alert.alert_id));
      rows.get(alert.alert_id).update(alert);
      return rows.get(alert.alert_id).element;
    });
    if (elements.some((one, i) => list.children[i] !== one) || list.children.length !== elements.length) {
      list.replaceChildren(...elements);
    }
    attribute(none, "hidden", mine.length ? "" : null);
  }

  function drawNow() {
    now.forEach((one) => one.update(patient));
    score.update(patient.news2);
  }

  const clock = setInterval(() => {
    const at = Date.now();
    text(heard, patient.heardAt ? `last reading ${age(at - patient.heardAt)} ago` : mayVitals ? "no readings yet" : "");
    now.forEach((one) => one.tick(patient, at));
    rows.forEach((row) => row.tick(at));
  }, 1_000);
  drawNow();
  drawAlerts();
  return {
    update(changed) {
      if (changed.has(`patient:${id}`)) drawNow();
      if (changed.has("alerts")) drawAlerts();
    },
    close() {
      clearInterval(clock);
      closing.forEach((one) => one.close());
    },
  };
}

function panel(heading, name, open) {
  const body = h("div");
  const element = h(`section.panel.${name}`, { "aria-label": heading }, h("h2", {}, heading), body);
  open(body);
  return element;
}

function latest(type) {
  const { label, unit } = VITALS[type];
  const value = h("span.value.num", {}, "–");
  const since = h("span.faint.num");
  const element = h(
    "div.panel.latest",
    { hidden: true },
    h("h2", {}, label),
    h("p", {}, value, h("span.unit", {}, ` ${unit}`)),
    since,
  );
  return {
    element,
    update(patient) {
      const found = patient.latest.get(type);
      attribute(element, "hidden", found ? null : "");
      text(value, shown(type, found?.values));
    },
    tick(patient, now) {
      const found = patient.latest.get(type);
      if (found) text(since, `${age(now - found.at)} ago`);
    },
  };
}
