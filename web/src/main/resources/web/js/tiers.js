// How urgent: a colour, a shape and a word, each enough by itself.

import { h, s } from "./dom.js";

export const RANK = { CRITICAL: 3, WARNING: 2, INFO: 1 };
export const TIERS = ["CRITICAL", "WARNING", "INFO"];

const SHAPES = {
  CRITICAL: [["path", { d: "M12 2 23 21.5H1Z", fill: "currentColor" }], ["path", { d: "M12 9v6m0 1.8v2", stroke: "#1a0303", "stroke-width": 2.4 }]],
  WARNING: [["path", { d: "M12 1.5 22.5 12 12 22.5 1.5 12Z", fill: "currentColor" }], ["path", { d: "M12 6.5v6.5m0 2v2.2", stroke: "#1d1600", "stroke-width": 2.4 }]],
  INFO: [["circle", { cx: 12, cy: 12, r: 10, fill: "currentColor" }], ["path", { d: "M12 10.5v7m0-11v2.2", stroke: "#00282b", "stroke-width": 2.4 }]],
};

/** The shape alone: triangle, diamond, circle. */
export function shape(tier) {
  return s(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true" },
    SHAPES[tier].map(([what, props]) => s(what, props)),
  );
}

/** @param {"CRITICAL"|"WARNING"|"INFO"} tier @param {boolean} flashing where nobody has answered */
export function badge(tier, flashing = false, word = tier) {
  return h(`span.tier.${tier}${flashing ? ".flash" : ""}`, {}, shape(tier), word);
}

/** The highest of these alerts' tiers; null for none. */
export function highest(alerts) {
  let top = null;
  for (const { tier } of alerts) if (!top || RANK[tier] > RANK[top]) top = tier;
  return top;
}
