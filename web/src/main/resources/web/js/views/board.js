// The ward: a tile for each patient, who needs somebody first.

import { button, h, text, attribute } from "../dom.js";
import { alerts, onChange, patients } from "../store.js";
import { readHistory } from "../ward.js";
import { has } from "../session.js";
import { askEmergency } from "./emergency.js";
import { inOrder } from "../order.js";
import { need, tile } from "./tile.js";

// What is left over is drawn in the next frame, so that no frame waits long for the board.
const FRAME_BUDGET_MILLIS = 6;
const ORDER_MILLIS = 1_000;
// Each may bring a tile onto the screen that was not laid out before.
const MOVES_A_FRAME = 2;
const BY_ID = new Intl.Collator(undefined, { numeric: true });

export function openBoard(content) {
  const search = h("input", { type: "search", placeholder: "Find a patient", "aria-label": "Find a patient", on: { input: arrange } });
  const sum = h("p.dim", { role: "status" });
  const list = h("ul.board", { "aria-label": "Patients, who needs somebody first" });
  const full = button("Full screen", () => document.documentElement.requestFullscreen?.().catch(() => {}), ".quiet");
  content.append(
    h("div.head", {}, h("h1", {}, "Ward"), sum, h("div.find", {}, search), has("DOCTOR", "NURSE") ? button("Emergency access", askEmergency) : null, full),
    list,
    h(
      "p.credit.faint",
      {},
      "NEWS2: National Early Warning Score 2, © Royal College of Physicians 2017. Not for people under 16 and not in " +
        "pregnancy. ≥ means that an input is missing and the score is at least this. Parts: respiration, SpO₂, oxygen, " +
        "systolic pressure, pulse, consciousness, temperature.",
    ),
  );

  /** @type {Map<string, ReturnType<typeof tile>>} */
  const tiles = new Map();
  const visible = new Set();
  const asked = new Set();
  const dirty = new Set();
  let planned = 0;
  let orderedAt = 0;
  /** @type {HTMLElement[]} the tiles as they are to follow one another, while they don't yet */
  let order = [];

  // Only what is on the screen is drawn, and only its history is read.
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = target.dataset.patient;
        if (!isIntersecting) {
          visible.delete(id);
          continue;
        }
        visible.add(id);
        dirty.add(id);
        if (patients.get(id)?.scopes.has("VITALS") && !asked.has(id)) {
          asked.add(id);
          readHistory(id);
        }
      }
      plan();
    },
    { rootMargin: "100px" },
  );

  function members() {
    for (const [id, one] of tiles) {
      if (patients.has(id)) continue;
      watcher.unobserve(one.element);
      one.element.remove();
      tiles.delete(id);
      visible.delete(id);
      asked.delete(id);
    }
    for (const patient of patients.values()) {
      if (tiles.has(patient.id)) continue;
      const one = tile(patient);
      tiles.set(patient.id, one);
      list.append(one.element);
      one.update(Date.now());
      watcher.observe(one.element);
    }
    arrange();
  }

  function arrange() {
    orderedAt = Date.now();
    const wanted = search.value.trim().toLowerCase();
    const sorted = [...patients.values()]
      .map((patient) => ({ patient, need: need(patient) }))
      .sort((a, b) => b.need - a.need || BY_ID.compare(a.patient.id, b.patient.id));
    for (const { patient } of sorted) {
      const { name, id } = patient;
      const hidden = wanted && !`${name} ${id}`.toLowerCase().includes(wanted);
      attribute(tiles.get(id)?.element ?? list, "hidden", hidden ? "" : null);
    }
    order = sorted.flatMap(({ patient }) => tiles.get(patient.id)?.element ?? []);
    plan();
    const needing = sorted.filter((one) => one.need >= 100).length;
    text(
      sum,
      patients.size === 0
        ? "There is nobody whom you may see."
        : `${patients.size} ${patients.size === 1 ? "patient" : "patients"}, ${needing} with open alerts`,
    );
  }

  /** Those in need first. Nothing moves under a pointer or a focus. */
  function move() {
    if (!order.length) return;
    if (list.matches(":hover") || list.contains(document.activeElement)) order = [];
    if (inOrder(list, order, MOVES_A_FRAME)) order = [];
    else plan();
  }

  function draw() {
    planned = 0;
    const begun = performance.now();
    move();
    for (const id of dirty) {
      if (performance.now() - begun > FRAME_BUDGET_MILLIS) return plan();
      dirty.delete(id);
      if (visible.has(id)) tiles.get(id)?.update(Date.now());
    }
  }

  function drawNow(id) {
    if (!visible.has(id)) return;
    dirty.delete(id);
    tiles.get(id)?.update(Date.now());
  }

  function plan() {
    planned ||= requestAnimationFrame(draw);
  }

  const clock = setInterval(() => {
    // By the frame, as everything else: they say their ages when they are drawn.
    for (const id of visible) dirty.add(id);
    plan();
    if (Date.now() - orderedAt > ORDER_MILLIS) arrange();
  }, 1_000);

  const stop = onChange((changed) => {
    for (const what of changed) if (what.startsWith("patient:")) dirty.add(what.slice("patient:".length));
    // An alert waits for no reading: its tile is drawn in this frame, whatever is left over from others.
    for (const what of changed) if (what.startsWith("alert:")) drawNow(alerts.get(what.slice("alert:".length))?.patient_id);
    if (changed.has("patients")) members();
    plan();
  });
  members();
  return {
    close() {
      stop();
      watcher.disconnect();
      clearInterval(clock);
      cancelAnimationFrame(planned);
    },
  };
}
