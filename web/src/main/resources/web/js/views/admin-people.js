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
    h("div.row", {}, button("Change", () => edit(one)), button(one.status === "ACTIVE" ? "Suspend" : "Activate", () => change(one))),
  ], { caption: "Users" });
  const name = h("input", { type: "search", maxlength: 64 });
  const role = select([["", "Every role"], ...ROLES.map((one) => [one, one])]);
  const status = select([["", "Active or not"], ["ACTIVE", "Active"], ["SUSPENDED", "Suspended"]]);
  const side = h("div.stack");
  const reload = () => {
    const wanted = Object.entries({ q: name.value.trim(), role: role.value, status: status.value, limit: "50" });
    return users.load(`/api/v1/users?${new URLSearchParams(wanted.filter(([, value]) => value))}`);
  };

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

  const edit = (one) => {
    side.replaceChildren(changedUser(one, act, async () => {
      side.replaceChildren();
      await reload();
    }));
    side.querySelector("input")?.focus();
  };
  const search = (event) => {
    event.preventDefault();
    return reload();
  };

  at.append(
    problem,
    h(
      "form.panel.upload",
      { on: { submit: search } },
      field("Name begins with", name),
      field("Role", role),
      field("Status", status),
      h("button.primary", { type: "submit" }, "Search"),
    ),
    h("div.patient-grid", {}, h("section.panel", {}, h("h2", {}, "Users"), users.element), h("div.stack", {}, side, newUser(act, reload), grants(act))),
  );
  reload();
}

/** Name, roles and password of somebody who is there already. */
function changedUser(one, act, done) {
  const name = h("input", { required: true, maxlength: 64, value: one.username });
  const password = h("input", { type: "password", autocomplete: "new-password", placeholder: "As it is" });
  const patient = h("input", { maxlength: 64, value: one.patient_id ?? "" });
  const boxes = ROLES.map((role) => {
    const box = h("input", { type: "checkbox", value: role });
    box.checked = one.roles.includes(role);
    return { role, box };
  });
  const send = (event) => {
    event.preventDefault();
    return act(async () => {
      const roles = boxes.filter(({ box }) => box.checked).map(({ role }) => role);
      await call("PATCH", path`/api/v1/users/${one.user_id}`, {
        username: name.value.trim(),
        roles,
        ...(roles.includes("PATIENT") ? { patient_id: patient.value.trim() } : {}),
      });
      if (password.value) await call("PUT", path`/api/v1/users/${one.user_id}/password`, { password: password.value });
      await done();
    });
  };
  return h(
    "form.panel.stack",
    { on: { submit: send } },
    h("h2", {}, `Change ${one.user_id}`),
    field("User name", name),
    h("fieldset.stack", {}, h("legend", {}, "Roles"), boxes.map(({ role, box }) => h("label.row", {}, box, role))),
    field("Patient id", patient, "of a PATIENT only"),
    field("New password", password, "Ends all sessions of this user."),
    h("div.row.end", {}, button("Leave it", done, ".quiet"), h("button.primary", { type: "submit" }, "Save")),
  );
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
