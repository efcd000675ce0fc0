/** What scripts of a page find in its global scope, beside the browser's own. */

import type { Precomputed } from "./protocol.d.ts";

declare global {
  /** Material: emits the document at once and after every instant navigation. */
  var document$: { subscribe(next: () => void): void } | undefined;
  /** Material: the address of the root of the language. */
  var __md_scope: URL;
  /** docs/overrides/main.html: keeps Material's script from reloading the page. */
  function stay(event: Event): void;
  /** early.js: the worker that it has started, and what that has said since; null once taken over. */
  var earlyPython: { worker: Worker; events: Event[] } | null | undefined;
  /** early.js: the precomputed result that the address asks for; null once taken over. */
  var earlyExample:
    | { fragment: string; response: Promise<Precomputed | undefined> }
    | null
    | undefined;

  /** Trusted Types, not in every browser. */
  var trustedTypes:
    | {
        createPolicy(
          name: string,
          rules: Record<
            "createHTML" | "createScriptURL" | "createScript",
            (text: string, type: string, sink: string) => string | null
          >,
        ): unknown;
      }
    | undefined;

  interface Navigator {
    /** Not in every browser. */
    readonly connection?: { readonly saveData?: boolean };
  }
}
