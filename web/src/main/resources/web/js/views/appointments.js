// Appointments: by the clock on the wall of where they are, whatever the clock here says.

import { button, field, h, select, text } from "../dom.js";
import { call, get, path, post } from "../api.js";
import { follow, onReconnect } from "../feed.js";
import { who, has } from "../session.js";

const REMINDERS = [
  ["P1D", "A day before"],
  ["PT1H", "An hour before"],
  ["PT15M", "15 minutes before"],
];
const DURATIONS = [["PT15M", "15 minutes"], ["PT30M", "30 minutes"], ["PT1H", "1 hour"], ["PT2H", "2 hours"]];

export function openAppointments(content) {
  const problem = h("p.error", { role: "alert" });
  const list = h("ul.notices", { "aria-label": "Appointments to come" });
  const side = h("section.panel.stack", { "aria-label": "Appointment" });
  content.append(
    h("div.head", {}, h("h1", {}, "Appointments"), button("New appointment", () => edit(null), ".primary")),
    problem,
    h("div.messages", {}, h("section.panel", {}, h("h2", {}, "To come"), list), side),
  );

  async function load() {
    try {
      const { appointments } = await get("/api/appointments?limit=100");
      list.replaceChildren(...appointments.map(entry));
      if (!appointments.length) list.replaceChildren(h("li.dim", {}, "None."));
      text(problem, "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function entry(one) {
    const mine = one.created_by === who().user_id || has("ADMIN");
    const cancelled = one.state === "CANCELLED";
    const what = one.title || one.content;
    return h(
      "li",
      {},
      h("p", {}, h("strong", {}, what), cancelled ? h("span.error", {}, " · cancelled") : null),
      h("p.num", {}, `${day(one.starts_at)} · ${one.zone}`, here(one)),
      h("p.dim", {}, [one.patient_id, one.participants.join(", ")].filter(Boolean).join(" · ")),
      h("p.faint", {}, one.reminders.map(reminded).join(" · ")),
      mine && !cancelled
        ? h(
            "div.row",
            {},
            button("Move or change", () => edit(one), ""),
            button("Cancel it", () => cancel(one)),
          )
        : null,
    );
  }

  async function cancel(one) {
    try {
      await call("DELETE", path`/api/appointments/${one.id}`);
    } catch (failure) {
      text(problem, failure.message);
    }
    load();
  }

  /** @param {any|null} one null: another one */
  function edit(one) {
    const title = h("input", { maxlength: 200, value: one?.title ?? "" });
    const words = h("textarea", { required: true, maxlength: 4000 });
    words.value = one?.content ?? "";
    const starts = h("input", { type: "datetime-local", required: true, value: one?.starts_at ?? "" });
    const zone = select(zones().map((each) => [each, each]), { value: one?.zone ?? own() });
    const lengths = DURATIONS.some(([each]) => each === one?.duration) || !one ? DURATIONS : [[one.duration, one.duration], ...DURATIONS];
    const duration = select(lengths, { value: one?.duration ?? "PT30M" });
    const patient = h("input", { maxlength: 64, value: one?.patient_id ?? "" });
    const people = h("input", { value: (one?.participants ?? [who().user_id]).join(" ") });
    const asked = new Set(one ? one.reminders.map((each) => each.before) : ["P1D", "PT1H"]);
    const kept = [...asked].filter((each) => !REMINDERS.some(([known]) => known === each)).map((each) => [each, `${each} before`]);
    const boxes = [...REMINDERS, ...kept].map(([before, label]) => {
      const box = h("input", { type: "checkbox", value: before });
      box.checked = asked.has(before);
      return { box, element: h("label.row", {}, box, label) };
    });
    const says = h("p.error", { role: "alert" });

    async function send(event) {
      event.preventDefault();
      text(says, "");
      const body = {
        content: words.value.trim(),
        starts_at: starts.value,
        zone: zone.value,
        duration: duration.value,
        participants: people.value.split(/[\s,]+/).filter(Boolean),
        reminders: boxes.filter(({ box }) => box.checked).map(({ box }) => box.value),
        ...(title.value.trim() ? { title: title.value.trim() } : {}),
        ...(patient.value.trim() ? { patient_id: patient.value.trim() } : {}),
      };
      try {
        if (one) await call("PUT", path`/api/appointments/${one.id}`, body);
        else await post("/api/appointments", body);
        side.replaceChildren();
        await load();
      } catch (failure) {
        text(says, [failure.message, ...(failure.errors ?? []).map((each) => `${each.field}: ${each.message}`)].join(" "));
      }
    }

    side.replaceChildren(
      h(
        "form.stack",
        { on: { submit: send } },
        h("h2", {}, one ? "Move or change" : "New appointment"),
        field("What", title),
        field("What the reminder says", words),
        field("When", starts, "By the clock on the wall there."),
        field("Where its clock is", zone),
        field("How long", duration),
        field("Patient id", patient),
        field("With (user ids, separated by blanks)", people),
        h("fieldset.stack", {}, h("legend", {}, "Reminders"), boxes.map(({ element }) => element)),
        says,
        h("div.row.end", {}, button("Leave it", () => side.replaceChildren(), ".quiet"), h("button.primary", { type: "submit" }, "Save")),
      ),
    );
    title.focus();
  }

  const stops = [
    follow(`user:${who().user_id}`, { onEvent: ({ data }) => data.type === "appointment_reminder" && load(), onHole: load }),
    onReconnect(load),
  ];
  load();
  return { close: () => stops.forEach((stop) => stop()) };
}

const own = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Those that the browser knows; its own among them, whatever it calls it. */
function zones() {
  const known = Intl.supportedValuesOf?.("timeZone") ?? ["UTC", "Europe/Berlin", "Europe/London", "America/New_York"];
  return known.includes(own()) ? known : [own(), ...known];
}

/** The local time that an appointment names, as it names it. */
function day(local) {
  const [date, time] = local.split("T");
  const [year, month, of] = date.split("-").map(Number);
  const named = new Date(Date.UTC(year, month - 1, of)).toLocaleDateString(undefined, {
    weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
  });
  return `${named}, ${time.slice(0, 5)}`;
}

function here(one) {
  if (one.zone === own()) return null;
  const time = new Date(one.time).toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
  return h("span.faint", {}, ` (here: ${time})`);
}

const STATES = { PENDING: "to come", FIRED: "reminded", SKIPPED: "too late to remind", MISSED: "missed", CANCELLED: "cancelled" };
const reminded = ({ before, state }) => `${REMINDERS.find(([each]) => each === before)?.[1] ?? `${before} before`}: ${STATES[state] ?? state}`;
