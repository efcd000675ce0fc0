// Keeps the site for use without a network. hooks/publish/offline.py writes before this what
// docs/types/service_worker.d.ts declares: VERSION, GROUPS, HASHES, PACKED, unpacked(stream).
//
// Pages come from the network, and from what is kept only where it does not answer. What pages load
// has addresses that change with its content, so a page never gets a file of another version. Storage
// is shared by all sites of one host: the names of the caches begin with the path of this site, and
// no other cache is deleted.
//
// What is kept, group by group (pages ask for them: see docs/scripts/offline.js):
//
//   nothing ──install──> 404 page ──message "keep"──> and the groups that it names
//                           ^                                     │
//                           └── install of a new version ─────────┘ the same groups are kept again:
//                                                     only files that have changed are fetched

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const SITE = worker.registration.scope;
const OWN = `service-structure ${new URL(SITE).pathname} `;
const NAME = OWN + VERSION;
const NOT_FOUND = "404.html";
const KEPT = `${SITE}kept.json`; // in each cache: the groups that are kept, and digests by file
const PATIENCE_MS = 4000; // a page that is kept is not waited for longer

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(deletePrevious()));
worker.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep)));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const file = fileOf(request);
  if (request.mode === "navigate" || file?.endsWith(".html")) event.respondWith(page(request));
  else if (file) event.respondWith(answer(file, request));
});

async function install() {
  const cache = await caches.open(NAME);
  await cache.add(new Request(SITE + NOT_FOUND, { cache: "no-cache" }));
  const before = await previous();
  const groups = before.flatMap(({ groups }) => groups);
  // What cannot be fetched now is kept when a page asks for it again.
  await keep([...new Set(groups)].filter((group) => group in GROUPS)).catch(() => {});
}

/**
 * Keeps whole groups of files. Each name in `groups` is one of GROUPS.
 * @param {string[]} groups
 */
async function keep(groups) {
  const cache = await caches.open(NAME);
  const before = await previous();
  for (const group of groups) {
    const missing = [];
    for (const [file, digest] of Object.entries(GROUPS[group] ?? {})) {
      if (await cache.match(SITE + file)) continue;
      const same = before.find(({ digests }) => digests[file] === digest);
      const kept = same && (await same.cache.match(SITE + file));
      if (kept) await cache.put(SITE + file, kept);
      else missing.push(file);
    }
    await cache.addAll(missing.map(request));
    if (PACKED && missing.includes(PACKED)) await unpack(cache);
    await note(cache, group);
  }
}

/**
 * What caches of other versions hold.
 * @typedef {{ groups: string[], digests: Record<string, string> }} Note
 */
async function previous() {
  const names = await caches.keys();
  const found = [];
  for (const name of names.filter((name) => name.startsWith(OWN) && name !== NAME)) {
    const cache = await caches.open(name);
    const written = await cache.match(KEPT);
    if (!written) continue;
    const { groups, digests } = /** @type {Note} */ (await written.json());
    found.push({ cache, groups, digests });
  }
  return found;
}

/**
 * Notes that a group is kept, for the next version.
 * @param {Cache} cache
 * @param {string} group
 */
async function note(cache, group) {
  const written = await cache.match(KEPT);
  /** @type {Note} */
  const now = written ? await written.json() : { groups: [], digests: {} };
  const groups = [...new Set([...now.groups, group])];
  const digests = { ...now.digests, ...GROUPS[group] };
  await cache.put(KEPT, new Response(JSON.stringify({ groups, digests })));
}

/**
 * The next start need not unpack the stream: start_from_snapshot.js looks for the header.
 * @param {Cache} cache
 */
async function unpack(cache) {
  const body = (await cache.match(SITE + PACKED))?.body;
  if (!body) throw new Error(`${PACKED} was kept and is gone`);
  const headers = { "X-Unpacked": "yes" };
  await cache.put(SITE + PACKED, new Response(unpacked(body), { headers }));
}

/**
 * A file whose address changes with its content is taken from the browser's own cache, where a page
 * has just put it; any other is asked for anew.
 * @param {string} file
 */
function request(file) {
  const integrity = HASHES[file];
  return new Request(SITE + file, integrity ? { integrity } : { cache: "no-cache" });
}

async function deletePrevious() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(OWN) && name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/**
 * The address within the site of a file that may be kept; undefined for every other request.
 * @param {Request} request
 */
function fileOf({ method, url }) {
  const address = url.replace(/[?#].*/, "");
  if (method !== "GET" || !address.startsWith(SITE)) return undefined;
  const file = address.slice(SITE.length).replace(/(^|\/)$/, "$1index.html");
  return Object.values(GROUPS).some((files) => file in files) ? file : undefined;
}

/**
 * @param {string} file
 * @param {Request} request
 */
async function answer(file, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(SITE + file)) ?? fetch(request);
}

/** @param {Request} request */
async function page(request) {
  const cache = await caches.open(NAME);
  const file = fileOf(request);
  const kept = file && (await cache.match(SITE + file));
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  const fetched = fetch(request);
  try {
    return await (kept ? Promise.race([fetched, late]) : fetched);
  } catch {
    return kept ?? (await cache.match(SITE + NOT_FOUND)) ?? Response.error();
  }
}
