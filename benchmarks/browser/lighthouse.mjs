// Run Lighthouse on pages: node lighthouse.mjs '{"port": 9222, "form": "mobile", "categories": […],
// "addresses": […]}' prints for each address its scores (0 to 100) and what keeps them from 100.
import lighthouse, { desktopConfig } from "lighthouse";
import { pageFunctions } from "lighthouse/core/lib/page-functions.js";

const { port, form, categories, addresses } = JSON.parse(process.argv[2] ?? "");
/** @type {import("lighthouse").Flags} */
const options = {
  port,
  onlyCategories: categories,
  disableFullPageScreenshot: true, // no audit looks at it
  output: "json",
  logLevel: "error",
};
// By then network and processor are at rest: the pauses are for what else a measurement may catch.
// How fast the machine is, which takes a second of work for each page, is asked for speed alone.
if (!categories.includes("performance")) {
  Object.assign(options, { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0 });
  pageFunctions.computeBenchmarkIndex = () => 1000;
}
const config = form === "desktop" ? desktopConfig : undefined;

const reports = [];
for (const address of addresses) {
  const result = await lighthouse(address, options, config);
  if (!result) throw new Error(`${address}: no report`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  /** @type {Record<string, number>} */
  const scores = {};
  const faults = [];
  for (const [name, category] of Object.entries(lhr.categories)) {
    scores[name] = Math.round(100 * (category.score ?? 0));
    for (const { id, weight } of category.auditRefs) {
      /** @type {any} */
      const { score, title, displayValue = "", details } = lhr.audits[id];
      if (!weight || score === null || score === 1) continue;
      /** @type {{ node?: { snippet?: string } }[]} */
      const items = details?.items ?? [];
      const places = items.map(({ node }) => node?.snippet).filter(Boolean);
      faults.push([`${name}: ${title} ${displayValue}`, ...places].join("\n"));
    }
  }
  reports.push({ address, form, scores, faults });
}
console.log(JSON.stringify(reports));
