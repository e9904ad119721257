// Rules, who is called when nobody answers, and what a rule would have raised.

import { button, field, h, select, text } from "../dom.js";
import { call, get, path, post } from "../api.js";
import { badge } from "../tiers.js";
import { clock, VITALS } from "../vitals.js";
import { openPolicies } from "./admin-policies.js";
import { FRESH, ruleForm } from "./rule-form.js";

export function openRules(at) {
  const problem = h("p.error", { role: "alert" });
  const list = h("ul.people", { "aria-label": "Rules" });
  const detail = h("section.panel.stack", { "aria-label": "Rule" }, h("p.dim", {}, "Choose a rule."));
  const policies = h("div.stack");
  openPolicies(policies);
  at.append(
    problem,
    h("div.messages", {}, h("section.panel", {}, h("h2", {}, "Rules"), list, button("New rule", fresh)), detail),
    h("section.panel", { "aria-label": "Escalation" }, h("h2", {}, "Escalation"), policies),
  );

  async function load(openId) {
    try {
      const { rules } = await get("/api/v1/alert-rules");
      list.replaceChildren(...rules.map((rule) => h("li", {}, entry(rule))));
      const open = rules.find((rule) => rule.rule_id === openId);
      if (open) show(open);
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function entry(rule) {
    const off = rule.definition.enabled === false;
    return h(
      "button.quiet.person",
      { type: "button", on: { click: () => show(rule) } },
      rule.rule_id,
      h("span.faint", {}, off ? "off" : `version ${rule.version}`),
    );
  }

  function show(rule) {
    const known = rule.version !== undefined;
    const form = ruleForm(rule.definition);
    const says = h("p.error", { role: "alert" });
    const save = async (event) => {
      event.preventDefault();
      text(says, "");
      try {
        if (known) await call("PUT", path`/api/v1/alert-rules/${rule.rule_id}`, { ...form.read(), version: rule.version });
        else await post("/api/v1/alert-rules", { ...form.read(), rule_id: rule.rule_id });
        await load(rule.rule_id);
      } catch (failure) {
        text(says, failure.message);
      }
    };
    const json = h("pre.json");
    const look = h("details", { on: { toggle: () => text(json, JSON.stringify(form.read(), null, 2)) } }, h("summary", {}, "As JSON"), json);
    detail.replaceChildren(
      h("h2", {}, rule.rule_id),
      h("p.dim", {}, known ? `Version ${rule.version}, by ${rule.changed_by}, ${clock(rule.changed_at)}` : "Not saved yet"),
      h(
        "form.stack",
        { "data-rule": rule.rule_id, on: { submit: save } },
        form.element,
        says,
        h("div.row.end", {}, h("button.primary", { type: "submit" }, known ? "Save as the next version" : "Make")),
      ),
      look,
      trial(form.read, rule.rule_id),
    );
  }

  function fresh() {
    const id = h("input", { required: true, maxlength: 64, pattern: "[a-z0-9_]+", name: "rule_id" });
    const kind = select(Object.keys(FRESH).map((one) => [one, one.replaceAll("_", " ")]), { name: "kind" });
    const vital = select(Object.entries(VITALS).map(([type, { label }]) => [type, label]), { name: "vital_type" });
    const go = (event) => {
      event.preventDefault();
      show({ rule_id: id.value, definition: FRESH[kind.value](vital.value) });
    };
    detail.replaceChildren(
      h("h2", {}, "New rule"),
      h(
        "form.act",
        { "data-rule": "", on: { submit: go } },
        field("Name (a-z 0-9 _)", id),
        field("Kind", kind),
        field("Vital sign", vital),
        h("button", { type: "submit" }, "Go on"),
      ),
    );
  }

  load();
}

/** Runs what stands there over a patient's history, by the engine that decides live. */
function trial(read, ruleId) {
  const patient = h("input", { required: true, maxlength: 64 });
  const hours = select([[6, "6 hours"], [24, "24 hours"], [168, "7 days"]], { value: 24 });
  const says = h("p", { role: "status" });
  const found = h("ul.people", { "aria-label": "What it would have raised" });
  const run = async (event) => {
    event.preventDefault();
    text(says, "…");
    found.replaceChildren();
    try {
      const from = new Date(Date.now() - hours.value * 3_600_000).toISOString();
      const result = await post("/api/v1/alert-rules/test", { patient_id: patient.value.trim(), rule: { rule_id: ruleId, ...read() }, from });
      text(says, `${result.alerts.length} alerts from ${result.samples} readings, ${result.suppressed.length} suppressed${result.complete ? "" : "; older readings were left out"}.`);
      found.replaceChildren(
        ...result.alerts.map((one) => h("li.row", {}, badge(one.tier), h("span.num", {}, clock(one.opened_at)), one.reasons.join("; "))),
      );
    } catch (failure) {
      text(says, failure.message);
    }
  };
  return h(
    "form.stack",
    { on: { submit: run } },
    h("h3", {}, "Try it on a patient's history; nothing is written"),
    h("div.act", {}, field("Patient id", patient), field("Of the last", hours), h("button", { type: "submit" }, "Try")),
    says,
    found,
  );
}
