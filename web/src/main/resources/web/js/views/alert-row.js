// One alert in a list.

import { attribute, button, h, text } from "../dom.js";
import { post, path } from "../api.js";
import { alerts, isUnanswered, title } from "../store.js";
import { badge } from "../tiers.js";
import { age, clock, countdown, reasonOf, vitalName } from "../vitals.js";
import { readAlert } from "../ward.js";
import { openDetail } from "./alert-dialog.js";

/** @param {(id: string, yes: boolean) => void} [choose] without it there is no box to choose by */
export function alertRow(id, choose) {
  const box = choose ? h("input", { type: "checkbox", on: { change: () => choose(id, box.checked) } }) : null;
  const tier = h("div.a-tier");
  const patient = h("a.a-patient");
  const what = h("p.a-what");
  const state = h("p.a-state.dim");
  const next = h("p.a-next.num");
  const problem = h("p.error", { role: "alert" });
  const answer = button("Acknowledge", acknowledge, ".primary");
  const more = button("Details", () => openDetail(id));
  const element = h(
    "li.alert",
    { "data-alert": id },
    box,
    tier,
    h("div.a-main", {}, patient, what, state, problem),
    h("div.a-side", {}, next, h("div.row.end", {}, answer, more)),
  );

  async function acknowledge() {
    const alert = alerts.get(id);
    answer.disabled = true;
    text(problem, "");
    try {
      await post(path`/api/v1/alerts/alerts/${id}/acknowledge` + path`?patient_id=${alert.patient_id}`);
      await readAlert(id);
    } catch (failure) {
      text(problem, failure.message);
    } finally {
      answer.disabled = false;
    }
  }

  let current = null;
  function tick(now) {
    const due = current?.next_call;
    const waits = due && isUnanswered(current);
    attribute(next, "hidden", waits ? null : "");
    if (waits) {
      const whom = due.roles?.length ? due.roles.join(" and ").toLowerCase() : "unattended";
      text(next, `→ ${whom} in ${countdown(Date.parse(due.at) - now)}`);
    }
    text(state, stateOf(current, now));
  }

  return {
    element,
    tick,
    update(alert, chosen = false) {
      current = alert;
      const unanswered = isUnanswered(alert);
      attribute(element, "data-tier", alert.tier);
      attribute(element, "data-unanswered", unanswered ? "" : null);
      attribute(element, "data-over", alert.condition === "CLEARED" || alert.response === "RESOLVED" ? "" : null);
      const mark = `${alert.tier}${unanswered}`;
      if (tier.dataset.mark !== mark) {
        tier.dataset.mark = mark;
        tier.replaceChildren(badge(alert.tier, unanswered));
      }
      text(patient, title(alert.patient_id));
      attribute(patient, "href", `#/patient/${encodeURIComponent(alert.patient_id)}`);
      text(what, describe(alert));
      attribute(answer, "hidden", unanswered ? null : "");
      const about = `${alert.tier}, ${title(alert.patient_id)}, ${vitalName(alert.vital_type)}`;
      attribute(answer, "aria-label", `Acknowledge: ${about}`);
      attribute(more, "aria-label", `Details: ${about}`);
      if (box) {
        box.checked = chosen;
        attribute(box, "aria-label", `Choose: ${about}`);
      }
      tick(Date.now());
    },
  };
}

/** What an alert says, in one line. */
export function describe(alert) {
  const reasons = reasonOf(alert);
  const window = alert.vitals_window?.length ? ` (${alert.vitals_window.map((one) => +one.toFixed(1)).join(", ")})` : "";
  return alert.message ?? `${reasons || vitalName(alert.vital_type)}${window}`;
}

function stateOf(alert, now) {
  const ack = alert.acknowledgement;
  const parts = [`${clock(alert.timestamp)} · ${age(now - Date.parse(alert.timestamp))} ago`];
  if (alert.occurrences > 1) parts.push(`seen ${alert.occurrences} times`);
  if (alert.condition === "CLEARED") parts.push("condition is over");
  if (alert.response === "RESOLVED") parts.push(`resolved${alert.resolved_by ? ` by ${alert.resolved_by}` : ""}`);
  if (ack) parts.push(`${ack.status} by ${ack.acknowledged_by}${ack.note ? `: ${ack.note}` : ""}`);
  if (alert.assigned_to) parts.push(`assigned to ${alert.assigned_to}`);
  if (alert.snoozed_until && Date.parse(alert.snoozed_until) > now) {
    parts.push(`snoozed for ${countdown(Date.parse(alert.snoozed_until) - now)}`);
  }
  if (alert.unattended_since) parts.push("nobody answered to the end of its escalation");
  return parts.join(" · ");
}
