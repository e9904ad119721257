// Trends over hours and days, with the alerts on the time axis. Drawn by Chart.js.

import { button, h, text } from "../dom.js";
import { get, path } from "../api.js";
import { chartLibrary, colour, grid, ticks, tierColour } from "../chart.js";
import { alerts, onChange } from "../store.js";

const HOUR = 3_600_000;
/** How long, how far apart the times below are, and how long the steps are that readings are summed up to. */
const SPANS = [
  ["1 h", HOUR, HOUR / 6, null],
  ["6 h", 6 * HOUR, HOUR, "1m"],
  ["24 h", 24 * HOUR, 4 * HOUR, "5m"],
  ["7 d", 7 * 24 * HOUR, 24 * HOUR, "1h"],
];
const STEP_MILLIS = { "1m": HOUR / 60, "5m": HOUR / 12, "1h": HOUR };
const LINES = [
  { type: "heart_rate", field: "bpm", label: "Heart rate /min", colour: "line-1" },
  { type: "spo2", field: "percent", label: "SpO₂ %", colour: "line-2" },
  { type: "blood_pressure", field: "systolic", label: "Systolic mmHg", colour: "line-3" },
  { type: "blood_pressure", field: "diastolic", label: "Diastolic mmHg", colour: "line-4" },
  { type: "respiratory_rate", field: "per_minute", label: "Respiration /min", colour: "line-5" },
  { type: "temperature", field: "celsius", label: "Temperature °C", colour: "line-6" },
];
const PAGES_MOST = 8;
const REDRAW_MILLIS = 15_000;

export function openTrends(at, id) {
  let span = SPANS[1][1];
  let chart = null;
  let closed = false;
  let asked = 0;
  const says = h("p.hint", { role: "status" });
  const canvas = h("canvas", { role: "img", "aria-label": "Trends of the vital signs; the table of alerts below has the same alerts" });
  const choices = SPANS.map(([label, millis]) => button(label, () => choose(millis)));
  at.append(h("div.row.spans", { role: "group", "aria-label": "Time span" }, choices), h("div.chart", {}, canvas), says);

  function choose(millis) {
    span = millis;
    choices.forEach((one, i) => one.setAttribute("aria-pressed", String(SPANS[i][1] === span)));
    load();
  }

  async function load() {
    const mine = ++asked;
    const to = Date.now();
    try {
      const [Chart, series] = await Promise.all([chartLibrary(), read(id, to - span, to)]);
      if (closed || mine !== asked) return;
      const summed = series.step ? `A line spans the lowest and the highest of each ${series.step}. ` : "";
      text(says, summed + (series.complete ? "" : `Only the newest ${series.count} readings of this span are shown.`));
      draw(Chart, series.lines, to);
    } catch (failure) {
      text(says, failure.message ?? "The chart can't be loaded.");
    }
  }

  function draw(Chart, lines, to) {
    const datasets = LINES.map(({ label, colour: name }, i) => ({
      label,
      data: lines[i],
      borderColor: colour(name),
      backgroundColor: colour(name),
      borderWidth: 1.6,
      pointRadius: lines[i].length < 40 ? 2 : 0,
      spanGaps: false,
      hidden: chart ? !chart.isDatasetVisible(i) : false,
    }));
    if (chart) {
      chart.data.datasets = datasets;
      Object.assign(chart.options.scales.x, { min: to - span, max: to });
      chart.options.scales.x.ticks.stepSize = stepOf(span);
      chart.update("none");
      return;
    }
    chart = new Chart(canvas, {
      type: "line",
      data: { datasets },
      options: options(to - span, to),
      plugins: [alertMarks(id)],
    });
  }

  choose(span);
  const clock = setInterval(load, REDRAW_MILLIS);
  const stop = onChange((changed) => changed.has("alerts") && chart?.draw());
  return {
    close() {
      closed = true;
      clearInterval(clock);
      stop();
      chart?.destroy();
    },
  };
}

async function read(id, from, to) {
  const lines = LINES.map(() => []);
  const step = SPANS.find(([, millis]) => millis === to - from)[3];
  const asked = new URLSearchParams({ limit: "1000", from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  if (step) asked.set("resolution", step);
  let count = 0;
  for (let page = 0; page < PAGES_MOST; page++) {
    const found = await get(path`/api/v1/patients/${id}/vitals` + `?${asked}`);
    count += found.items.length;
    for (const { data_type: type, values, timestamp } of found.items) {
      LINES.forEach((line, i) => line.type === type && lines[i].push(...points(values[line.field] ?? values.value, Date.parse(timestamp), step)));
    }
    if (!found.next_cursor) return { lines: lines.map((line) => holes(line.reverse(), to - from)), count, step, complete: true };
    asked.set("cursor", found.next_cursor);
  }
  return { lines: lines.map((line) => holes(line.reverse(), to - from)), count, step, complete: false };
}

/** Of a step both ends of what was measured, so that no short fall is averaged away. The newest first. */
function points(value, x, step) {
  if (value === undefined) return [];
  if (!step) return [{ x, y: value }];
  const middle = x + STEP_MILLIS[step] / 2;
  if (value.max === value.min) return [{ x: middle, y: value.mean }];
  return [{ x: middle + 1, y: value.max }, { x: middle, y: value.min }];
}

/** A long silence is a hole in the line. */
function holes(points, span) {
  const longest = Math.max(10 * 60_000, span / 60);
  return points.flatMap((point, i) =>
    i > 0 && point.x - points[i - 1].x > longest ? [{ x: point.x - 1, y: null }, point] : [point],
  );
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const stepOf = (span) => SPANS.find(([, millis]) => millis === span)[2];

function options(min, max) {
  const named = function (value) {
    return (this.max - this.min > 24 * HOUR ? DAY : TIME).format(value);
  };
  return {
    animation: false,
    parsing: false,
    normalized: true,
    maintainAspectRatio: false,
    interaction: { mode: "nearest", axis: "x", intersect: false },
    layout: { padding: { top: 18 } },
    scales: {
      x: { type: "linear", min, max, grid: grid(), ticks: { ...ticks(), stepSize: stepOf(max - min), includeBounds: false, callback: named } },
      y: { grid: grid(), ticks: ticks(), suggestedMin: 0 },
    },
    plugins: {
      legend: { labels: { color: colour("text"), boxWidth: 14, boxHeight: 2 } },
      decimation: { enabled: true, algorithm: "min-max" },
      tooltip: { callbacks: { title: ([first]) => DAY.format(first.parsed.x) } },
    },
  };
}

/** A line where an alert opened, with the shape of its tier above. */
function alertMarks(id) {
  return {
    id: "alerts",
    afterDatasetsDraw({ ctx, chartArea: area, scales: { x } }) {
      for (const alert of alerts.values()) {
        const time = Date.parse(alert.timestamp);
        if (alert.patient_id !== id || time < x.min || time > x.max) continue;
        const left = x.getPixelForValue(time);
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = tierColour(alert.tier);
        ctx.globalAlpha = 0.65;
        ctx.setLineDash([3, 4]);
        ctx.beginPath();
        ctx.moveTo(left, area.top);
        ctx.lineTo(left, area.bottom);
        ctx.stroke();
        ctx.globalAlpha = 1;
        mark(ctx, alert.tier, left, area.top - 8);
        ctx.restore();
      }
    },
  };
}

function mark(ctx, tier, x, y) {
  ctx.beginPath();
  if (tier === "INFO") ctx.arc(x, y, 5, 0, 7);
  else if (tier === "WARNING") [[0, -6], [6, 0], [0, 6], [-6, 0]].forEach(([dx, dy]) => ctx.lineTo(x + dx, y + dy));
  else [[0, -6], [6, 6], [-6, 6]].forEach(([dx, dy]) => ctx.lineTo(x + dx, y + dy));
  ctx.closePath();
  ctx.fill();
}
