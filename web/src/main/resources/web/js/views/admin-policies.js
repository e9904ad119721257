// Who is called when nobody answers, and how that is changed.

import { button, field, h, select, text } from "../dom.js";
import { call, get, path, post } from "../api.js";
import { badge, TIERS } from "../tiers.js";
import { clock } from "../vitals.js";

const ROLES = ["CAREGIVER", "NURSE", "DOCTOR", "THERAPIST", "DISPATCHER", "ADMIN"];

export function openPolicies(at) {
  const problem = h("p.error", { role: "alert" });
  const patient = h("input", { maxlength: 64, placeholder: "Everybody" });
  const list = h("ul.notices", { "aria-label": "Escalation policies" });
  const detail = h("section.panel.stack", { "aria-label": "Policy" }, h("p.dim", {}, "Choose a policy, or make one for a patient."));
  at.append(
    problem,
    h("form.bar", { on: { submit: search } }, h("div.find", {}, field("Those of patient", patient)), h("button", { type: "submit" }, "Show"), button("One for this patient", begin)),
    h("div.messages", {}, h("section.panel", {}, h("h2", {}, "Escalation"), list), detail),
  );

  async function load() {
    const of = patient.value.trim();
    try {
      const found = await get(`/api/v1/escalation-policies${of ? `?patient_id=${encodeURIComponent(of)}` : ""}`);
      list.replaceChildren(...found.policies.map(entry));
      text(problem, "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function search(event) {
    event.preventDefault();
    return load();
  }

  function entry(one) {
    return h(
      "li",
      {},
      h("p.row", {}, badge(one.tier), h("strong", {}, one.name), one.patient_id ? h("span.dim", {}, one.patient_id) : null),
      h("p.dim", {}, said(one)),
      h("div.row", {}, button("Change", () => edit(one)), one.patient_id ? button("Remove", () => act(() => call("DELETE", path`/api/v1/escalation-policies/${one.policy_id}`))) : null),
    );
  }

  async function act(what) {
    try {
      await what();
      detail.replaceChildren();
      await load();
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function begin() {
    const of = patient.value.trim();
    if (!of) return text(problem, "Whose? The patient id is missing.");
    text(problem, "");
    return edit({ patient_id: of, name: `For ${of}`, tier: "CRITICAL", steps: [{ after: "1m", roles: ["NURSE"] }] });
  }

  /** @param {any} one without a policy_id: a new one */
  function edit(one) {
    const known = Boolean(one.policy_id);
    const name = h("input", { required: true, maxlength: 100, value: one.name });
    const tier = select(TIERS.map((each) => [each, each]), { value: one.tier, disabled: known });
    const end = h("input", { maxlength: 12, value: one.unattended_after ?? "", placeholder: "5 minutes behind the last step" });
    const steps = h("ol.stack", { "aria-label": "Steps" });
    const says = h("p.error", { role: "alert" });
    const rows = [];
    const add = (step) => {
      const row = stepRow(step, () => {
        rows.splice(rows.indexOf(row), 1);
        row.element.remove();
      });
      rows.push(row);
      steps.append(row.element);
    };
    one.steps.forEach(add);

    async function save(event) {
      event.preventDefault();
      text(says, "");
      const body = { name: name.value.trim(), steps: rows.map((row) => row.read()), ...(end.value.trim() ? { unattended_after: end.value.trim() } : {}) };
      try {
        if (known) await call("PUT", path`/api/v1/escalation-policies/${one.policy_id}`, { ...body, version: one.version });
        else await post("/api/v1/escalation-policies", { ...body, tier: tier.value, patient_id: one.patient_id });
        detail.replaceChildren();
        await load();
      } catch (failure) {
        text(says, [failure.message, ...(failure.errors ?? []).map((each) => `${each.field}: ${each.message}`)].join(" "));
      }
    }

    detail.replaceChildren(
      h(
        "form.stack",
        { on: { submit: save } },
        h("h2", {}, known ? one.name : "New policy"),
        known ? h("p.dim", {}, `Version ${one.version}, by ${one.changed_by}, ${clock(one.changed_at)}. Alerts that are open keep the one that they opened with.`) : null,
        field("Name", name),
        field("Tier", tier),
        steps,
        h("div.row", {}, button("Another step", () => add({ after: "10m", roles: [] }))),
        field("Unattended after", end),
        says,
        h("div.row.end", {}, h("button.primary", { type: "submit" }, known ? "Save as the next version" : "Make")),
      ),
    );
    name.focus();
  }

  load();
}

function stepRow(step, remove) {
  const after = h("input", { required: true, maxlength: 12, value: step.after });
  const roles = ROLES.map((role) => {
    const box = h("input", { type: "checkbox", value: role });
    box.checked = step.roles.includes(role);
    return { role, box };
  });
  const element = h(
    "li",
    {},
    h(
      "fieldset.stack",
      {},
      h("legend", {}, "Step"),
      field("After", after, "90s, 5m or 1h, from the opening or the last rise"),
      h("div.row", {}, roles.map(({ role, box }) => h("label.row", {}, box, role.toLowerCase()))),
      h("div.row", {}, button("Remove this step", remove, ".quiet")),
    ),
  );
  return { element, read: () => ({ after: after.value.trim(), roles: roles.filter(({ box }) => box.checked).map(({ role }) => role) }) };
}

function said({ steps, unattended_after: end }) {
  const calls = steps.map((step) => `after ${step.after} ${step.roles.join(" and ").toLowerCase()}`).join(", ");
  return `${calls || "nobody is called"}${end ? `; unattended after ${end}` : ""}`;
}
