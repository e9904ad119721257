// A rule as a form: the fields of its kind, as docs/alerts.md has them.

import { choice, duration, group, number, rows, several, tick, words } from "../controls.js";
import { h } from "../dom.js";
import { TIERS } from "../tiers.js";
import { VITALS, vitalName } from "../vitals.js";

const ROLES = ["caregiver", "nurse", "doctor", "dispatcher", "therapist", "admin"];
const CONSCIOUSNESS = ["alert", "confusion", "voice", "pain", "unresponsive"];

/** What a rule of each kind begins as. */
export const FRESH = {
  threshold: (vital) => ({ kind: "threshold", vital_type: vital, limits: [{ tier: "WARNING" }] }),
  rate_of_change: (vital) => ({ kind: "rate_of_change", vital_type: vital, over: "10m", rates: [{ direction: "fall", tier: "WARNING" }] }),
};

/**
 * @param {any} definition
 * @returns {{element: HTMLElement, read: () => any}} `read` answers with the whole definition
 */
export function ruleForm(definition) {
  const special = group(KINDS[definition.kind](definition));
  const common = group(ofAll(definition));
  const subject = [definition.kind.replaceAll("_", " "), definition.vital_type && vitalName(definition.vital_type)].filter(Boolean).join(" · ");
  const lists = special.elements.filter(isList);
  const single = special.elements.filter((one) => !isList(one));
  const element = h("div.stack", {}, h("p.dim", {}, subject), lists, h("div.upload", {}, single), h("div.upload", {}, common.elements));
  return { element, read: () => merged(definition, { ...special.read(), ...common.read() }, [...special.names, ...common.names]) };
}

/** They take a line of their own. */
const isList = (element) => element.matches("fieldset");

/** What the form does not know of stays as it was; what was emptied goes. */
function merged(definition, read, names) {
  const kept = Object.fromEntries(Object.entries(definition).filter(([name]) => !names.includes(name)));
  return { ...kept, ...read };
}

const KINDS = {
  threshold(rule) {
    const fields = VITALS[rule.vital_type]?.fields ?? [];
    return {
      limits: rows("Limits", rule.limits, (limit) => ({
        ...(fields.length > 1 ? { field: choice("Of", limit.field, fields) } : {}),
        tier: choice("Tier", limit.tier ?? "WARNING", TIERS),
        min: number("Below", limit.min),
        max: number("Above", limit.max),
        inclusive: tick("the limit too", limit.inclusive),
        clear_min: number("Over again from", apart(limit.clear_min, limit.min)),
        clear_max: number("Over again up to", apart(limit.clear_max, limit.max)),
      })),
      window: span(rule.window),
      max_gap: duration("A silence that starts anew", rule.max_gap),
      delay: duration("Delay", rule.delay),
      steep_fall_per_minute: number("Never delayed: a fall per minute of", rule.steep_fall_per_minute),
    };
  },
  rate_of_change: (rule) => ({
    rates: rows("Rates", rule.rates, (rate) => ({
      direction: choice("Direction", rate.direction, ["fall", "rise"]),
      per_minute: number("Per minute", rate.per_minute, { required: true }),
      clear_per_minute: number("Over below", rate.clear_per_minute),
      tier: choice("Tier", rate.tier, TIERS),
    })),
    over: duration("Over the last", rule.over, { required: true }),
    min_samples: number("Readings at least", rule.min_samples, { step: 1 }),
  }),
  news2: (rule) => ({
    stale_after: duration("An input is missing after", rule.stale_after),
    clear_total: number("Over at a total of", rule.clear_total, { step: 1 }),
    spo2_scale: number("SpO₂ scale", rule.spo2_scale, { step: 1, min: 1, max: 2 }),
    consciousness: choice("Consciousness", rule.consciousness, CONSCIOUSNESS),
    on_oxygen: tick("on oxygen", rule.on_oxygen),
  }),
  device_silence: (rule) => ({
    after: duration("Silent for", rule.after),
    min_readings: number("Regular after readings", rule.min_readings, { step: 1 }),
    tier: choice("Tier", rule.tier ?? "WARNING", TIERS),
  }),
};

const ofAll = (rule) => ({
  enabled: tick("switched on", rule.enabled !== false),
  reopen_within: duration("The same again within", rule.reopen_within),
  message: words("Message", rule.message, { maxlength: 500 }),
  recipients: several("Meant for", rule.recipients ?? ["caregiver"], ROLES, "recipients"),
  escalation_recipients: several("A rise in tier is meant for", rule.escalation_recipients ?? ["doctor", "nurse"], ROLES, "escalation_recipients"),
});

/** Without hysteresis it follows the limit, also when that is changed. */
const apart = (clear, limit) => (clear === limit ? undefined : clear);

/** So many readings in a row, or all of a time. */
function span(window = { samples: 1 }) {
  const value = window.duration ?? window.samples;
  const input = words("Beyond for", value, { pattern: "\\d+[smhd]?", hint: "3: so many readings in a row. 5m: every reading of that time." });
  return {
    element: input.element,
    read() {
      const text = input.read();
      if (text === undefined) return undefined;
      return /^\d+$/.test(text) ? { samples: Number(text) } : { duration: text };
    },
  };
}
