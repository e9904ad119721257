// Tables of things that a request answers, page by page.

import { button, h, text } from "./dom.js";
import { get } from "./api.js";

/**
 * @param {string[]} headings
 * @param {(item: any) => (Node|string|number|null)[]} cells
 * @param {{items?: string, caption: string}} how
 * @returns {{element: HTMLElement, load: (address: string) => Promise<void>}}
 */
export function table(headings, cells, { items = "items", caption }) {
  const body = h("tbody");
  const says = h("p.dim", { role: "status" });
  const more = button("More", () => read(false));
  more.hidden = true;
  let address = "";
  let cursor = null;
  let asked = 0;

  async function read(anew) {
    const sign = address.includes("?") ? "&" : "?";
    const from = anew || !cursor ? "" : `${sign}cursor=${encodeURIComponent(cursor)}`;
    const mine = ++asked;
    try {
      const page = await get(address + from);
      // Something else was asked for since: this answer is late.
      if (mine !== asked) return;
      const rows = page[items].map((item) => h("tr", {}, cells(item).map((cell) => h("td", {}, cell))));
      if (anew) body.replaceChildren(...rows);
      else body.append(...rows);
      cursor = page.next_cursor ?? null;
      more.hidden = !cursor;
      text(says, body.children.length ? "" : "Nothing here.");
    } catch (failure) {
      if (mine === asked) text(says, failure.message);
    }
  }

  const head = h("tr", {}, headings.map((one) => h("th", { scope: "col" }, one)));
  const element = h(
    "div.stack",
    {},
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": caption }, h("table", {}, h("caption.unseen", {}, caption), h("thead", {}, head), body)),
    says,
    more,
  );
  return {
    element,
    load(where) {
      address = where;
      cursor = null;
      return read(true);
    },
  };
}
