// Sound by tier, after a gesture (browsers allow none before). A pause is shown, and ends by itself.

import { attribute, h, s, text } from "./dom.js";
import { alerts, isUnanswered, title } from "./store.js";
import { highest, RANK } from "./tiers.js";
import { onAlertEvent } from "./ward.js";
import { announce } from "./announce.js";
import { countdown, vitalName } from "./vitals.js";

const PAUSE_MILLIS = 120_000;
// Bursts in the manner of IEC 60601-1-8: ten pulses for high, three for medium, one for low.
const BURSTS = {
  CRITICAL: { pulses: [0, 0.2, 0.4, 0.75, 0.95, 1.5, 1.7, 1.9, 2.25, 2.45], hertz: 660, again: 12_000 },
  WARNING: { pulses: [0, 0.35, 0.7], hertz: 495, again: 30_000 },
  INFO: { pulses: [0], hertz: 370, again: 0 },
};

/** @type {AudioContext|null} */
let audio = null;
let pausedUntil = 0;
let playedAt = 0;
const buttons = new Set();

function play(tier) {
  if (!audio || Date.now() < pausedUntil) return;
  playedAt = Date.now();
  const { pulses, hertz } = BURSTS[tier];
  const now = audio.currentTime + 0.05;
  for (const offset of pulses) {
    const begin = now + offset;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = "triangle";
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.35, begin + 0.02);
    volume.gain.setValueAtTime(0.35, begin + 0.12);
    volume.gain.linearRampToValueAtTime(0, begin + 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.16);
  }
}

function bell() {
  const d = "M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6Zm-2.5 16a2.5 2.5 0 0 0 5 0";
  return s(
    "svg",
    { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true" },
    s("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linejoin": "round" }),
    s("path.off", { d: "M3 3 21 21", stroke: "currentColor", "stroke-width": 2.4, "stroke-linecap": "round" }),
  );
}

/** The button in the header. */
export function soundControl() {
  const words = h("span");
  const control = h("button.sound", { type: "button", on: { click: press } }, bell(), words);
  buttons.clear();
  buttons.add({ control, words });
  show();
  return control;
}

function press() {
  if (!audio) {
    audio = new AudioContext();
    play("INFO");
  } else if (Date.now() < pausedUntil) {
    pausedUntil = 0;
    announce("Sound is on.");
  } else {
    pausedUntil = Date.now() + PAUSE_MILLIS;
    announce("Sound is paused for two minutes.");
  }
  show();
}

export function silence() {
  audio?.close();
  audio = null;
  pausedUntil = 0;
}

function show() {
  const left = pausedUntil - Date.now();
  const words = !audio ? "Turn sound on" : left > 0 ? `Sound is back in ${countdown(left)}` : "Pause sound";
  for (const { control, words: shown } of buttons) {
    text(shown, words);
    attribute(control, "data-on", audio && left <= 0 ? "" : null);
  }
}

setInterval(() => {
  show();
  const top = highest([...alerts.values()].filter(isUnanswered));
  const again = top ? BURSTS[top].again : 0;
  if (again && Date.now() - playedAt > again) play(top);
}, 1_000);

onAlertEvent((event) => {
  const about = `${title(event.patient_id)}, ${vitalName(event.vital_type)}`;
  if (event.event === "alert" || event.event === "alert_escalated") {
    const what = event.event === "alert" ? "alert" : "alert escalated";
    announce(
      `${event.tier} ${what}: ${about}. ${(event.reasons ?? []).join(", ")}`,
      RANK[event.tier] > RANK.INFO ? "urgent" : "polite",
    );
    play(event.tier);
  } else if (event.event === "ack") {
    announce(`Acknowledged: ${about || title(event.patient_id)}.`);
  }
});
