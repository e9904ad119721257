// What the care team says to each other about one patient.

import { field, h, text } from "../dom.js";
import { get, post } from "../api.js";

/** @param {HTMLElement} at @param {string} id */
export function openCareTeam(at, id) {
  const list = h("ul.people", { "aria-label": "Conversations about this patient" });
  const people = h("input", { required: true });
  const problem = h("p.error", { role: "alert" });

  async function load() {
    try {
      const { conversations } = await get("/api/conversations?limit=200");
      const about = conversations.filter((one) => one.patient_id === id);
      list.replaceChildren(...(about.length ? about.map(entry) : [h("li.dim", {}, "Nothing was said about this patient yet.")]));
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  async function begin(event) {
    event.preventDefault();
    text(problem, "");
    try {
      const participants = people.value.split(/[\s,]+/).filter(Boolean);
      const made = await post("/api/conversations", { participants, patient_id: id });
      location.hash = `#/messages/${encodeURIComponent(made.id)}`;
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  at.append(
    list,
    h("form.act", { on: { submit: begin } }, h("div.grow", {}, field("Talk with (user ids, separated by blanks)", people)), h("button", { type: "submit" }, "Begin")),
    problem,
  );
  load();
}

function entry(one) {
  const unread = one.unread ? h("span.count", { "aria-label": `${one.unread} unread` }, one.unread) : null;
  const address = `#/messages/${encodeURIComponent(one.id)}`;
  return h("li.row", {}, h("a", { href: address }, one.title || one.participants.join(", ")), unread);
}
