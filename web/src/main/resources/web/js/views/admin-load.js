// How much alerts ask of the ward.

import { h, select, text } from "../dom.js";
import { get } from "../api.js";
import { chartLibrary, colour, grid, ticks, tierColour } from "../chart.js";
import { TIERS } from "../tiers.js";
import { age, clock, vitalName } from "../vitals.js";
import { figure } from "./admin-live.js";

const SPANS = [
  [24, "Last 24 hours"],
  [168, "Last 7 days"],
  [720, "Last 30 days"],
];

export function openLoad(at) {
  const span = select(SPANS, { "aria-label": "Time", value: 168 });
  const problem = h("p.error", { role: "alert" });
  const figures = h("div.figures");
  const hours = canvas("Alerts by hour");
  const tiers = canvas("Alerts by tier");
  const vitals = canvas("Alerts by vital sign");
  const top = canvas("Patients with most alerts");
  at.append(h("div.filter", {}, span), problem, figures, hours.element, h("div.patient-grid", {}, vitals.element, tiers.element), top.element);
  let charts = [];
  let closed = false;

  async function load() {
    const from = new Date(Date.now() - span.value * 3_600_000).toISOString();
    try {
      const [Chart, found] = await Promise.all([chartLibrary(), get(`/api/v1/alerts/statistics?from=${from}`)]);
      if (closed) return;
      charts.forEach((one) => one.destroy());
      figures.replaceChildren(...summary(found));
      charts = [
        bars(Chart, hours.canvas, found.by_hour.map((one) => clock(one.hour)), found.by_hour.map((one) => one.alerts), colour("line-2")),
        bars(Chart, tiers.canvas, TIERS, TIERS.map((tier) => found.by_tier[tier]?.alerts ?? 0), TIERS.map((tier) => tierColour(tier))),
        bars(Chart, vitals.canvas, Object.keys(found.by_vital).map(vitalName), Object.values(found.by_vital).map((one) => one.alerts), colour("line-2")),
        bars(Chart, top.canvas, found.top_patients.map((one) => one.patient_id), found.top_patients.map((one) => one.alerts), colour("line-3")),
      ];
      text(problem, "");
    } catch (failure) {
      text(problem, failure.message);
    }
  }

  span.addEventListener("change", load);
  load();
  return {
    close() {
      closed = true;
      charts.forEach((one) => one.destroy());
    },
  };
}

function summary({ total, suppressed, share_of_top_tenth: share }) {
  const seconds = (value) => (value === null || value === undefined ? "–" : age(value * 1000));
  return [
    figure("Alerts", total.alerts),
    figure("Repeats that rang for nobody", total.repeats),
    figure("Suppressed by a delay", suppressed),
    figure("Escalated", `${Math.round((total.escalation_rate ?? 0) * 100)} %`),
    figure("Until acknowledged, median", seconds(total.ack_seconds_median)),
    figure("Until acknowledged, 95 %", seconds(total.ack_seconds_p95)),
    figure("Nobody answered", total.unattended),
    figure("From a tenth of the patients", share === undefined || share === null ? "–" : `${Math.round(share * 100)} %`),
  ];
}

function canvas(heading) {
  const inner = h("canvas", { role: "img", "aria-label": heading });
  return { canvas: inner, element: h("section.panel", { "aria-label": heading }, h("h2", {}, heading), h("div.small-chart", {}, inner)) };
}

function bars(Chart, at, labels, data, backgroundColor) {
  return new Chart(at, {
    type: "bar",
    data: { labels, datasets: [{ data, backgroundColor, maxBarThickness: 42 }] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: { legend: { display: false } },
      scales: { x: { grid: grid(), ticks: ticks() }, y: { grid: grid(), ticks: { ...ticks(), precision: 0 }, beginAtZero: true } },
    },
  });
}
