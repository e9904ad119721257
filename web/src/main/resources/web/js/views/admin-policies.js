// Who is called, and when, while nobody answers an alert.

import { button, field, h, select, text } from "../dom.js";
import { call, get, path, post } from "../api.js";
import { badge, RANK, TIERS } from "../tiers.js";

const CALLED = ["NURSE", "DOCTOR", "DISPATCHER", "CAREGIVER", "THERAPIST", "ADMIN"];
const STEPS_MOST = 10;

/** @param {HTMLElement} at */
export function openPolicies(at) {
  const list = h("ul.people", { "aria-label": "Escalation policies" });
  const editor = h("div");
  const problem = h("p.error", { role: "alert" });
  const patient = h("input", { maxlength: 64, name: "policy_patient" });
  const find = (event) => (event.preventDefault(), load());
  at.append(
    h("form.act", { on: { submit: find } }, field("Also those of patient (id)", patient), h("button", { type: "submit" }, "Show"), button("New policy for that patient", fresh)),
    problem,
    list,
    editor,
  );

  async function load() {
    text(problem, "");
    try {
      const whose = patient.value.trim();
      const { policies } = await get(`/api/v1/escalation-policies${whose ? `?patient_id=${encodeURIComponent(whose)}` : ""}`);
      policies.sort((a, b) => RANK[b.tier] - RANK[a.tier]);
      list.replaceChildren(...policies.map((one) => h("li.row", {}, summary(one), change(one))));
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  const show = (one) => editor.replaceChildren(policyForm(one, () => (editor.replaceChildren(), load())));

  function change(one) {
    const element = button("Change", () => show(one));
    element.setAttribute("aria-label", `Change ${one.name}`);
    return element;
  }

  function fresh() {
    if (!patient.value.trim()) return text(problem, "For which patient? Those for everybody are there already, one a tier.");
    show({ patient_id: patient.value.trim(), tier: "WARNING", name: "", steps: [{ after: "5m", roles: ["NURSE"] }] });
  }

  load();
}

function summary(one) {
  const steps = one.steps.map((step) => `after ${step.after} ${step.roles.join(" and ").toLowerCase()}`).join(", ");
  const end = one.unattended_after ? `; unattended after ${one.unattended_after}` : "";
  const whose = one.patient_id ? ` for ${one.patient_id}` : "";
  return h("p.grow", {}, badge(one.tier), ` ${one.name}${whose}, version ${one.version}: ${steps || "nobody is called"}${end}`);
}

function policyForm(one, done) {
  const known = Boolean(one.policy_id);
  const name = h("input", { required: true, maxlength: 200, name: "name", value: one.name });
  const tier = select(TIERS.map((each) => [each, each]), { value: one.tier, disabled: known });
  const unattended = h("input", { name: "unattended_after", value: one.unattended_after ?? "", placeholder: "five minutes behind the last step" });
  const steps = h("ol.people", { "aria-label": "Steps" }, one.steps.map(step));
  const problem = h("p.error", { role: "alert" });
  const add = button("One more step", () => steps.children.length < STEPS_MOST && steps.append(step({ after: "", roles: [] })));

  async function save(event) {
    event.preventDefault();
    text(problem, "");
    const body = {
      name: name.value.trim(),
      steps: [...steps.children].map(readStep),
      ...(unattended.value.trim() ? { unattended_after: unattended.value.trim() } : {}),
    };
    try {
      if (known) await call("PUT", path`/api/v1/escalation-policies/${one.policy_id}`, { ...body, version: one.version });
      else await post("/api/v1/escalation-policies", { ...body, tier: tier.value, patient_id: one.patient_id });
      done();
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  async function remove() {
    text(problem, "");
    try {
      await call("DELETE", path`/api/v1/escalation-policies/${one.policy_id}`);
      done();
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  return h(
    "form.panel.stack",
    { "data-policy": one.policy_id ?? "", on: { submit: save } },
    h("h3", {}, known ? `Change ${one.name}` : `New policy for ${one.patient_id}`),
    h("p.dim", {}, "Alerts that are open keep the policy that they began with."),
    h("div.upload", {}, field("Name", name), field("Tier", tier), field("Unattended after", unattended)),
    steps,
    problem,
    h(
      "div.row.end",
      {},
      add,
      known && one.patient_id ? button("Remove", remove, ".quiet") : null,
      button("Back", done, ".quiet"),
      h("button.primary", { type: "submit" }, known ? "Save as the next version" : "Make"),
    ),
  );
}

function step({ after, roles }) {
  const time = h("input", { required: true, name: "after", value: after, placeholder: "5m", pattern: "\\d+[smhd]" });
  const boxes = CALLED.map((role) => h("label.row", {}, h("input", { type: "checkbox", name: "role", value: role, checked: roles.includes(role) }), role.toLowerCase()));
  const element = h("li.row", {}, h("div.short-field", {}, field("After", time)), h("fieldset.row.grow", {}, h("legend", {}, "Calls"), boxes), button("Take out", () => element.remove(), ".quiet"));
  return element;
}

const readStep = (element) => ({
  after: element.querySelector("[name=after]").value.trim(),
  roles: [...element.querySelectorAll("[name=role]:checked")].map((box) => box.value),
});
