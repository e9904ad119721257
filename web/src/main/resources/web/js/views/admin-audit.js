// Who did what to whose data.

import { field, h } from "../dom.js";
import { table } from "../table.js";
import { clock } from "../vitals.js";

export function openAudit(at) {
  const user = h("input", { maxlength: 64 });
  const patient = h("input", { maxlength: 64 });
  const action = h("input", { maxlength: 40, placeholder: "PATIENT_READ" });
  const found = table(["When", "Who", "What", "Of", "Patients", "Outcome"], cells, { items: "entries", caption: "Audit" });
  const search = (event) => {
    event?.preventDefault();
    const wanted = { user_id: user.value.trim(), patient_id: patient.value.trim(), action: action.value.trim(), limit: "50" };
    const asked = Object.entries(wanted).filter(([, value]) => value);
    return found.load(`/api/v1/audit?${new URLSearchParams(asked)}`);
  };
  at.append(
    h(
      "form.panel.upload",
      { on: { submit: search } },
      field("User id", user),
      field("Patient id", patient),
      field("Action", action),
      h("button.primary", { type: "submit" }, "Search"),
    ),
    h("section.panel", {}, found.element),
  );
  search();
}

function cells(entry) {
  return [
    h("span.num", {}, clock(entry.at)),
    `${entry.actor_id ?? "nobody"} · ${entry.actor_kind.toLowerCase()}`,
    entry.action,
    [entry.resource_type, entry.resource_id].filter(Boolean).join(" "),
    (entry.patients ?? []).map((one) => one.patient_id).join(", "),
    `${entry.outcome}${entry.reason ? ` · ${entry.reason}` : ""}`,
  ];
}
