// Chart.js, fetched where a chart is first wanted.

let library = null;

/** The library leaves one name behind and exports nothing. @returns {Promise<any>} */
export function chartLibrary() {
  library ??= import("../lib/chart/chart.umd.min.js").then(() => globalThis.Chart);
  return library;
}

/** A colour of the style sheet: dark or light, as it is now. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
export const tierColour = (tier) => colour(tier.toLowerCase());
export const grid = () => ({ color: colour("grid") });
export const ticks = () => ({ color: colour("dim"), maxRotation: 0 });
