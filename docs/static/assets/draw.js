// Draws a chart: a specification for Vega in, SVG out, without a page. The build and the browser
// share it.

// `spec.usermeta.number` says how figures are written; a width in pixels may replace the usual one.
export async function draw(vega, spec, width = spec.width) {
  const runtime = vega.parse({ ...spec, width });
  const view = new vega.View(runtime, { renderer: "none", locale: { number: spec.usermeta.number } });
  const svg = await view.toSVG();
  view.finalize();
  // The place that holds the chart has role and name; what Vega says of its parts would be noise.
  return svg.replace(/ (?:role|aria-[a-z]+)="[^"]*"/g, "");
}
