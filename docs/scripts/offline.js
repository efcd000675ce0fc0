// Lets the service worker keep the site for use without a network, and offers it as an app: once that
// does not disturb reading, and not where the browser saves data. Who reads one page moves one page.
//
// What is kept, of the language that is read:
//
//   Python has answered       the calculator and Python, which the page has just loaded
//   a second page is shown    all pages
//   both                      also what few answers of Python need
//
// A single language that is served on its own has no service worker: nothing is kept then.

const DELAY_MS = 2000; // after Python's first response: what it leads to comes first
const PAGES_KEY = "service-structure.pages"; // how many pages this browser has shown, up to ENOUGH
const ENOUGH = 2;

let pages = 0; // shown, where storage is closed to us
let hasAnswered = false;

if (navigator.serviceWorker && !navigator.connection?.saveData) {
  // See calculator/python.js.
  addEventListener("python-answered", () => setTimeout(answered, DELAY_MS), { once: true });
  if (document.readyState === "complete") window.document$?.subscribe(shown);
  else addEventListener("load", () => window.document$?.subscribe(shown), { once: true });
}

function answered() {
  hasAnswered = true;
  keep();
}

function shown() {
  count();
  if (pages < ENOUGH) return;
  const isStarting = document.getElementById("calculator-form") && !hasAnswered;
  if (!isStarting) keep(); // else once Python has answered: it comes first
}

function count() {
  pages = Math.min(pages + 1, ENOUGH);
  try {
    pages = Math.min(Math.max(pages, Number(localStorage.getItem(PAGES_KEY)) + 1), ENOUGH);
    localStorage.setItem(PAGES_KEY, String(pages));
  } catch {
    // Then the pages shown since the last full load count.
  }
}

async function keep() {
  if (!navigator.onLine) {
    addEventListener("online", keep, { once: true });
    return;
  }
  window.document$?.subscribe(offerApp);
  try {
    await navigator.serviceWorker.register(new URL("../service-worker.js", __md_scope));
  } catch {
    return; // no such file, or storage is closed to us: the site works all the same
  }
  const language = document.documentElement.lang;
  const groups = [];
  if (hasAnswered) groups.push(`calculator-${language}`, "python");
  if (pages >= ENOUGH) groups.push(language);
  if (hasAnswered && pages >= ENOUGH) groups.push("rest");
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keep: groups });
}

// The link to the manifest is added late: with a link in the page itself browsers fetch the manifest
// and its icons while the page is set up. The theme removes it with every page that it shows.
function offerApp() {
  if (document.querySelector("link[rel=manifest]")) return;
  const href = new URL("manifest.webmanifest", __md_scope).href;
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href }));
}
