// Draws a chart: a specification for Vega in, SVG out, without a page. The build and the browser
// share it.

/** @import { ChartSpec } from "../../types/protocol.d.ts" */

const NARROW_PX = 440;

/**
 * The SVG of a chart.
 * @param {typeof import("vega")} vega
 * @param {ChartSpec} spec `usermeta.number` says how figures are written, `usermeta.narrow` replaces
 *   parts of the specification where the chart is narrower than 440 pixels
 * @param {number} [width] in pixels
 */
export async function draw(vega, spec, width = spec.width) {
  const parts = width < NARROW_PX ? spec.usermeta.narrow : {};
  const runtime = vega.parse({ ...spec, ...parts, width });
  // Vega makes a locale of these definitions; its types ask for one that is made.
  const locale = /** @type {any} */ ({ number: spec.usermeta.number });
  const view = new vega.View(runtime, { renderer: "none", locale });
  const svg = await view.toSVG();
  view.finalize();
  // The place of the chart names it as one image, so its parts have no roles of their own.
  return svg.replace(/ (role|aria-[a-z]+)="[^"]*"/g, "");
}
