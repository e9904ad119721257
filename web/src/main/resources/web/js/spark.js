// A line of the last ten minutes.

import { attribute, s } from "./dom.js";

const WIDTH = 120;
const HEIGHT = 30;
const SPAN_MILLIS = 10 * 60_000;
// A longer silence is a hole in the line, not a slope.
const HOLE_MILLIS = 90_000;

/** @returns {{element: SVGElement, draw: (points: [number, number][]|undefined, now: number) => void}} */
export function sparkline(label) {
  const line = s("path", { fill: "none" });
  const dot = s("circle", { r: 2.2 });
  const element = s(
    "svg.spark",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    line,
    dot,
  );
  return {
    element,
    draw(points, now) {
      const path = points && points.length > 1 ? trace(points, now) : null;
      attribute(line, "d", path?.d ?? "");
      attribute(dot, "cx", path ? path.x : -9);
      attribute(dot, "cy", path ? path.y : -9);
    },
  };
}

function trace(points, now) {
  let low = Infinity;
  let high = -Infinity;
  for (const [at, value] of points) {
    if (at < now - SPAN_MILLIS) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === Infinity) return null;
  // A wobble of one is no mountain.
  const middle = (low + high) / 2;
  const range = Math.max(high - low, 6);
  let d = "";
  let before = -Infinity;
  let x = 0;
  let y = 0;
  for (const [at, value] of points) {
    if (at < now - SPAN_MILLIS) continue;
    x = Math.round((1 - (now - at) / SPAN_MILLIS) * (WIDTH - 6) * 10) / 10;
    y = Math.round((HEIGHT / 2 - ((value - middle) / range) * (HEIGHT - 8)) * 10) / 10;
    d += `${at - before > HOLE_MILLIS ? "M" : "L"}${x} ${y}`;
    before = at;
  }
  return { d, x, y };
}
