// Keeps the site for use without a network. hooks/publish/offline.py writes before this what
// docs/types/service_worker.d.ts declares: VERSION, GROUPS, PACKED, unpacked(stream).
//
// Pages come from the network, and from what is kept only where it does not answer. What pages load
// has addresses that change with its content, so a page never gets a file of another version. Storage
// is shared by all sites of one host: the names of the caches begin with the path of this site, and
// no other cache is deleted.
//
// What is kept, group by group (pages ask for them: see docs/scripts/offline.js):
//
//   nothing ──install──> offline page ──message "keep"──> and the groups that it names
//                           ^                                     │
//                           └── install of a new version ─────────┘ the same groups are kept again:
//                                                     only files that have changed are fetched
//
// A file is kept only as it was published, which its digest says: a host may serve half of one, or
// another page in its place, with status 200.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const SITE = worker.registration.scope;
const OWN = `service-structure ${new URL(SITE).pathname} `;
const NAME = OWN + VERSION;
const OFFLINE = "offline"; // the group of the page that stands in for all that are not kept
const LINK = /<li><a href="([^"]*)".*?<\/li>\s*/gs; // on that page
const KEPT = `${SITE}kept.json`; // in each cache: the groups that are kept, and digests by file
const PATIENCE_MS = 4000; // a page that is kept is not waited for longer
const AT_ONCE = 8; // files that are fetched at the same time
const UNPACKED = "X-Unpacked"; // start_from_snapshot.js looks for this header
// A host may serve a script with a type that browsers refuse.
/** @type {Record<string, string>} */
const TYPES = {
  css: "text/css",
  html: "text/html",
  js: "text/javascript",
  json: "application/json",
  mjs: "text/javascript",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

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
  await keep([OFFLINE]);
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
    const files = Object.entries(GROUPS[group] ?? {});
    for (let n = 0; n < files.length; n += AT_ONCE) {
      await Promise.all(
        files.slice(n, n + AT_ONCE).map(([file, digest]) => keepFile(cache, before, file, digest)),
      );
    }
    await note(cache, group);
  }
}

/**
 * Keeps a file: that of a former version if it is the same. Rejects if none is as it was published.
 * @param {Cache} cache
 * @param {Awaited<ReturnType<typeof previous>>} before
 * @param {string} file
 * @param {string} digest
 */
async function keepFile(cache, before, file, digest) {
  if (await cache.match(SITE + file)) return;
  const same = before.find(({ digests }) => digests[file] === digest);
  const kept = same && (await same.cache.match(SITE + file));
  await cache.put(SITE + file, kept ?? (await fetchPublished(file, digest)));
}

/**
 * A file as it was published. The browser's own cache has what a page has just loaded, or what a
 * host has served wrongly: that is asked for once more.
 * @param {string} file
 * @param {string} digest
 */
async function fetchPublished(file, digest) {
  // An address that changes with its content never has another one.
  const first = /\/[0-9a-f]{12}\//.test(file) ? "default" : "no-cache";
  // A page is asked for as readers do it, so the browser has it already.
  const address = file.replace(/(^|\/)index\.html$/, "$1");
  for (const cache of /** @type {RequestCache[]} */ ([first, "reload"])) {
    const response = await fetch(SITE + address, { cache });
    const content = await response.arrayBuffer();
    if (response.ok && (await digestOf(content)) === digest) return asKept(file, content);
  }
  throw new Error(`${file} is not as it was published`);
}

/** @param {ArrayBuffer} content */
async function digestOf(content) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The next start of Python need not unpack the stream.
 * @param {string} file
 * @param {ArrayBuffer} content
 */
function asKept(file, content) {
  if (file === PACKED) {
    const stream = new Response(content).body;
    if (stream) return new Response(unpacked(stream), { headers: { [UNPACKED]: "yes" } });
  }
  const type = TYPES[file.split(".").pop() ?? ""] ?? "application/octet-stream";
  return new Response(content, { headers: { "Content-Type": type } });
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
    const response = await (kept ? Promise.race([fetched, late]) : fetched);
    return kept && response.status >= 500 ? kept : response; // the host is there, and is not well
  } catch {
    return kept ?? (await unreachable(cache, request));
  }
}

/**
 * In place of a page that is not kept and cannot be fetched. It links to the pages that are kept, but
 * not in a frame. Its status keeps the theme from showing it within another page.
 * @param {Cache} cache
 * @param {Request} request
 */
async function unreachable(cache, { destination, url }) {
  const folder = url.replace(/(?=[?#])|$/, "/"); // as a host adds what is missing
  const kept = await cache.match(`${folder.replace(/[?#].*/, "")}index.html`);
  if (kept) return Response.redirect(folder);
  const found = await cache.match(`${SITE}${OFFLINE}.html`);
  if (!found) return Response.error();
  let html = (await found.text()).replace(/<base href="[^"]*"/, `<base href="${SITE}"`);
  for (const [link, place] of html.matchAll(LINK)) {
    const isKept = destination !== "iframe" && (await cache.match(`${SITE}${place}index.html`));
    if (!isKept) html = html.replace(link, "");
  }
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html" } });
}
