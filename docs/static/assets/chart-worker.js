// Draws charts off the page. In: {id, spec, width}. Out: {id, svg}, or {id, error}.
import "./vega.min.js"; // sets globalThis.vega
import { draw } from "./draw.js";

self.onmessage = async ({ data: { id, spec, width } }) => {
  try {
    self.postMessage({ id, svg: await draw(globalThis.vega, spec, width) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};
