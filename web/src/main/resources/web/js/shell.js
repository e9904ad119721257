// What is around every page: who is signed in, where one can go, and how fresh all of it is.

import { attribute, button, h, text } from "./dom.js";
import { connection, onConnection } from "./feed.js";
import { has, onSession, renew, signOut, who } from "./session.js";
import { alerts, isUnanswered, onChange } from "./store.js";
import { highest } from "./tiers.js";
import { age } from "./vitals.js";
import { soundControl } from "./sound.js";
import { openEmergencies } from "./views/emergency.js";
import { PAGES, pageOf } from "./pages.js";

/** @returns {{close: () => void}} */
export function openShell(root) {
  const count = h("span.count", { hidden: true });
  const links = PAGES.filter((page) => page.label && has(...page.roles)).map((page) =>
    h("a", { href: `#/${page.name}`, "data-page": page.name }, page.label, page.name === "alerts" ? count : null),
  );
  const link = h("div.link", { role: "status" }, h("span.mark"), h("span"));
  const notice = h("div.notice", { hidden: true });
  const emergencies = h("div.emergencies", { role: "region", "aria-label": "Emergency access", hidden: true });
  const emergency = has("DOCTOR", "NURSE") ? openEmergencies(emergencies) : null;
  const content = h("main", { id: "content", tabindex: "-1" });
  root.replaceChildren(
    h(
      "header.top",
      {},
      h("div.brand", {}, h("img", { src: "/assets/icon.svg", alt: "" }), "Wardcast"),
      h("nav.nav", { "aria-label": "Pages" }, links),
      link,
      soundControl(),
      h(
        "div.me",
        {},
        h("span", {}, `${who().username} · ${who().roles.join(", ").toLowerCase()}`),
        button("Sign out", () => signOut().catch(() => {}), ".quiet"),
      ),
    ),
    notice,
    emergencies,
    content,
  );

  let open = null;
  function show() {
    const { page, argument } = pageOf(location.hash);
    open?.close();
    content.replaceChildren();
    links.forEach((one) => attribute(one, "aria-current", one.dataset.page === page.name ? "page" : null));
    // On a phone the pages are a row that scrolls.
    links.find((one) => one.dataset.page === page.name)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    document.title = `${page.label ?? page.title} · Wardcast`;
    open = page.open(content, argument);
  }
  const goTo = () => {
    show();
    content.focus({ preventScroll: true });
    scrollTo(0, 0);
  };

  let ending = 0;
  const say = () => {
    showConnection(link, connection());
    showNotice(notice, connection(), ending);
  };
  const clock = setInterval(say, 1_000);
  const stops = [
    onConnection(say),
    onChange((changed) => changed.has("alerts") && showCount(count)),
    onSession(({ type, left }) => {
      ending = type === "ending" ? Date.now() + left : 0;
      say();
    }),
  ];
  addEventListener("hashchange", goTo);
  show();
  say();
  return {
    close() {
      removeEventListener("hashchange", goTo);
      clearInterval(clock);
      emergency?.close();
      stops.forEach((stop) => stop());
      open?.close();
    },
  };
}

function showCount(count) {
  const unanswered = [...alerts.values()].filter(isUnanswered);
  const top = highest(unanswered);
  attribute(count, "hidden", top ? null : "");
  count.className = `count ${top ?? ""}`;
  text(count, unanswered.length);
  attribute(count, "aria-label", `${unanswered.length} without an answer`);
}

function showConnection(element, { phase, lostAt, rooms, joined, gap }) {
  attribute(element, "data-phase", phase);
  const words = {
    idle: "Not following",
    live: "Live",
    joining: `Joining ${joined} of ${rooms}`,
    lost: `Reconnecting · data ${age(Date.now() - lostAt)} old`,
  }[phase];
  const hole = { none: "", open: " · filling a gap", filled: " · gap filled", unfilled: " · gap not filled" }[gap];
  text(element.lastChild, words + (phase === "lost" ? "" : hole));
}

function showNotice(notice, { phase, lostAt, gap }, ending) {
  const left = ending - Date.now();
  let what = null;
  if (left > 0) what = `Your session ends in ${Math.ceil(left / 1000)} s, and it can't be renewed just now.`;
  else if (phase === "lost" && Date.now() - lostAt > 1_500) {
    what = `The connection is lost. What you see is ${age(Date.now() - lostAt)} old; nothing new arrives. Reconnecting…`;
  } else if (gap === "unfilled") what = "Some readings of a gap could not be fetched. Lists may be incomplete until the page is loaded anew.";
  attribute(notice, "hidden", what ? null : "");
  notice.classList.toggle("bad", phase === "lost");
  if (notice.dataset.what === what) return;
  notice.dataset.what = what ?? "";
  notice.replaceChildren(what ?? "", left > 0 ? button("Stay signed in", renew) : "");
}
