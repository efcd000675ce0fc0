// Has the site kept for use without a network, and offered as an app: once reading is not disturbed
// by it, and not where the browser saves data. A single language served on its own has no service
// worker: nothing is kept then.

const QUIET = 2000; // ms after Python's first answer: what it leads to comes first
const SCRIPT = new URL("../../service-worker.js", import.meta.url);
const APP = new URL("../manifest.webmanifest", import.meta.url);

if (navigator.serviceWorker && !navigator.connection?.saveData) {
  if (document.getElementById("calculator-form")) {
    whenAnswered(keep);
  } else {
    addEventListener("load", () => keep(), { once: true });
    whenAnswered(keepPython);
  }
}

// Python says so; see python.js.
function whenAnswered(then) {
  addEventListener("python-answered", () => setTimeout(then, QUIET), { once: true });
}

async function keep() {
  if (!navigator.onLine) {
    addEventListener("online", keep, { once: true });
    return;
  }
  document$.subscribe(offerApp);
  try {
    await navigator.serviceWorker.register(SCRIPT);
  } catch {
    return; // no such file, or storage is closed to us: the site works all the same
  }
  if (document.getElementById("calculator-form")) await keepPython();
}

// Where the manifest stands in the page from the beginning, browsers fetch and draw what goes with it
// while the page is set up. With every page that the theme shows, it takes it away again.
function offerApp() {
  if (document.querySelector("link[rel=manifest]")) return;
  document.head.append(
    Object.assign(document.createElement("link"), { rel: "manifest", href: APP }),
  );
}

async function keepPython() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("keep Python");
}
