// Draws a chart: a specification for Vega in, SVG out, without a page. The build and the browser
// share it.

const NARROW = 440; // pixels

// `spec.usermeta.number` says how figures are written; a width in pixels may replace the usual one.
// `spec.usermeta.narrow` is what other parts give way to where that is little.
export async function draw(vega, spec, width = spec.width) {
  const parts = width < NARROW ? spec.usermeta.narrow : {};
  const runtime = vega.parse({ ...spec, ...parts, width });
  const view = new vega.View(runtime, {
    renderer: "none",
    locale: { number: spec.usermeta.number },
  });
  const svg = await view.toSVG();
  view.finalize();
  // The place of the chart names it as one image, so its parts have no roles of their own.
  return svg.replace(/ (role|aria-[a-z]+)="[^"]*"/g, "");
}
