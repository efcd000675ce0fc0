// Draws charts off the page: Drawing in, Drawn out (docs/types/protocol.d.ts).
import "./vega.min.js"; // sets globalThis.vega
import { draw } from "./draw.js";

/** @import { Drawing, Drawn } from "../../types/protocol.d.ts" */

self.onmessage = async (/** @type {MessageEvent<Drawing>} */ { data: { id, spec, width } }) => {
  try {
    send({ id, svg: await draw(vega, spec, width) });
  } catch (error) {
    send({ id, error: String(error) });
  }
};

/** @param {Drawn} drawn */
function send(drawn) {
  self.postMessage(drawn);
}
