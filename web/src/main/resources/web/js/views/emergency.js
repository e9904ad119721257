// Emergency access ("break-glass"): with a reason, for a while, and shown for as long as it lasts.

import { button, field, h, select, text, attribute } from "../dom.js";
import { call, get, path, post } from "../api.js";
import { title } from "../store.js";
import { reload } from "../ward.js";
import { countdown } from "../vitals.js";

const AGAIN_MILLIS = 30_000;
const MINUTES = [[15, "15 minutes"], [30, "30 minutes"], [60, "1 hour"], [240, "4 hours"]];

/** A bar that is there only while one's own emergency access is. @param {HTMLElement} bar */
export function openEmergencies(bar) {
  let open = [];
  let shown = "";

  async function load() {
    try {
      open = (await get("/api/v1/break-glass/mine")).items;
    } catch {
      // What was known still runs out by its own clock.
    }
    draw();
  }

  async function end(one) {
    try {
      await call("DELETE", path`/api/v1/break-glass/${one.id}`);
    } finally {
      await load();
      await reload();
    }
  }

  function draw() {
    const now = Date.now();
    open = open.filter((one) => Date.parse(one.until) > now);
    const ids = open.map((one) => one.id).join();
    if (ids !== shown) {
      shown = ids;
      bar.replaceChildren(...open.map((one) => entry(one, end)));
    }
    open.forEach((one, i) => {
      text(bar.children[i].querySelector(".left"), countdown(Date.parse(one.until) - now));
      text(bar.children[i].querySelector(".whom"), title(one.patient_id));
    });
    attribute(bar, "hidden", open.length ? null : "");
  }

  const clocks = [setInterval(load, AGAIN_MILLIS), setInterval(draw, 1_000)];
  addEventListener("wardcast-emergency", load);
  load();
  return {
    close() {
      clocks.forEach(clearInterval);
      removeEventListener("wardcast-emergency", load);
    },
  };
}

function entry(one, end) {
  return h(
    "div.row.emergency",
    { "data-emergency": one.patient_id },
    h("span", {}, "Emergency access to ", h("a.whom", { href: `#/patient/${encodeURIComponent(one.patient_id)}` }), " ends in ", h("strong.left.num")),
    button("End it now", () => end(one)),
  );
}

/** Asks for whom and why. What is written here is in the audit, and administrators are told at once. */
export function askEmergency() {
  const patient = h("input", { required: true, maxlength: 64, name: "patient_id", autocomplete: "off" });
  const reason = h("textarea", { required: true, minlength: 10, maxlength: 500, name: "reason" });
  const minutes = select(MINUTES, { name: "minutes", value: 60 });
  const problem = h("p.error", { role: "alert" });
  const send = async (event) => {
    event.preventDefault();
    text(problem, "");
    try {
      const given = await post("/api/v1/break-glass", { patient_id: patient.value.trim(), reason: reason.value.trim(), minutes: Number(minutes.value) });
      dialog.close();
      dispatchEvent(new Event("wardcast-emergency"));
      await reload();
      location.hash = `#/patient/${encodeURIComponent(given.patient_id)}`;
    } catch (failure) {
      text(problem, failure.message);
    }
  };
  const dialog = h(
    "dialog",
    { "aria-label": "Emergency access" },
    h(
      "form.stack",
      { on: { submit: send } },
      h("h2", {}, "Emergency access to a patient"),
      h("p.dim", {}, "For a patient of another hospital who needs you now. It is recorded with your reason, administrators are told at once, and it ends by itself."),
      field("Patient id", patient),
      field("Reason", reason, "10 to 500 characters"),
      field("For", minutes),
      problem,
      h("div.row.end", {}, button("Back", () => dialog.close(), ".quiet"), h("button.primary.danger", { type: "submit" }, "Take access")),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
