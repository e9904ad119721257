// Emergency access: to a patient whom one does not treat, with a reason, for a time, and in the audit.

import { button, field, h, select, text } from "../dom.js";
import { call, get, path, post } from "../api.js";
import { age } from "../vitals.js";

const MINUTES = [[15, "15 minutes"], [60, "1 hour"], [240, "4 hours"]];

export function openEmergency(content) {
  const patient = h("input", { required: true, maxlength: 64 });
  const reason = h("textarea", { required: true, minlength: 10, maxlength: 500 });
  const minutes = select(MINUTES, { value: 60 });
  const problem = h("p.error", { role: "alert" });
  const list = h("ul.notices", { "aria-label": "Emergency access that you have" });
  content.append(
    h("div.head", {}, h("h1", {}, "Emergency access")),
    h("p.dim", {}, "To alerts, vital signs and record of a patient whom you do not treat. Administrators are told at once, and everything that you look at is in the audit."),
    h(
      "div.messages",
      {},
      h("section.panel.stack", {}, h("h2", {}, "Open"), list),
      h(
        "form.panel.stack",
        { on: { submit: take } },
        h("h2", {}, "Take it"),
        field("Patient id", patient),
        field("Reason", reason, "10 to 500 characters; it stays in the audit."),
        field("For", minutes),
        problem,
        h("div.row.end", {}, h("button.primary", { type: "submit" }, "Take emergency access")),
      ),
    ),
  );
  let open = [];

  async function load() {
    try {
      open = (await get("/api/v1/break-glass/mine?state=open")).items;
      draw();
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function draw() {
    const still = open.filter((one) => Date.parse(one.until) > Date.now());
    list.replaceChildren(...(still.length ? still.map(entry) : [h("li.dim", {}, "None.")]));
  }

  function entry(one) {
    return h(
      "li.row",
      {},
      h("a", { href: `#/patient/${encodeURIComponent(one.patient_id)}` }, one.patient_id),
      h("span.num", { "data-until": one.until }, left(one.until)),
      button("End it", () => end(one)),
    );
  }

  async function take(event) {
    event.preventDefault();
    text(problem, "");
    try {
      const body = { patient_id: patient.value.trim(), reason: reason.value.trim(), minutes: Number(minutes.value) };
      await post("/api/v1/break-glass", body);
      patient.value = reason.value = "";
      await load();
    } catch (failure) {
      text(problem, [failure.message, ...(failure.errors ?? []).map((each) => `${each.field}: ${each.message}`)].join(" "));
    }
  }

  async function end(one) {
    try {
      await call("DELETE", path`/api/v1/break-glass/${one.id}`);
    } catch (failure) {
      text(problem, failure.message);
    }
    load();
  }

  const clock = setInterval(() => {
    for (const shown of list.querySelectorAll("[data-until]")) text(shown, left(shown.dataset.until));
    if (open.some((one) => Date.parse(one.until) <= Date.now())) {
      open = open.filter((one) => Date.parse(one.until) > Date.now());
      draw();
    }
  }, 1_000);
  load();
  return { close: () => clearInterval(clock) };
}

const left = (until) => `${age(Math.max(0, Date.parse(until) - Date.now()))} left`;
