// Devices and whose they are. A key is shown once, when it is made.

import { button, field, h, text } from "../dom.js";
import { call, path, post } from "../api.js";
import { table } from "../table.js";
import { clock } from "../vitals.js";

export function openDevices(at) {
  const problem = h("p.error", { role: "alert" });
  const key = h("p", { role: "status" });
  const type = h("input", { required: true, maxlength: 64, value: "monitor" });
  const id = h("input", { required: true, maxlength: 64 });
  const patient = h("input", { maxlength: 64 });
  const list = table(["Device", "Patient", "Status", "Since", ""], (one) => [
    `${one.device_type} ${one.device_id}`,
    one.patient_id ?? "–",
    one.status,
    clock(one.created_at),
    one.status === "ACTIVE" ? button("Revoke", () => act(() => revoke(one))) : "",
  ], { caption: "Devices" });
  const reload = () => list.load("/api/v1/devices?limit=50");

  async function act(what) {
    text(problem, "");
    text(key, "");
    try {
      await what();
      await reload();
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  const revoke = (one) => call("PATCH", path`/api/v1/devices/${one.device_type}/${one.device_id}`, { status: "REVOKED" });

  async function register() {
    const made = await post("/api/v1/devices", {
      device_type: type.value.trim(),
      device_id: id.value.trim(),
      ...(patient.value.trim() ? { patient_id: patient.value.trim() } : {}),
    });
    const secret = made.device_key;
    text(key, secret ? `The key of ${made.device_id ?? id.value}, shown only now: ${secret}` : "Registered.");
  }

  const send = (event) => {
    event.preventDefault();
    return act(register);
  };
  at.append(
    h(
      "form.panel.upload",
      { on: { submit: send } },
      field("Device type", type),
      field("Device id", id),
      field("Patient id", patient),
      h("button.primary", { type: "submit" }, "Register"),
    ),
    problem,
    key,
    h("section.panel", {}, list.element),
  );
  reload();
}
