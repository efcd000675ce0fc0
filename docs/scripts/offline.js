// Lets the service worker keep the site for use without a network, and offers it as an app: once that
// does not disturb reading, and not where the browser saves data. A single language that is served on
// its own has no service worker: nothing is kept then.
//
// What is kept:   nothing ──page loaded, Python answered──> site ──Python answered──> site and Python

const INSTALL_DELAY_MS = 2000; // after Python's first response: what it leads to comes first
const SCRIPT = new URL("../../service-worker.js", import.meta.url);
const APP = new URL("../manifest.webmanifest", import.meta.url).href;

if (navigator.serviceWorker && !navigator.connection?.saveData) {
  if (document.getElementById("calculator-form")) {
    whenAnswered(keepSite);
  } else {
    addEventListener("load", () => keepSite(), { once: true });
    whenAnswered(keepPython);
  }
}

/** @param {() => void} then */
function whenAnswered(then) {
  const wait = () => setTimeout(then, INSTALL_DELAY_MS);
  addEventListener("python-answered", wait, { once: true }); // see calculator/python.js
}

async function keepSite() {
  if (!navigator.onLine) {
    addEventListener("online", keepSite, { once: true });
    return;
  }
  document$?.subscribe(offerApp);
  try {
    await navigator.serviceWorker.register(SCRIPT);
  } catch {
    return; // no such file, or storage is closed to us: the site works all the same
  }
  if (document.getElementById("calculator-form")) await keepPython();
}

// The link to the manifest is added late: with a link in the page itself browsers fetch the manifest
// and its icons while the page is set up. The theme removes it with every page that it shows.
function offerApp() {
  if (document.querySelector("link[rel=manifest]")) return;
  document.head.append(
    Object.assign(document.createElement("link"), { rel: "manifest", href: APP }),
  );
}

async function keepPython() {
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage("keep Python");
}
