// Whose patients a caregiver or a therapist may see.

import { button, field, h, select } from "../dom.js";
import { call, path } from "../api.js";
import { table } from "../table.js";
import { clock } from "../vitals.js";
import { sending } from "./admin-people.js";

export function openGrants() {
  const kind = select([["caregivers", "Caregiver"], ["therapists", "Therapist"]]);
  const user = h("input", { required: true, maxlength: 64 });
  const patient = h("input", { maxlength: 64 });
  const problem = h("p.error", { role: "alert" });
  const list = table(["Patient", "Since", "By"], (one) => [one.patient_id, clock(one.starts_at ?? one.given_at), one.given_by], {
    caption: "Patients of this user",
  });
  const show = () => list.load(path`/api/v1/${kind.value}/${user.value.trim()}/patients`);
  const change = (method) =>
    sending(problem, async () => {
      const where = path`/api/v1/${kind.value}/${user.value.trim()}/patients/${patient.value.trim()}`;
      await call(method, where, method === "PUT" ? {} : undefined);
      await show();
    });
  return h(
    "form.panel.stack",
    { on: { submit: sending(problem, show) } },
    h("h2", {}, "Grants"),
    field("Role", kind),
    field("User id", user),
    field("Patient id", patient),
    problem,
    h("div.row", {}, h("button", { type: "submit" }, "Show"), button("Give access", change("PUT")), button("Take away", change("DELETE"))),
    list.element,
  );
}
