// NEWS2 with its parts, as a table.

import { attribute, h, text } from "../dom.js";
import { clock, NEWS2_PARTS, VITALS, vitalName } from "../vitals.js";

/** @returns {{element: HTMLElement, update: (score: any) => void}} */
export function newsTable() {
  const total = h("span.total.num");
  const says = h("p.dim");
  const body = h("tbody");
  const element = h(
    "section.panel.score",
    { "aria-label": "NEWS2" },
    h("div.row", {}, h("h2", {}, "NEWS2"), total),
    says,
    h(
      "div.scroll",
      {},
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ["Parameter", "Value", "Points", "Measured"].map((one) => h("th", { scope: "col" }, one)))),
        body,
      ),
    ),
    h("p.hint", {}, "National Early Warning Score 2, © Royal College of Physicians 2017."),
  );
  return {
    element,
    update(score) {
      attribute(element, "data-tier", score?.tier ?? null);
      text(total, score ? `${score.complete ? "" : "≥ "}${score.total}` : "–");
      text(says, words(score));
      body.replaceChildren(...NEWS2_PARTS.map(([type, label]) => row(score, type, label)));
    },
  };
}

function words(score) {
  if (!score) return "Nothing that scores was measured yet, or the rule is off for this patient.";
  const setting = `SpO₂ scale ${score.spo2_scale}, ${score.on_oxygen ? "on oxygen" : "on air"}, consciousness: ${score.consciousness}.`;
  if (score.complete) return `Complete as of ${clock(score.as_of)}. ${setting}`;
  return `Incomplete: no fresh ${score.missing.map(vitalName).join(", ").toLowerCase()}. It is at least this. ${setting}`;
}

function row(score, type, label) {
  const part = score?.parts.find((one) => one.vital_type === type);
  const value = part?.value === undefined ? "" : `${part.value.toFixed(VITALS[type].digits)} ${VITALS[type].unit}`;
  return h(
    "tr",
    { "data-points": part?.points },
    h("th", { scope: "row" }, label),
    h("td.num", {}, value),
    h("td.num.points", {}, part ? part.points : "missing"),
    h("td.num.faint", {}, part?.taken_at ? clock(part.taken_at) : ""),
  );
}
