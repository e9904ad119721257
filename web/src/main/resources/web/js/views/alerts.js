// All alerts one may see: the open ones first, answered one by one or many at once.

import { button, h, select, text, attribute } from "../dom.js";
import { post } from "../api.js";
import { alerts, isOpen, isUnanswered, onChange, title } from "../store.js";
import { readAlert } from "../ward.js";
import { shown } from "../timing.js";
import { RANK, TIERS } from "../tiers.js";
import { alertRow } from "./alert-row.js";
import { askNote } from "./alert-dialog.js";

const SHOWN_MOST = 300;
const AT_ONCE = 100;

export function openAlerts(content, argument) {
  const tier = select([["", "Every tier"], ...TIERS.map((one) => [one, one])], { "aria-label": "Tier" });
  const state = select(
    [
      ["open", "Open"],
      ["unanswered", "Without an answer"],
      ["all", "All, answered and over too"],
    ],
    { "aria-label": "State" },
  );
  const every = h("input", { type: "checkbox", "aria-label": "Choose all that are shown" });
  const many = button("Acknowledge", acknowledgeMany, ".primary");
  const problem = h("p.error", { role: "alert" });
  const none = h("p.panel.dim", {}, "No alerts here.");
  const list = h("ul.alerts", { "aria-label": "Alerts" });
  content.append(
    h("div.head", {}, h("h1", {}, "Alerts"), h("div.filter", {}, state), h("div.filter", {}, tier)),
    h("div.bar", {}, h("label.row", {}, every, "All"), many, problem),
    list,
    none,
  );

  /** @type {Map<string, ReturnType<typeof alertRow>>} */
  const rows = new Map();
  const chosen = new Set();
  if (argument) state.value = "all";

  function wanted() {
    return [...alerts.values()]
      .filter((alert) => !tier.value || alert.tier === tier.value)
      .filter((alert) => state.value === "all" || (state.value === "open" ? isOpen(alert) : isUnanswered(alert)))
      .sort(first)
      .slice(0, SHOWN_MOST);
  }

  function draw() {
    const listed = wanted();
    const ids = new Set(listed.map((alert) => alert.alert_id));
    for (const [id, row] of rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      rows.delete(id);
      chosen.delete(id);
    }
    let at = list.firstElementChild;
    for (const alert of listed) {
      let row = rows.get(alert.alert_id);
      if (!row) rows.set(alert.alert_id, (row = alertRow(alert.alert_id, choose)));
      row.update(alert, chosen.has(alert.alert_id));
      shown(alert.alert_id);
      if (row.element === at) at = at.nextElementSibling;
      else list.insertBefore(row.element, at);
    }
    attribute(none, "hidden", listed.length ? "" : null);
    say();
  }

  function say() {
    const answerable = [...chosen].filter((id) => isUnanswered(alerts.get(id) ?? {}));
    text(many, answerable.length ? `Acknowledge ${answerable.length}` : "Acknowledge");
    many.disabled = answerable.length === 0;
    every.checked = chosen.size > 0 && chosen.size === rows.size;
  }

  function choose(id, yes) {
    if (yes) chosen.add(id);
    else chosen.delete(id);
    say();
  }

  async function acknowledgeMany() {
    const some = [...chosen].map((id) => alerts.get(id)).filter((alert) => alert && isUnanswered(alert));
    const answer = await askNote(`Acknowledge ${some.length} alerts`, some.map((one) => title(one.patient_id)).join(", "));
    if (!answer) return;
    text(problem, "");
    try {
      const refused = [];
      for (let i = 0; i < some.length; i += AT_ONCE) {
        const part = some.slice(i, i + AT_ONCE);
        const body = { alerts: part.map((one) => ({ alert_id: one.alert_id, patient_id: one.patient_id, ...answer })) };
        const { results } = await post("/api/v1/alerts/acknowledge", body);
        refused.push(...results.filter((one) => one.status !== 200));
        part.forEach((one) => readAlert(one.alert_id));
      }
      chosen.clear();
      if (refused.length) text(problem, `${refused.length} were refused: ${refused[0].problem?.detail ?? refused[0].status}`);
    } catch (failure) {
      text(problem, failure.message);
    }
    draw();
  }

  every.addEventListener("change", () => {
    for (const id of rows.keys()) every.checked ? chosen.add(id) : chosen.delete(id);
    draw();
  });
  tier.addEventListener("change", draw);
  state.addEventListener("change", draw);
  const clock = setInterval(() => rows.forEach((row) => row.tick(Date.now())), 1_000);
  const stop = onChange((changed) => (changed.has("alerts") || changed.has("patients")) && draw());
  draw();
  return {
    close() {
      stop();
      clearInterval(clock);
    },
  };
}

/** Those without an answer, then by tier, then the newest. */
function first(a, b) {
  return (
    Number(isUnanswered(b)) - Number(isUnanswered(a)) ||
    Number(isOpen(b)) - Number(isOpen(a)) ||
    RANK[b.tier] - RANK[a.tier] ||
    Date.parse(b.timestamp) - Date.parse(a.timestamp)
  );
}
