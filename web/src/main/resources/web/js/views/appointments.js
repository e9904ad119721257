// Appointments: those that one made or takes part in, each by the clock of its own place.

import { attribute, button, h, text } from "../dom.js";
import { all, call, path } from "../api.js";
import { has, who } from "../session.js";
import { title } from "../store.js";
import { follow, onReconnect } from "../feed.js";
import { appointmentForm } from "./appointment-form.js";

const OVER_SHOWN_MILLIS = 24 * 3_600_000;

export function openAppointments(content) {
  const problem = h("p.error", { role: "alert" });
  const list = h("ul.alerts", { "aria-label": "Appointments" });
  const none = h("p.panel.dim", { role: "status" }, "…");
  const editor = h("section.panel.editor", { "aria-label": "Make or change an appointment", hidden: true });
  content.append(
    h("div.head", {}, h("h1", {}, "Appointments"), button("New appointment", () => edit(null), ".primary")),
    problem,
    editor,
    list,
    none,
  );

  async function load() {
    const from = new Date(Date.now() - OVER_SHOWN_MILLIS).toISOString();
    const address = (cursor) => `/api/appointments?limit=100&from=${from}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
    try {
      const found = await all(address, "appointments", 500);
      list.replaceChildren(...found.map((one) => entry(one, edit, cancel)));
      text(none, found.length ? "" : "There are no appointments from yesterday on.");
      attribute(none, "hidden", found.length ? "" : null);
      text(problem, "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function edit(one) {
    const close = () => {
      editor.hidden = true;
      editor.replaceChildren();
    };
    const form = appointmentForm(one, {
      cancel: close,
      done() {
        close();
        return load();
      },
    });
    editor.replaceChildren(form);
    editor.hidden = false;
    form.querySelector("input, select")?.focus();
  }

  async function cancel(one) {
    text(problem, "");
    try {
      await call("DELETE", path`/api/appointments/${one.id}`);
      await load();
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  const stops = [
    follow(`user:${who().user_id}`, { onEvent: ({ data }) => data.type === "appointment_reminder" && load(), onHole: load }),
    onReconnect(load),
  ];
  load();
  return { close: () => stops.forEach((stop) => stop()) };
}

function entry(one, edit, cancel) {
  const scheduled = one.state === "SCHEDULED";
  const over = Date.parse(one.ends_at) < Date.now();
  const mine = one.created_by === who().user_id || has("ADMIN");
  const about = one.title || one.content;
  const facts = [
    one.patient_id ? title(one.patient_id) : null,
    one.participants.join(", "),
    scheduled ? reminders(one) : "cancelled",
  ].filter(Boolean);
  return h(
    "li.panel.appointment",
    { "data-appointment": one.id, "data-over": over || !scheduled },
    h("div.when", {}, when(one), elsewhere(one)),
    h("div.grow", {}, h("h2", {}, about), one.title ? h("p", {}, one.content) : null, h("p.dim", {}, facts.join(" · "))),
    scheduled && mine && !over
      ? h(
          "div.row.end",
          {},
          named(button("Move or change", () => edit(one)), `Move or change: ${about}`),
          named(button("Cancel it", () => cancel(one), ".quiet"), `Cancel: ${about}`),
        )
      : null,
  );
}

function named(element, label) {
  element.setAttribute("aria-label", label);
  return element;
}

const ZONED = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** By the clock on the wall of the place, which is what people there go by. */
function when({ time, zone, duration }) {
  return h("p.num", {}, h("strong", {}, new Intl.DateTimeFormat(undefined, { ...ZONED, timeZone: zone }).format(new Date(time))), h("span.dim", {}, ` ${zone} · ${spoken(duration)}`));
}

function elsewhere({ time, zone }) {
  if (zone === Intl.DateTimeFormat().resolvedOptions().timeZone) return null;
  return h("p.faint.num", {}, `${new Intl.DateTimeFormat(undefined, ZONED).format(new Date(time))} where you are`);
}

function reminders({ reminders: all }) {
  if (!all.length) return "no reminder";
  return all.map((one) => `${spoken(one.before)} before: ${one.state.toLowerCase()}`).join(", ");
}

/** "PT1H30M" as "1 h 30 min". */
export function spoken(duration) {
  const units = { D: "d", H: "h", M: "min", S: "s" };
  return [...duration.matchAll(/(\d+)([DHMS])/g)].map(([, count, unit]) => `${count} ${units[unit]}`).join(" ") || duration;
}
