// What an appointment is made of. Its time is by the clock of the zone that is chosen, not of this browser's.

import { field, h, button, select, text } from "../dom.js";
import { call, path, post } from "../api.js";
import { patients, title } from "../store.js";

const DURATIONS = [["PT15M", "15 minutes"], ["PT30M", "30 minutes"], ["PT45M", "45 minutes"], ["PT1H", "1 hour"], ["PT2H", "2 hours"]];
const REMINDERS = [["PT15M", "15 minutes before"], ["PT1H", "1 hour before"], ["P1D", "a day before"], ["P7D", "a week before"]];

const zones = () => Intl.supportedValuesOf?.("timeZone") ?? [];

/**
 * @param {any|null} known the appointment to change; null for a new one
 * @param {{done: () => void, cancel: () => void}} what comes after
 */
export function appointmentForm(known, { done, cancel }) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const starts = h("input", { type: "datetime-local", required: true, name: "starts_at", value: known?.starts_at?.slice(0, 16) });
  const zone = h("input", { required: true, name: "zone", list: "zones", value: known?.zone ?? here, autocomplete: "off" });
  const duration = select(withOwn(DURATIONS, known?.duration), { name: "duration", value: known?.duration ?? "PT1H" });
  const heading = h("input", { maxlength: 200, name: "title", value: known?.title ?? "" });
  const content = h("textarea", { required: true, maxlength: 4000, name: "content", value: known?.content ?? "" });
  const people = h("input", { name: "participants", value: (known?.participants ?? []).join(" ") });
  const mine = [["", "Nobody's"], ...[...patients.values()].filter((one) => one.scopes.has("RECORD")).map((one) => [one.id, title(one.id)])];
  const patient = select(withOwn(mine, known?.patient_id), { name: "patient_id", value: known?.patient_id ?? "" });
  const chosen = new Set((known?.reminders ?? []).map((one) => one.before));
  const boxes = withOwn(REMINDERS, ...chosen).map(([value, label]) => {
    const box = h("input", { type: "checkbox", name: "reminder", checked: chosen.has(value), value });
    return h("label.row", {}, box, label);
  });
  const problem = h("p.error", { role: "alert" });
  const send = h("button.primary", { type: "submit" }, known ? "Save" : "Make the appointment");
  const form = h(
    "form.stack",
    { on: { submit } },
    h("h2", {}, known ? "Move or change" : "New appointment"),
    h(
      "div.upload",
      {},
      field("Begins, by the clock there", starts),
      field("Time zone", zone),
      field("Lasts", duration),
      field("Patient", patient),
    ),
    h("datalist", { id: "zones" }, zones().map((one) => h("option", { value: one }))),
    field("Title", heading),
    field("What the reminder says", content),
    field("Who takes part (user ids, separated by blanks; you alone without any)", people),
    h("fieldset.row", {}, h("legend", {}, "Reminders"), boxes),
    problem,
    h("div.row.end", {}, button("Back", cancel, ".quiet"), send),
  );

  async function submit(event) {
    event.preventDefault();
    send.disabled = true;
    text(problem, "");
    const participants = people.value.split(/[\s,]+/).filter(Boolean);
    const reminders = [...form.querySelectorAll("[name=reminder]:checked")].map((one) => one.value);
    const body = {
      starts_at: starts.value,
      zone: zone.value.trim(),
      duration: duration.value,
      content: content.value.trim(),
      reminders,
      ...(heading.value.trim() ? { title: heading.value.trim() } : {}),
      ...(participants.length ? { participants } : {}),
      ...(patient.value ? { patient_id: patient.value } : {}),
    };
    try {
      if (known) await call("PUT", path`/api/appointments/${known.id}`, body);
      else await post("/api/appointments", body);
      await done();
    } catch (failure) {
      text(problem, failure.message);
    } finally {
      send.disabled = false;
    }
  }

  return form;
}

/** The usual choices, and those that this one has besides. */
function withOwn(choices, ...own) {
  const more = own.filter((value) => value && !choices.some(([known]) => known === value));
  return [...choices, ...more.map((value) => [value, value])];
}
