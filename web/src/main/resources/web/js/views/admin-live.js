// Who is connected, to which node and in which rooms.

import { h, text } from "../dom.js";
import { get } from "../api.js";
import { clock } from "../vitals.js";

const AGAIN_MILLIS = 3_000;
const ROWS = 25;

export function openLive(at) {
  const figures = h("div.figures");
  const problem = h("p.error", { role: "alert" });
  const nodes = h("tbody");
  const rooms = h("tbody");
  const users = h("tbody");
  at.append(
    problem,
    figures,
    listed("Nodes", ["Node", "Connections", "Since"], nodes),
    listed("Rooms with most connections", ["Room", "Connections"], rooms),
    listed("Users with most connections", ["User", "Connections"], users),
  );

  async function load() {
    try {
      const { data } = await get("/realtime/stats");
      figures.replaceChildren(
        figure("Connections", data.total_connections),
        figure("People", data.unique_users),
        figure("Rooms", data.active_rooms),
        figure("Nodes", data.nodes.length),
      );
      nodes.replaceChildren(...data.nodes.map((one) => row(one.node, one.connections, clock(one.started_at))));
      rooms.replaceChildren(...largest(data.connections_by_room));
      users.replaceChildren(...largest(data.connections_by_user));
      text(problem, "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  load();
  const clockwork = setInterval(load, AGAIN_MILLIS);
  return { close: () => clearInterval(clockwork) };
}

const largest = (counts) =>
  Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .slice(0, ROWS)
    .map(([name, count]) => row(name, count));

const row = (...cells) => h("tr", {}, cells.map((cell) => h("td.num", {}, cell)));

export const figure = (label, value) => h("div.panel", {}, h("strong.num", {}, value), h("span.dim", {}, label));

function listed(heading, columns, body) {
  return h(
    "section.panel",
    { "aria-label": heading },
    h("h2", {}, heading),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": heading }, h("table", {}, h("thead", {}, h("tr", {}, columns.map((one) => h("th", { scope: "col" }, one)))), body)),
  );
}
