// The charts of a result: drawn in a worker, at the width of their place, and saved as files.

let worker; // started with the first chart
let sent = 0;
const waiting = new Map(); // id of a drawing to what takes its SVG

const NARROWEST = 260; // pixels: below this names and lines would not fit

function widthOf(place) {
  return Math.max(Math.round(place.clientWidth), NARROWEST);
}

export class Charts {
  constructor(result, assets) {
    this.result = result;
    this.assets = assets;
    this.specs = {}; // the newest specification of each chart
    this.widths = {}; // and the width at which it was last drawn, so that it is drawn once for each
    this.ids = {}; // the newest drawing of each chart: an older one is dropped
    this.resized = new ResizeObserver(() => this.redraw());
    this.attach();
  }

  // Watches the places of the charts after the result has been replaced.
  attach() {
    this.resized.disconnect();
    for (const place of this.places()) {
      this.resized.observe(place);
      if (!place.parentElement.querySelector("[data-save]") && place.hasChildNodes()) {
        place.after(this.saveButton(place.dataset.chart));
      }
    }
  }

  draw(specs) {
    Object.assign(this.specs, specs);
    for (const name of Object.keys(specs)) this.drawOne(name);
  }

  redraw() {
    for (const place of this.places()) {
      const name = place.dataset.chart;
      if (this.specs[name] && this.widths[name] !== widthOf(place)) this.drawOne(name);
    }
  }

  drawOne(name) {
    const place = this.places().find((one) => one.dataset.chart === name);
    if (!place) return;
    const width = (this.widths[name] = widthOf(place));
    const id = (this.ids[name] = sent += 1);
    waiting.set(id, (svg) => {
      const now = this.places().find((one) => one.dataset.chart === name);
      if (!now || this.ids[name] !== id) return;
      now.innerHTML = svg;
      delete now.dataset.stale;
      this.attach();
    });
    this.worker().postMessage({ id, spec: this.specs[name], width });
  }

  worker() {
    worker ??= new Worker(new URL("chart-worker.js", this.assets), { type: "module" });
    worker.onmessage = ({ data: { id, svg, error } }) => {
      if (svg) waiting.get(id)?.(svg);
      else console.error(`chart: ${error}`);
      waiting.delete(id);
    };
    return worker;
  }

  places() {
    return [...this.result.querySelectorAll("[data-chart]")];
  }

  saveButton(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-button md-button--small";
    button.dataset.save = name;
    button.textContent = this.result.closest(".calculator").dataset.saveChart;
    return button;
  }

  // The chart as a file of its own, on white as on paper, whatever the theme of the page: what
  // follows that is written out.
  asFile(name) {
    const svg = this.places()
      .find((one) => one.dataset.chart === name)
      .querySelector("svg");
    const copy = svg.cloneNode(true);
    const ground = document.createElementNS(svg.namespaceURI, "rect");
    for (const side of ["width", "height"]) ground.setAttribute(side, "100%");
    ground.setAttribute("fill", "var(--paper)");
    copy.prepend(ground);
    const light = document.createElement("div");
    light.dataset.mdColorScheme = "default";
    document.body.append(light);
    const style = getComputedStyle(light);
    const text = new XMLSerializer()
      .serializeToString(copy)
      .replace(/var\((--[\w-]+)\)/g, (_, property) => style.getPropertyValue(property).trim())
      .replaceAll('font-family="inherit"', 'font-family="sans-serif"');
    light.remove();
    return text;
  }
}
