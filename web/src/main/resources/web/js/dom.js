// Elements. Text goes in as text, never as markup, so nothing that people write is ever run.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} what tag and classes, such as "div.tile.wide"
 * @param {Object<string, any>} [props] attributes; `on` holds listeners; false and null leave one out
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(what, props = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.classList.add(...classes);
  return fill(element, props, children);
}

/** The same for SVG. @returns {SVGElement} */
export function s(what, props = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElementNS(SVG, tag);
  if (classes.length) element.classList.add(...classes);
  return fill(element, props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "value") {
      element.value = value;
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

/** Sets the text only where it differs, so that nothing is laid out anew for nothing. */
export function text(node, value) {
  const next = String(value);
  if (node.textContent !== next) node.textContent = next;
}

/** Sets, or with null removes, an attribute where it differs. */
export function attribute(element, name, value) {
  if (value === null || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, String(value));
  }
}

/** A labelled field of a form. */
export function field(label, input, hint) {
  const id = input.id || `f${Math.random().toString(36).slice(2)}`;
  input.id = id;
  return h(
    "div.field",
    {},
    h("label", { for: id }, label),
    input,
    hint ? h("p.hint", {}, hint) : null,
  );
}

/** A select of [value, shown] pairs. */
export function select(options, props = {}) {
  const { value, ...rest } = props;
  const element = h(
    "select",
    rest,
    options.map(([key, shown]) => h("option", { value: key }, shown)),
  );
  if (value !== undefined) element.value = value;
  return element;
}

export function button(label, onClick, classes = "") {
  return h(`button${classes}`, { type: "button", on: { click: onClick } }, label);
}
