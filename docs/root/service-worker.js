// Keeps one version of the whole site for use without a network. hooks/publish/offline.py writes before
// this what docs/types/service_worker.d.ts declares: VERSION, FILES, PYTHON, PACKED, unpacked(stream).
//
// A version is kept whole or not at all, and takes over when no page of the previous one is open: a
// reader never gets files of two versions. Storage is shared by all sites of one host, so the names
// of the caches begin with the path of this site, and no other cache is deleted.
//
// What is kept:
//
//   nothing ──install──> site ──message from a page, Python has answered there──> site and Python
//                          ^                                                        │
//                          └──────── install of a version without Python kept ──────┘
//                                    (of one with Python kept: both are kept again)

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const SITE = worker.registration.scope;
const OWN = `service-structure ${new URL(SITE).pathname} `;
const NAME = OWN + VERSION;
const FIRST = PYTHON[0] ?? ""; // it is kept if Python is

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(deletePrevious()));
// From a page where Python has answered: it is kept only for readers who use it.
worker.addEventListener("message", (event) => event.waitUntil(keepPython()));
worker.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  if (file) event.respondWith(answer(file));
  else if (event.request.mode === "navigate") event.respondWith(page(event.request));
});

async function install() {
  const python = await caches.match(SITE + FIRST);
  await keep(Object.keys(FILES).filter((file) => !PYTHON.includes(file)));
  if (python) await keepPython();
}

/**
 * Keeps all files or none; a file of another version does not have the hash that is asked for.
 * @param {string[]} files
 */
async function keep(files) {
  const cache = await caches.open(NAME);
  await cache.addAll(files.map(request));
}

async function keepPython() {
  const cache = await caches.open(NAME);
  if (await cache.match(SITE + FIRST)) return;
  await keep(PYTHON);
  if (!PACKED) return;
  // The next start need not unpack it: start_from_snapshot.js looks for the header.
  const body = (await cache.match(SITE + PACKED))?.body;
  if (!body) throw new Error(`${PACKED} was kept and is gone`);
  const headers = { "X-Unpacked": "yes" };
  await cache.put(SITE + PACKED, new Response(unpacked(body), { headers }));
}

/** @param {string} file */
function request(file) {
  return new Request(SITE + file, { integrity: FILES[file], cache: "no-cache" });
}

async function deletePrevious() {
  const names = await caches.keys();
  const previous = names.filter((name) => name.startsWith(OWN) && name !== NAME);
  await Promise.all(previous.map((name) => caches.delete(name)));
}

/**
 * The address within the site of a file that is kept; undefined for every other request.
 * @param {Request} request
 */
function fileOf({ method, url }) {
  const address = url.replace(/[?#].*/, "");
  if (method !== "GET" || !address.startsWith(SITE)) return undefined;
  const file = address.slice(SITE.length).replace(/(^|\/)$/, "$1index.html");
  return file in FILES ? file : undefined;
}

/** @param {string} file */
async function answer(file) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(SITE + file);
  if (kept) return kept;
  return fetch(request(file));
}

/** @param {Request} request */
async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return answer("404.html");
  }
}
