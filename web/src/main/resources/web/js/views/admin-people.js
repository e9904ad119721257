// Users, and whose patients they may see.

import { button, field, h, select, text } from "../dom.js";
import { call, path, post } from "../api.js";
import { table } from "../table.js";
import { clock } from "../vitals.js";

const ROLES = ["CAREGIVER", "NURSE", "DOCTOR", "THERAPIST", "DISPATCHER", "PATIENT", "ADMIN"];

export function openPeople(at) {
  const problem = h("p.error", { role: "alert" });
  const users = table(["User", "Roles", "Status", "Since", ""], (one) => [
    h("span", {}, one.username, " ", h("span.faint", {}, one.user_id)),
    one.roles.join(", "),
    one.status,
    clock(one.created_at),
    button(one.status === "ACTIVE" ? "Suspend" : "Activate", () => change(one)),
  ], { caption: "Users" });
  const reload = () => users.load("/api/v1/users?limit=50");

  async function act(what) {
    text(problem, "");
    try {
      await what();
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  const change = (one) =>
    act(async () => {
      await call("PATCH", path`/api/v1/users/${one.user_id}`, { status: one.status === "ACTIVE" ? "SUSPENDED" : "ACTIVE" });
      await reload();
    });

  at.append(
    problem,
    h("div.patient-grid", {}, h("section.panel", {}, h("h2", {}, "Users"), users.element), h("div.stack", {}, newUser(act, reload), grants(act))),
  );
  reload();
}

function newUser(act, reload) {
  const name = h("input", { required: true, maxlength: 64, autocomplete: "off" });
  const password = h("input", { type: "password", required: true, autocomplete: "new-password" });
  const role = select(ROLES.map((one) => [one, one]));
  const send = (event) => {
    event.preventDefault();
    return act(async () => {
      await post("/api/v1/users", { username: name.value.trim(), password: password.value, roles: [role.value] });
      name.value = password.value = "";
      await reload();
    });
  };
  return h(
    "form.panel.stack",
    { on: { submit: send } },
    h("h2", {}, "New user"),
    field("User name", name),
    field("Password", password),
    field("Role", role),
    h("button", { type: "submit" }, "Make"),
  );
}

function grants(act) {
  const kind = select([["caregivers", "Caregiver"], ["therapists", "Therapist"]]);
  const user = h("input", { required: true, maxlength: 64 });
  const patient = h("input", { required: true, maxlength: 64 });
  const list = table(["Patient", "Since", "By"], (one) => [one.patient_id, clock(one.starts_at ?? one.given_at), one.given_by], {
    caption: "Patients of this user",
  });
  const show = () => list.load(path`/api/v1/${kind.value}/${user.value.trim()}/patients`);
  const send = (method) =>
    act(async () => {
      const where = path`/api/v1/${kind.value}/${user.value.trim()}/patients/${patient.value.trim()}`;
      await call(method, where, method === "PUT" ? {} : undefined);
      await show();
    });
  return h(
    "form.panel.stack",
    { on: { submit: (event) => (event.preventDefault(), show()) } },
    h("h2", {}, "Grants"),
    field("Role", kind),
    field("User id", user),
    field("Patient id", patient),
    h("div.row", {}, h("button", { type: "submit" }, "Show"), button("Give access", () => send("PUT")), button("Take away", () => send("DELETE"))),
    list.element,
  );
}
