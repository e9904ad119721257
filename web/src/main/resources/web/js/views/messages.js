// What people tell each other, and what they are told.

import { button, field, h, text, attribute } from "../dom.js";
import { get, path, post } from "../api.js";
import { follow, onReconnect } from "../feed.js";
import { who } from "../session.js";
import { clock } from "../vitals.js";
import { openPushSwitch } from "./push-switch.js";
import { openConversation } from "./conversation.js";

export function openMessages(content, argument) {
  const problem = h("p.error", { role: "alert" });
  const list = h("ul.people", { "aria-label": "Conversations" });
  const notices = h("ul.notices", { "aria-label": "Notices" });
  const talk = h("section.panel.talk", { "aria-label": "Conversation" });
  const push = h("div.stack");
  openPushSwitch(push);
  let conversations = [];
  let open = null;
  let openId = argument;
  content.append(
    h("div.head", {}, h("h1", {}, "Messages"), button("New conversation", begin, ".primary")),
    problem,
    h(
      "div.messages",
      {},
      h("div.stack", {}, h("section.panel", {}, h("h2", {}, "Conversations"), list), h("section.panel", {}, h("h2", {}, "Notices"), notices), h("section.panel", { "aria-label": "Notifications of this browser" }, h("h2", {}, "When Wardcast is closed"), push)),
      talk,
    ),
  );

  async function load() {
    try {
      const [found, told] = await Promise.all([get("/api/conversations?limit=50"), get("/api/notifications?limit=30")]);
      conversations = found.conversations;
      drawList();
      notices.replaceChildren(...(told.notifications).map(notice));
      text(problem, "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  function drawList() {
    list.replaceChildren(
      ...conversations.map((one) =>
        h(
          "li",
          {},
          h(
            "button.quiet.person",
            {
              type: "button",
              "aria-current": one.id === openId ? "true" : null,
              on: { click: () => show(one.id) },
            },
            h("span", {}, nameOf(one)),
            one.unread ? h("span.count", { "aria-label": `${one.unread} unread` }, one.unread >= 1000 ? "999+" : one.unread) : null,
          ),
        ),
      ),
    );
    if (!conversations.length) list.replaceChildren(h("li.dim", {}, "No conversations yet."));
  }

  function show(id) {
    openId = id;
    open?.close();
    talk.replaceChildren();
    if (!id) talk.append(h("p.dim", {}, "Choose a conversation, or begin a new one."));
    const one = conversations.find((each) => each.id === id);
    open = one ? openConversation(talk, one, nameOf(one), load) : null;
    drawList();
  }

  function notice(one) {
    const read = button("Read", () => acknowledge(one.id));
    attribute(read, "hidden", one.state === "acknowledged" ? "" : null);
    attribute(read, "aria-label", `Read: ${one.content ?? ""}`);
    return h("li", {}, h("p", {}, one.content ?? one.type), h("div.row", {}, h("span.faint.num", {}, clock(one.timestamp)), read));
  }

  async function acknowledge(id) {
    try {
      await post(path`/api/notifications/${id}/ack`);
    } catch (failure) {
      text(problem, failure.message);
    }
    load();
  }

  function begin() {
    openId = null;
    open?.close();
    open = null;
    const people = h("input", { required: true });
    const name = h("input", { maxlength: 200 });
    const says = h("p.error", { role: "alert" });
    const send = async (event) => {
      event.preventDefault();
      const participants = people.value.split(/[\s,]+/).filter(Boolean);
      try {
        const made = await post("/api/conversations", { participants, ...(name.value.trim() ? { title: name.value.trim() } : {}) });
        await load();
        show(made.id);
      } catch (failure) {
        text(says, failure.message);
      }
    };
    talk.replaceChildren(
      h(
        "form.stack",
        { on: { submit: send } },
        h("h2", {}, "New conversation"),
        field("With (user ids, separated by blanks)", people),
        field("About", name),
        says,
        h("div.row.end", {}, h("button.primary", { type: "submit" }, "Begin")),
      ),
    );
    people.focus();
  }

  const stop = [
    follow(`user:${who().user_id}`, {
      onEvent: ({ data }) => {
        open?.told(data);
        if (data.type !== "typing") load();
      },
      onHole: load,
    }),
    onReconnect(load),
  ];
  load().then(() => show(openId || null));
  return {
    close() {
      stop.forEach((one) => one());
      open?.close();
    },
  };
}

function nameOf(one) {
  const others = one.participants.filter((id) => id !== who()?.user_id);
  return one.title || others.join(", ") || "Only you";
}
