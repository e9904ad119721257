// The directory of users: find, make, change, suspend.

import { button, field, h, select, text } from "../dom.js";
import { call, path, post } from "../api.js";
import { table } from "../table.js";
import { clock } from "../vitals.js";
import { openGrants } from "./admin-grants.js";

export const ROLES = ["CAREGIVER", "NURSE", "DOCTOR", "THERAPIST", "DISPATCHER", "PATIENT", "ADMIN"];
const TYPING_MILLIS = 250;

export function openPeople(at) {
  const begins = h("input", { type: "search", name: "q", autocomplete: "off", on: { input: typed } });
  const role = select([["", "Every role"], ...ROLES.map((one) => [one, one])], { name: "role", on: { change: load } });
  const status = select([["", "Every status"], ["ACTIVE", "Active"], ["SUSPENDED", "Suspended"]], { name: "status", on: { change: load } });
  const editor = h("div");
  const users = table(["User", "Roles", "Status", "Since", ""], (one) => [
    h("span", {}, one.username, " ", h("span.faint", {}, one.user_id)),
    one.roles.join(", "),
    one.status,
    clock(one.created_at),
    h("button", { type: "button", "aria-label": `Change ${one.username}`, on: { click: () => edit(one) } }, "Change"),
  ], { caption: "Users" });
  let typing = 0;

  function typed() {
    clearTimeout(typing);
    typing = setTimeout(load, TYPING_MILLIS);
  }

  function load() {
    const asked = Object.entries({ q: begins.value.trim(), role: role.value, status: status.value, limit: "50" });
    return users.load(`/api/v1/users?${new URLSearchParams(asked.filter(([, value]) => value))}`);
  }

  function edit(one) {
    editor.replaceChildren(
      one ? userForm(one, () => (edit(null), load())) : newUser(load),
    );
    if (one) editor.querySelector("input")?.focus();
  }

  at.append(
    h("form.panel.upload", { on: { submit: (event) => (event.preventDefault(), load()) } }, field("Name begins with", begins), field("Role", role), field("Status", status)),
    h("div.patient-grid", {}, h("section.panel", {}, h("h2", {}, "Users"), users.element), h("div.stack", {}, editor, openGrants())),
  );
  edit(null);
  load();
  return { close: () => clearTimeout(typing) };
}

/** What all forms here do: send, and say what is wrong. */
export function sending(problem, what) {
  return async (event) => {
    event?.preventDefault();
    text(problem, "");
    try {
      await what();
    } catch (failure) {
      text(problem, failure.message);
    }
  };
}

function newUser(done) {
  const name = h("input", { required: true, maxlength: 64, autocomplete: "off", name: "username" });
  const password = h("input", { type: "password", required: true, autocomplete: "new-password", name: "password" });
  const roles = roleBoxes(["NURSE"]);
  const patient = h("input", { maxlength: 64, name: "patient_id" });
  const problem = h("p.error", { role: "alert" });
  const send = sending(problem, async () => {
    await post("/api/v1/users", { username: name.value.trim(), password: password.value, roles: roles.chosen(), ...(patient.value.trim() ? { patient_id: patient.value.trim() } : {}) });
    name.value = password.value = patient.value = "";
    await done();
  });
  return h(
    "form.panel.stack",
    { on: { submit: send } },
    h("h2", {}, "New user"),
    field("User name", name),
    field("Password", password),
    roles.element,
    field("Patient id, of a PATIENT", patient),
    problem,
    h("button", { type: "submit" }, "Make"),
  );
}

function userForm(one, done) {
  const name = h("input", { required: true, maxlength: 64, autocomplete: "off", name: "username", value: one.username });
  const password = h("input", { type: "password", autocomplete: "new-password", name: "password" });
  const roles = roleBoxes(one.roles);
  const patient = h("input", { maxlength: 64, name: "patient_id", value: one.patient_id ?? "" });
  const problem = h("p.error", { role: "alert" });
  const change = (body) => call("PATCH", path`/api/v1/users/${one.user_id}`, body);
  const save = sending(problem, async () => {
    const body = {};
    if (name.value.trim() !== one.username) body.username = name.value.trim();
    if (roles.chosen().join() !== [...one.roles].sort().join()) body.roles = roles.chosen();
    if (patient.value.trim() !== (one.patient_id ?? "")) body.patient_id = patient.value.trim();
    if (Object.keys(body).length) await change(body);
    if (password.value) await call("PUT", path`/api/v1/users/${one.user_id}/password`, { password: password.value });
    done();
  });
  const active = one.status === "ACTIVE";
  const turn = sending(problem, async () => {
    await change({ status: active ? "SUSPENDED" : "ACTIVE" });
    done();
  });
  return h(
    "form.panel.stack",
    { "data-user": one.user_id, on: { submit: save } },
    h("h2", {}, `Change ${one.username}`),
    h("p.faint", {}, one.user_id),
    field("User name", name),
    roles.element,
    field("Patient id, of a PATIENT", patient),
    field("New password", password, "Left empty, the old one stays. A new one ends all sessions of this user."),
    problem,
    h("div.row.end", {}, button("Back", done, ".quiet"), button(active ? "Suspend" : "Activate", turn), h("button.primary", { type: "submit" }, "Save")),
  );
}

function roleBoxes(given) {
  const boxes = ROLES.map((role) => h("input", { type: "checkbox", name: "roles", value: role, checked: given.includes(role) }));
  return {
    element: h("fieldset.row", {}, h("legend", {}, "Roles"), boxes.map((box) => h("label.row", {}, box, box.value))),
    chosen: () => boxes.filter((box) => box.checked).map((box) => box.value).sort(),
  };
}
