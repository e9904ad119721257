// One conversation. Text is shown as text, whatever it looks like.

import { button, h, text } from "../dom.js";
import { get, path, post } from "../api.js";
import { who } from "../session.js";
import { clock } from "../vitals.js";

const LONGEST = 4000;

/** @param {() => void} onRead told when the unread count is another one */
export function openConversation(at, { id }, name, onRead) {
  /** @type {Map<string, any>} by id, so that what comes twice is there once */
  const messages = new Map();
  const list = h("ol.said", { "aria-label": "Messages", tabindex: "0" });
  const problem = h("p.error", { role: "alert" });
  const input = h("textarea", { maxlength: LONGEST, "aria-label": "Your message", placeholder: "Write a message" });
  const older = button("Earlier messages", readOlder, ".quiet");
  let before = null;
  // Sent again when no answer came: it counts once.
  let key = crypto.randomUUID?.() ?? String(Math.random()).slice(2);

  const form = h(
    "form.row",
    { on: { submit: send } },
    h("div.grow", {}, input),
    h("button.primary", { type: "submit" }, "Send"),
  );
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  at.append(h("h2", {}, name), older, list, problem, form);

  async function read(address) {
    try {
      const found = await get(address);
      for (const one of found.messages) messages.set(one.message_id, one);
      before = found.next_before ?? null;
      older.hidden = !before;
      draw();
      text(problem, "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  const here = path`/api/conversations/${id}/messages`;
  function readOlder() {
    return read(`${here}?limit=50&before=${before}`);
  }

  function draw() {
    const bottom = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const sorted = [...messages.values()].sort((a, b) => a.sequence - b.sequence);
    list.replaceChildren(...sorted.map(message));
    if (bottom) list.scrollTop = list.scrollHeight;
  }

  async function send(event) {
    event.preventDefault();
    const words = input.value.trim();
    if (!words) return;
    try {
      const sent = await post(here, { text: words, idempotency_key: key });
      key = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
      input.value = "";
      messages.set(sent.message_id, sent);
      text(problem, "");
      draw();
    } catch (failure) {
      text(problem, `${failure.message} Send it again; it counts once.`);
    }
  }

  async function markRead() {
    try {
      await post(path`/api/conversations/${id}/read`);
      onRead();
    } catch {
      // The next look says it again.
    }
  }

  read(`${here}?limit=50`).then(() => {
    list.scrollTop = list.scrollHeight;
    markRead();
  });
  return {
    told(event) {
      if (event.conversation_id !== id || !event.message_id) return;
      const known = messages.get(event.message_id) ?? {};
      messages.set(event.message_id, { ...known, ...event });
      draw();
      if (event.type === "new_message" && event.sender !== who()?.user_id) markRead();
    },
    close() {},
  };
}

function message(one) {
  const mine = one.sender === who()?.user_id;
  const words = one.deleted_at ? "This message was deleted." : (one.text ?? "");
  return h(
    `li${mine ? ".mine" : ""}`,
    {},
    h("span.faint", {}, `${mine ? "You" : one.sender} · ${clock(one.timestamp)}${one.edited_at ? " · edited" : ""}`),
    h(`p${one.deleted_at ? ".dim" : ""}`, {}, words),
  );
}
