// The ECG on paper of 25 mm/s and 10 mm/mV, as it comes. What is missing stays empty.

import { button, h, text } from "../dom.js";
import { colour } from "../chart.js";
import { readFrame } from "../frames.js";

const MILLIMETRE = 4; // CSS pixels; screens do not tell their true size
const SPEED = 25 * MILLIMETRE; // a second
const GAIN = 10 * MILLIMETRE; // a millivolt
const STRIP = 120;
const BEHIND_SECONDS = 0.6; // so that frames of 200 ms make a steady line
const COME_BACK_MILLIS = 2_000;

export function openEcg(at, id) {
  const says = h("p.hint", { role: "status" }, "Waiting for a waveform…");
  const canvas = h("canvas.paper", { role: "img", "aria-label": "Live ECG", hidden: true });
  const hold = button("Hold", () => setHeld(!held));
  hold.hidden = true;
  at.append(h("div.row", {}, hold, says), canvas);
  /** @type {Map<string, {unit: string, points: Map<number, number>}>} samples by number */
  const leads = new Map();
  let stream = null;
  let rate = 0;
  let newest = 0;
  let next = 0;
  let shown = 0;
  let drawnAt = 0;
  let lost = 0;
  let held = false;
  let socket = null;
  let closed = false;
  let frame = 0;
  let ink = inks();
  const scheme = matchMedia("(prefers-color-scheme: light)");
  const repaint = () => (ink = inks());
  scheme.addEventListener("change", repaint);

  function setHeld(yes) {
    held = yes;
    text(hold, held ? "Go on" : "Hold");
    hold.setAttribute("aria-pressed", String(held));
  }

  function connect() {
    if (closed) return;
    const address = new URL(`/realtime/ws/patient/${encodeURIComponent(id)}/waveform`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => typeof data !== "string" && take(readFrame(data));
    socket.onclose = ({ code }) => {
      if (closed) return;
      text(says, code >= 4501 ? "This waveform is not to be had any more." : "Reconnecting to the waveform…");
      if (code < 4501) setTimeout(connect, COME_BACK_MILLIS * (0.5 + Math.random()));
    };
  }

  function take(found) {
    if (stream !== found.stream) {
      leads.clear();
      stream = found.stream;
      rate = found.rate;
      next = found.sequence;
      shown = found.first;
      lost = 0;
    }
    lost += Math.max(0, found.sequence - next);
    next = found.sequence + 1;
    newest = found.first + (found.leads[0]?.values.length ?? 0);
    for (const { name, unit, values } of found.leads) {
      let lead = leads.get(name);
      if (!lead) leads.set(name, (lead = { unit, points: new Map() }));
      values.forEach((value, i) => lead.points.set(found.first + i, value));
    }
    canvas.hidden = hold.hidden = false;
    frame ||= requestAnimationFrame(draw);
  }

  function draw(now) {
    frame = requestAnimationFrame(draw);
    if (held || !rate) return;
    // Time runs by the screen's clock, a little behind what came; too far off, it jumps.
    const target = newest - BEHIND_SECONDS * rate;
    shown += ((now - drawnAt) / 1000) * rate;
    drawnAt = now;
    if (shown > newest || Math.abs(shown - target) > 2 * rate) shown = target;
    else shown += (target - shown) * 0.02;
    const names = [...leads.keys()].slice(0, 4);
    const width = at.clientWidth || 600;
    const height = STRIP * Math.max(1, names.length);
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
      canvas.style.height = `${height}px`;
    }
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paper(ctx, ink, width, height);
    const seconds = width / SPEED;
    names.forEach((name, i) => strip(ctx, ink, name, leads.get(name), shown - seconds * rate, shown, rate, i, width));
    text(says, `${rate} Hz${lost ? ` · ${lost} frames missing` : ""} · 25 mm/s, 10 mm/mV`);
  }

  connect();
  return {
    close() {
      closed = true;
      scheme.removeEventListener("change", repaint);
      socket?.close();
      cancelAnimationFrame(frame);
    },
  };
}

/** Asked for once, since a canvas is drawn sixty times a second. */
function inks() {
  return { paper: colour("paper"), fine: colour("paper-fine"), coarse: colour("paper-coarse"), trace: colour("trace"), text: colour("text") };
}

function paper(ctx, ink, width, height) {
  ctx.fillStyle = ink.paper;
  ctx.fillRect(0, 0, width, height);
  for (const [step, colour] of [[MILLIMETRE, ink.fine], [5 * MILLIMETRE, ink.coarse]]) {
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (let x = 0.5; x < width; x += step) {
      ctx.moveTo(x, 0);
      ctx.lineTo(x, height);
    }
    for (let y = 0.5; y < height; y += step) {
      ctx.moveTo(0, y);
      ctx.lineTo(width, y);
    }
    ctx.stroke();
  }
}

function strip(ctx, ink, name, { unit, points }, from, to, rate, index, width) {
  const middle = STRIP * (index + 0.6);
  const gain = unit === "mV" ? GAIN : scaleOf(points);
  ctx.strokeStyle = ink.trace;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  let pen = false;
  for (let n = Math.ceil(from); n <= to; n++) {
    const value = points.get(n);
    if (value === undefined || Number.isNaN(value)) {
      pen = false;
      continue;
    }
    const x = width - ((to - n) / rate) * SPEED;
    const y = middle - value * gain;
    if (pen) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    pen = true;
  }
  ctx.stroke();
  ctx.lineWidth = 1;
  ctx.fillStyle = ink.text;
  ctx.font = "600 13px system-ui, sans-serif";
  ctx.fillText(name, 8, STRIP * index + 18);
  for (const n of points.keys()) {
    if (n >= from - rate) break;
    points.delete(n);
  }
}

/** Of what is not an ECG: what there is fills the strip. */
function scaleOf(points) {
  let most = 1e-6;
  for (const value of points.values()) if (!Number.isNaN(value)) most = Math.max(most, Math.abs(value));
  return (STRIP * 0.5) / most;
}
