// Keeps one version of the whole site for use without a network. hooks/offline.py writes before
// this: VERSION, FILES (address within the site → hash), PYTHON (the files that Python starts from),
// PACKED (which of them is kept unpacked; empty if none is) and then unpacked(stream).
//
// A version is kept whole or not at all, and takes over when no page of the former one is open: a
// reader never gets files of two versions. Storage is shared by all sites of one host, so the names
// of the caches begin with the path of this one, and no other is deleted.

const SITE = self.registration.scope;
const OWN = `service-structure ${new URL(SITE).pathname} `;
const NAME = OWN + VERSION;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(forgetFormer()));
// From a page that has started Python: it is kept only for readers who use it.
self.addEventListener("message", (event) => event.waitUntil(keepPython()));
self.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  if (file) event.respondWith(answer(file));
  else if (event.request.mode === "navigate") event.respondWith(page(event.request));
});

async function install() {
  const python = await caches.match(SITE + PYTHON[0]);
  await keep(Object.keys(FILES).filter((file) => !PYTHON.includes(file)));
  if (python) await keepPython();
}

// All or none; a file of another version does not have the hash that is asked for.
async function keep(files) {
  const cache = await caches.open(NAME);
  await cache.addAll(files.map(request));
}

async function keepPython() {
  const cache = await caches.open(NAME);
  if (await cache.match(SITE + PYTHON[0])) return;
  await keep(PYTHON);
  if (!PACKED) return;
  // The next start need not unpack it: start_from_snapshot.js looks for the header.
  const { body } = await cache.match(SITE + PACKED);
  const headers = { "X-Unpacked": "yes" };
  await cache.put(SITE + PACKED, new Response(unpacked(body), { headers }));
}

function request(file) {
  return new Request(SITE + file, { integrity: FILES[file], cache: "no-cache" });
}

async function forgetFormer() {
  const names = await caches.keys();
  const former = names.filter((name) => name.startsWith(OWN) && name !== NAME);
  await Promise.all(former.map((name) => caches.delete(name)));
}

function fileOf({ method, url }) {
  const address = url.replace(/[?#].*/, "");
  if (method !== "GET" || !address.startsWith(SITE)) return undefined;
  const file = address.slice(SITE.length).replace(/(^|\/)$/, "$1index.html");
  return file in FILES ? file : undefined;
}

async function answer(file) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(SITE + file);
  if (kept) return kept;
  return fetch(request(file));
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return answer("404.html");
  }
}
