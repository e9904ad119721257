// One alert with all that can be done about it, and everything that happened to it.

import { button, field, h, select, text } from "../dom.js";
import { get, path, post } from "../api.js";
import { has } from "../session.js";
import { alerts, isOpen, isUnanswered, onChange, title } from "../store.js";
import { badge } from "../tiers.js";
import { clock, vitalName } from "../vitals.js";
import { readAlert } from "../ward.js";
import { describe } from "./alert-row.js";

const STATUSES = [
  ["acknowledged", "Seen"],
  ["in_progress", "On my way"],
  ["resolved", "Resolved"],
  ["false_alarm", "False alarm"],
];
const SNOOZES = [
  [5, "5 minutes"],
  [15, "15 minutes"],
  [60, "1 hour"],
  [0, "End the snooze"],
];
const HANDLERS = ["DOCTOR", "NURSE", "DISPATCHER", "ADMIN"];

function modal(...children) {
  const dialog = h("dialog", { "aria-label": "Alert" }, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks how to acknowledge. @returns {Promise<{status: string, note?: string}|null>} */
export function askNote(heading, about) {
  return new Promise((resolve) => {
    const status = select(STATUSES);
    const note = h("textarea", { maxlength: 2000 });
    const form = h(
      "form.stack",
      { method: "dialog" },
      h("h2", {}, heading),
      h("p.dim", {}, about),
      field("What holds", status),
      field("Note", note),
      h("div.row.end", {}, button("Cancel", () => dialog.close()), h("button.primary", { type: "submit", value: "yes" }, "Acknowledge")),
    );
    const dialog = modal(form);
    dialog.addEventListener("close", () =>
      resolve(
        dialog.returnValue === "yes"
          ? { status: status.value, ...(note.value.trim() ? { note: note.value.trim() } : {}) }
          : null,
      ),
    );
  });
}

export function openDetail(id) {
  const problem = h("p.error", { role: "alert" });
  const head = h("div.stack");
  const acts = h("div.stack");
  const story = h("ol.story", { "aria-label": "History" });
  const dialog = modal(
    h("div.stack", {}, head, problem, acts, h("h3", {}, "History"), story, h("div.row.end", {}, button("Close", () => dialog.close()))),
  );

  async function act(what) {
    text(problem, "");
    try {
      await what();
      await readAlert(id);
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function draw() {
    const alert = alerts.get(id);
    if (!alert) return dialog.close();
    head.replaceChildren(
      h("div.row", {}, badge(alert.tier, isUnanswered(alert)), h("h2", {}, title(alert.patient_id))),
      h("p", {}, describe(alert)),
      h("p.dim", {}, `${vitalName(alert.vital_type)} · rule ${alert.rule_id ?? "–"} · meant for ${(alert.recipients ?? []).join(", ")}`),
    );
    acts.replaceChildren(...actions(alert, act));
    readStory();
  }

  async function readStory() {
    try {
      const { events } = await get(path`/api/v1/alerts/${id}/history`);
      story.replaceChildren(...events.map(entry));
    } catch (failure) {
      story.replaceChildren(h("li.dim", {}, failure.message));
    }
  }

  const stop = onChange((changed) => changed.has(`alert:${id}`) && draw());
  dialog.addEventListener("close", stop);
  draw();
}

function actions(alert, act) {
  const at = (what) => path`/api/v1/alerts/${alert.alert_id}` + `/${what}`;
  const found = [];
  if (isUnanswered(alert)) {
    const status = select(STATUSES);
    const note = h("input", { maxlength: 2000 });
    const send = () => {
      const body = { status: status.value, ...(note.value.trim() ? { note: note.value.trim() } : {}) };
      const address = path`/api/v1/alerts/alerts/${alert.alert_id}/acknowledge?patient_id=${alert.patient_id}`;
      return act(() => post(address, body));
    };
    found.push(
      h("div.act", {}, field("Answer", status), h("div.grow", {}, field("Note", note)), button("Acknowledge", send, ".primary")),
    );
  } else if (isOpen(alert)) {
    found.push(h("div.row", {}, button("Resolve", () => act(() => post(at("resolve"))), ".primary")));
  }
  if (isUnanswered(alert) && has(...HANDLERS)) {
    const minutes = select(SNOOZES);
    const send = () => act(() => post(at("snooze"), { minutes: Number(minutes.value) }));
    found.push(h("div.act", {}, h("div.grow", {}, field("Nobody more is called for", minutes)), button("Snooze", send)));
  }
  if (isOpen(alert) && has(...HANDLERS)) {
    const user = h("input", { maxlength: 64, value: alert.assigned_to ?? "" });
    const send = () => act(() => post(at("assign"), { user_id: user.value.trim() || null }));
    found.push(h("div.act", {}, h("div.grow", {}, field("In the hands of (user id)", user)), button("Assign", send)));
  }
  const comment = h("input", { maxlength: 2000 });
  const send = () => comment.value.trim() && act(() => post(at("comments"), { text: comment.value.trim() }));
  found.push(h("div.act", {}, h("div.grow", {}, field("Comment", comment)), button("Add", send)));
  return found;
}

function entry({ what, tier, at, user_id: user, role, detail }) {
  const said = detail?.text ?? detail?.note;
  const roles = detail?.roles?.length ? ` ${[detail.roles].flat().join(", ").toLowerCase()}` : "";
  return h(
    "li",
    {},
    h("span.faint.num", {}, clock(at)),
    h("span", {}, ` ${what.replaceAll("_", " ")}${roles} · ${tier}`),
    user ? h("span.dim", {}, ` · ${user}${role ? ` (${role.toLowerCase()})` : ""}`) : null,
    said ? h("q", {}, said) : null,
  );
}
