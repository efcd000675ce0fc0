/** What our workers find in their global scope, beside the browser's own. */

declare module "*/vega.min.js";

/** Set by vega.min.js. */
declare var vega: typeof import("vega");

/** The theme's code for the search: the build writes its name before search_worker.js. */
declare const THEIRS: string;
/** The hashes of that code and of what it loads, by address from the worker. */
declare const HASHES: Record<string, string>;

interface WorkerGlobalScope {
  /** Set by the theme's code. */
  lunr: import("./search.d.ts").Lunr;
}

interface WorkerNavigator {
  /** Not in every browser. */
  readonly connection?: { readonly saveData?: boolean };
}
