// How long an alert takes from its arrival in this browser until it is painted: `performance.getEntriesByName("wardcast-alert")`.

const NAME = "wardcast-alert";
const KEPT = 200;

/** @type {Map<string, number>} when alerts came that no view has drawn yet */
const waiting = new Map();
const behindThePainting = new MessageChannel();
/** @type {{id: string, start: number}[]} */
let drawn = [];

/** An event of this alert came. */
export function heard(id) {
  waiting.set(id, performance.now());
  // Where no view shows alerts nobody takes them away again.
  if (waiting.size > KEPT) waiting.delete(waiting.keys().next().value);
}

/** A view has drawn this alert, in a frame's callback. */
export function shown(id) {
  const start = waiting.get(id);
  if (start === undefined) return;
  waiting.delete(id);
  drawn.push({ id, start });
  // What a frame's callback posts comes when the frame is painted.
  if (drawn.length === 1) behindThePainting.port2.postMessage(0);
}

behindThePainting.port1.onmessage = () => {
  const end = performance.now();
  // A screen on a wall is never loaded anew.
  if (performance.getEntriesByName(NAME).length > KEPT) performance.clearMeasures(NAME);
  for (const { id, start } of drawn) performance.measure(NAME, { start, end, detail: id });
  drawn = [];
};
