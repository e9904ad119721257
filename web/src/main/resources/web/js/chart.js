// Chart.js, fetched where a chart is first wanted.

let library = null;

/** The library leaves one name behind and exports nothing. @returns {Promise<any>} */
export function chartLibrary() {
  library ??= import("../lib/chart/chart.umd.min.js").then(() => globalThis.Chart);
  return library;
}

export const TIER_COLOURS = { CRITICAL: "#ff5a52", WARNING: "#ffd43b", INFO: "#4ddbe6" };
export const GRID = { color: "#213045" };
export const TICKS = { color: "#a3b2c4", maxRotation: 0 };
