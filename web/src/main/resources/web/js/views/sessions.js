// Recordings: upload, how far their processing is, and what was found out.

import { attribute, button, field, h, s, select, text } from "../dom.js";
import { call, get, path, post } from "../api.js";
import { follow } from "../feed.js";
import { onChange, patients, title } from "../store.js";

const PAGE = 10;

export function openSessions(content) {
  const whom = select([]);
  const file = h("input", { type: "file", accept: ".wav,audio/wav", required: true });
  const problem = h("p.error", { role: "alert" });
  const send = h("button.primary", { type: "submit" }, "Upload");
  const id = h("input", { maxlength: 64, placeholder: "Session id", "aria-label": "Session id" });
  const list = h("ul.alerts", { "aria-label": "Sessions" });
  const older = button("Older ones", () => more(shownOf));
  older.hidden = true;
  content.append(
    h("div.head", {}, h("h1", {}, "Sessions")),
    h(
      "form.panel.upload",
      { on: { submit: upload } },
      field("Patient", whom),
      field("Recording (WAV)", file),
      send,
      problem,
    ),
    h("form.bar", { on: { submit: find } }, h("div.find", {}, id), h("button", { type: "submit" }, "Show")),
    list,
    older,
  );
  const rows = new Map();
  let shownOf = "";
  let cursor = null;

  function people() {
    const mine = [...patients.values()].filter((one) => one.scopes.has("SESSIONS"));
    const before = whom.value;
    whom.replaceChildren(...mine.map((one) => h("option", { value: one.id }, title(one.id))));
    if (before && patients.has(before)) whom.value = before;
    send.disabled = mine.length === 0;
    if (whom.value !== shownOf) load();
  }

  /** Those of the patient that is chosen. */
  async function load() {
    shownOf = whom.value;
    const of = shownOf;
    rows.forEach((row) => row.close());
    rows.clear();
    list.replaceChildren();
    cursor = null;
    if (of) await more(of);
  }

  async function more(of) {
    try {
      const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const page = await get(`/api/sessions?limit=${PAGE}&patient_id=${encodeURIComponent(of)}${from}`);
      if (of !== shownOf) return;
      page.sessions.forEach((one) => show(one, "append"));
      cursor = page.next_cursor;
      attribute(older, "hidden", cursor ? null : "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  async function upload(event) {
    event.preventDefault();
    const form = new FormData();
    form.append("patient_id", whom.value);
    form.append("audio", file.files[0]);
    send.disabled = true;
    text(problem, "");
    try {
      show(await call("POST", "/api/sessions", form));
      file.value = "";
    } catch (failure) {
      text(problem, failure.message);
    }
    send.disabled = false;
  }

  async function find(event) {
    event.preventDefault();
    text(problem, "");
    try {
      show(await get(path`/api/sessions/${id.value.trim()}`));
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function show(session, where = "prepend") {
    if (rows.has(session.session_id)) return rows.get(session.session_id).update(session);
    const row = sessionRow(session);
    rows.set(session.session_id, row);
    list[where](row.element);
  }

  whom.addEventListener("change", load);
  people();
  const stop = onChange((changed) => changed.has("patients") && people());
  return {
    close() {
      stop();
      rows.forEach((row) => row.close());
    },
  };
}

function sessionRow(first) {
  const { session_id: id } = first;
  const bar = h("progress", { max: 100, "aria-label": "Progress" });
  const says = h("p");
  const result = h("div.dim");
  const again = button("Try again", () => post(path`/api/sessions/${id}/retry`).then(update, (e) => text(says, e.message)));
  const element = h("li.panel.stack", {}, h("div.row", {}, h("h2", {}, title(first.patient_id)), h("span.faint", {}, id)), bar, says, result, again);
  let asked = false;

  function update(session) {
    bar.value = session.progress;
    text(says, `${session.status} · ${session.progress} % · ${session.message ?? ""}${session.error ? ` · ${session.error}` : ""}`);
    attribute(again, "hidden", session.status === "failed" ? null : "");
    if (session.status === "processed" && !asked) {
      asked = true;
      get(path`/api/sessions/${id}/result`).then(
        (found) => result.replaceChildren(...findings(found)),
        (failure) => text(result, failure.message),
      );
    }
  }

  const stop = follow(`session:${id}`, {
    onEvent: ({ data }) => update(data),
    onHole: () => get(path`/api/sessions/${id}`).then(update),
  });
  update(first);
  // It may have gone on between the answer and the following.
  get(path`/api/sessions/${id}`).then(update, () => {});
  return { element, update, close: stop };
}

/** What was found out: figures by their names, and of the built-in pipeline where somebody speaks. */
function findings(found) {
  const facts = [];
  const walk = (value, name) => {
    if (typeof value === "number") facts.push([name, +value.toFixed(2)]);
    else if (typeof value === "string") facts.push([name, value]);
    else if (value && !Array.isArray(value)) Object.entries(value).forEach(([key, one]) => walk(one, name ? `${name}, ${key}` : key));
  };
  walk(found, "");
  const length = found.audio?.duration_seconds ?? 0;
  return [
    h("dl.facts", {}, facts.map(([name, value]) => h("div", {}, h("dt", {}, name.replaceAll("_", " ")), h("dd.num", {}, value)))),
    length && found.segments ? band(found.segments, length) : "",
  ];
}

/** The recording as a band, with speech lit. */
function band(segments, length) {
  const spoken = segments.filter((one) => one.kind === "speech");
  return s(
    "svg.segments",
    { viewBox: "0 0 1000 24", preserveAspectRatio: "none", role: "img", "aria-label": `Speech in ${spoken.length} places` },
    spoken.map(({ start, end }) =>
      s("rect", { x: (start / length) * 1000, y: 0, width: Math.max(1, ((end - start) / length) * 1000), height: 24 }),
    ),
  );
}
