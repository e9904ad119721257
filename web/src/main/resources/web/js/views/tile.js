// One patient on the board. Built once; later only what is different is written.

import { attribute, h, text } from "../dom.js";
import { sparkline } from "../spark.js";
import { isUnanswered, openAlerts } from "../store.js";
import { shown as timed } from "../timing.js";
import { badge, highest, RANK } from "../tiers.js";
import { age, NEWS2_PARTS, reasonOf, shown, VITALS, vitalName } from "../vitals.js";

const SHOWN = ["heart_rate", "spo2", "blood_pressure", "respiratory_rate", "temperature"];
const STALE_MILLIS = 60_000;
const OLD_VITAL_MILLIS = 15 * 60_000;

/** How much a patient needs somebody: higher comes first. */
export function need(patient) {
  const open = openAlerts(patient.id);
  let most = 0;
  for (const alert of open) most = Math.max(most, RANK[alert.tier] * 100 + (isUnanswered(alert) ? 50 : 0));
  return most + (patient.news2?.total ?? 0);
}

/** @returns {{element: HTMLElement, update: (now: number) => void, tick: (now: number) => void}} */
export function tile(patient) {
  const mayVitals = patient.scopes.has("VITALS");
  const head = h("div.tile-tier");
  const heard = h("span.heard.num");
  const reason = h("p.reason");
  const score = newsBox();
  const vitals = SHOWN.map((type) => vital(type));
  const name = h("a.name", { href: `#/patient/${encodeURIComponent(patient.id)}` });
  const element = h(
    "li.tile",
    { "data-patient": patient.id },
    h("div.tile-head", {}, h("h2", {}, name), head),
    reason,
    mayVitals ? h("div.tile-body", {}, h("div.vitals", {}, vitals.map((one) => one.element)), score.element) : null,
    h("div.tile-foot", {}, h("span.faint", {}, patient.id), mayVitals ? heard : h("span.faint", {}, "alerts only")),
  );

  function tick(now) {
    if (!mayVitals) return;
    const silent = patient.heardAt ? now - patient.heardAt : Infinity;
    const stale = silent > STALE_MILLIS;
    attribute(element, "data-stale", stale ? "" : null);
    text(heard, patient.heardAt ? (stale ? `no data for ${age(silent)}` : `${age(silent)} ago`) : "no data yet");
    vitals.forEach((one) => one.age(patient, now));
  }

  return {
    element,
    tick,
    update(now) {
      text(name, patient.name || patient.id);
      const open = openAlerts(patient.id).sort((a, b) => RANK[b.tier] - RANK[a.tier]);
      const top = highest(open);
      open.forEach((alert) => timed(alert.alert_id));
      const unanswered = open.some((alert) => isUnanswered(alert) && alert.tier === top);
      attribute(element, "data-tier", top);
      attribute(element, "data-unanswered", unanswered ? "" : null);
      const mark = top ? `${top}${unanswered}` : "";
      if (head.dataset.mark !== mark) {
        head.dataset.mark = mark;
        head.replaceChildren(...(top ? [badge(top, unanswered, unanswered ? top : `${top}, answered`)] : []));
      }
      const more = open.length > 1 ? ` · and ${open.length - 1} more` : "";
      text(reason, top ? `${open[0].message ?? (reasonOf(open[0]) || vitalName(open[0].vital_type))}${more}` : "");
      if (mayVitals) {
        vitals.forEach((one) => one.update(patient, now, open));
        score.update(patient.news2);
      }
      tick(now);
    },
  };
}

function vital(type) {
  const { short, unit, label } = VITALS[type];
  const value = h("span.value.num", {}, "–");
  const line = type === "heart_rate" || type === "spo2" ? sparkline(`${label}, last ten minutes`) : null;
  const element = h(
    `div.vital.${type}`,
    {},
    h("span.short", { title: label }, short, h("span.unit", {}, ` ${unit}`)),
    value,
    line?.element,
  );
  return {
    element,
    update(patient, now, open) {
      text(value, shown(type, patient.latest.get(type)?.values));
      attribute(element, "data-tier", highest(open.filter((alert) => alert.vital_type === type)));
      line?.draw(patient.sparks.get(type), now);
    },
    age(patient, now) {
      const latest = patient.latest.get(type);
      attribute(element, "data-old", latest && now - latest.at > OLD_VITAL_MILLIS ? "" : null);
    },
  };
}

function newsBox() {
  const total = h("span.total.num", {}, "–");
  const parts = NEWS2_PARTS.map(([type, label, short]) => {
    const points = h("span.points.num", {}, "·");
    return { type, label, points, element: h("span.part", { title: label }, h("span", {}, short), points) };
  });
  const element = h(
    "div.news2",
    { role: "group", "aria-label": "NEWS2" },
    h("span.caption", {}, "NEWS2"),
    total,
    h("div.parts", {}, parts.map((one) => one.element)),
  );
  return {
    element,
    update(score) {
      text(total, score ? `${score.complete ? "" : "≥"}${score.total}` : "–");
      attribute(element, "data-tier", score?.tier ?? null);
      const missing = score?.missing.map(vitalName).join(", ");
      attribute(element, "title", score ? (missing ? `Incomplete: no fresh ${missing}` : "Complete") : "Nothing was measured");
      for (const { type, label, points, element: part } of parts) {
        const found = score?.parts.find((one) => one.vital_type === type);
        text(points, found ? found.points : "·");
        attribute(part, "data-points", found ? found.points : null);
        attribute(part, "title", `${label}: ${found ? `${found.points} points` : "no fresh reading"}`);
      }
    },
  };
}
