// Draws charts for drawing.py: specifications by name on standard input, SVG by name out.
import { text } from "node:stream/consumers";

import * as vega from "vega";

import { draw } from "../../docs/static/assets/draw.js";

const specs = JSON.parse(await text(process.stdin));
/** @type {Record<string, string>} */
const drawn = {};
for (const [name, spec] of Object.entries(specs)) drawn[name] = await draw(vega, spec);
process.stdout.write(JSON.stringify(drawn));
