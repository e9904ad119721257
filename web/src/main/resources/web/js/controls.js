// Parts of a form that say what they hold: a number, a choice, a list of rows.

import { button, field, h, select } from "./dom.js";

/**
 * @typedef {{element: HTMLElement, read: () => any}} Control `read` answers undefined for what was left empty
 */

/** @returns {Control} */
function of(label, input, read, hint) {
  return { element: field(label, input, hint), read: () => read(input) };
}

/** @param {{hint?: string}} [props] attributes, and what is said below @returns {Control} */
export function words(label, value, { hint, ...props } = {}) {
  return of(label, h("input", { value: value ?? "", ...props }), (input) => input.value.trim() || undefined, hint);
}

/** @returns {Control} */
export function number(label, value, { hint, ...props } = {}) {
  const input = h("input", { type: "number", step: "any", value: value ?? "", ...props });
  return of(label, input, ({ value: text }) => (text === "" ? undefined : Number(text)), hint);
}

/** A whole number and a unit, such as 5m. @returns {Control} */
export function duration(label, value, props = {}) {
  return words(label, value, { pattern: "\\d+[smhd]", placeholder: "5m", ...props });
}

/** @param {string[]} options @returns {Control} */
export function choice(label, value, options, props = {}) {
  const input = select(options.map((one) => [one, one]), { value: value ?? options[0], ...props });
  return of(label, input, (chosen) => chosen.value);
}

/** @returns {Control} */
export function tick(label, value, props = {}) {
  const input = h("input", { type: "checkbox", checked: Boolean(value), ...props });
  return { element: h("label.row.tick", {}, input, label), read: () => input.checked };
}

/** Any of several. @returns {Control} */
export function several(label, values, options, name) {
  const boxes = options.map((one) => h("input", { type: "checkbox", name, value: one, checked: values.includes(one) }));
  const shown = boxes.map((box, i) => h("label.row", {}, box, options[i].toLowerCase()));
  return {
    element: h("fieldset.row", {}, h("legend", {}, label), shown),
    read: () => boxes.filter((box) => box.checked).map((box) => box.value),
  };
}

/**
 * Rows of fields, which can be added and taken out.
 *
 * @param {any[]} values what each row holds at first
 * @param {(value: any) => Object<string, Control>} make the fields of a row, by name
 * @returns {Control}
 */
export function rows(label, values, make) {
  /** @type {{element: HTMLElement, read: () => any}[]} */
  let all = [];
  const list = h("ol.people.rows", { "aria-label": label });
  const add = (value) => {
    const fields = group(make(value));
    const row = { element: h("li.upload", {}, fields.elements, button("Take out", remove, ".quiet")), read: fields.read };
    function remove() {
      all = all.filter((one) => one !== row);
      row.element.remove();
    }
    all.push(row);
    list.append(row.element);
  };
  values.forEach(add);
  const more = button("One more", () => add({}));
  more.setAttribute("aria-label", `One more of ${label.toLowerCase()}`);
  return {
    element: h("fieldset.stack", {}, h("legend", {}, label), list, more),
    read: () => all.map((row) => row.read()),
  };
}

/**
 * Several fields as one object, without those that are empty.
 *
 * @param {Object<string, Control>} fields
 * @returns {{names: string[], elements: HTMLElement[], read: () => Object<string, any>}}
 */
export function group(fields) {
  for (const [name, { element }] of Object.entries(fields)) {
    element.querySelector("input:not([name]), select:not([name])")?.setAttribute("name", name);
  }
  return {
    names: Object.keys(fields),
    elements: Object.values(fields).map((one) => one.element),
    read: () => Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.read()]).filter(([, value]) => value !== undefined)),
  };
}
