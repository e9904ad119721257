// Says things to screen readers: what is urgent at once, the rest when there is time.

const QUEUE_MOST = 5;
const PAUSE_MILLIS = 1200;
const waiting = { polite: [], urgent: [] };
const busy = { polite: false, urgent: false };

/** @param {string} what @param {"polite"|"urgent"} how */
export function announce(what, how = "polite") {
  const queue = waiting[how];
  queue.push(what);
  // Of very many only a number is worth hearing.
  if (queue.length > QUEUE_MOST) queue.splice(0, queue.length, `${queue.length} alerts, see the list.`);
  if (!busy[how]) next(how);
}

function next(how) {
  const what = waiting[how].shift();
  busy[how] = what !== undefined;
  document.getElementById(how).textContent = what ?? "";
  if (what !== undefined) setTimeout(() => next(how), PAUSE_MILLIS);
}
