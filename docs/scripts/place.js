// Keeps a reader's place on the page while its language is switched, and that in the calculator for
// who comes back to it: the address with what stands in it, what is open, and the element in sight.
// Without that a browser would scroll to where the calculator ends before there is a result. Pages
// have the same structure in all languages, so the way to an element from the nearest one with an id
// leads to the same element of the other page. Ids of headings do not count: some are made of their
// words.
//
//              a link to the other language is followed         the page in that language is shown
//              or one that leads out of the calculator          or the reader goes back to it
//   (nothing) ───────────────────────────────────────> stored ─────────────────────────────────> taken up
//       ^                                                                                           │
//       └────────────────── the reader acts, or Python has had its time to answer ──────────────────┘
//
// What Python answers comes later than the page, so the place is taken up again with every answer.

import { all, closest } from "./dom.js";

/**
 * @typedef {object} Place
 * @property {boolean} isOfReturn whether it is taken up only by who comes back
 * @property {string} page address of the page within its language
 * @property {string[]} open the ways to all details that are open
 * @property {string} seen the way to the first element in sight
 * @property {number} top pixels from the top of the window to that element
 */

const KEY = "service-structure.place";
const WAITING_MS = 20_000; // for Python, on a slow device
const LINKS = "a[data-switch-language]";
const SEEN = ":is(h1, h2, h3, h4, p, li, legend, summary, tr, figure, label, dt, dd, pre)";
const HEADER_PX = 60;

const [arrival] = performance.getEntriesByType("navigation");
let isBack = arrival instanceof PerformanceNavigationTiming && arrival.type === "back_forward";

/** Makes links keep the place. */
export function keepPlace() {
  for (const kind of ["click", "auxclick"]) {
    document.addEventListener(kind, (event) => leave(event), true);
  }
  addEventListener("popstate", () => {
    isBack = true;
  });
}

/** Takes up a place that was kept on the page that is shown. */
export function takeUpPlace() {
  const place = stored();
  if (!place || (place.isOfReturn && !isBack)) return;
  const take = () => takeUp(place);
  take();
  addEventListener("load", take, { once: true });
  addEventListener("python-answered", take);
  const acts = ["pointerdown", "wheel", "keydown", "touchstart"];
  const end = () => {
    removeEventListener("load", take);
    removeEventListener("python-answered", take);
    for (const act of acts) removeEventListener(act, end);
  };
  for (const act of acts) addEventListener(act, end, { passive: true });
  setTimeout(end, WAITING_MS);
}

/** @param {Event} event */
function leave(event) {
  isBack = false;
  const link = closest(event, LINKS, HTMLAnchorElement);
  if (link) {
    link.search = location.search;
    link.hash = location.hash;
  }
  if (event.type !== "click") return;
  if (link) store(false);
  else if (closest(event, "a", HTMLAnchorElement) && document.querySelector(".calculator"))
    store(true);
}

/** @param {boolean} isOfReturn */
function store(isOfReturn) {
  const elements = all(content(), SEEN, HTMLElement);
  const seen = elements.find((each) => {
    const { bottom } = each.getBoundingClientRect();
    return bottom > HEADER_PX && each.checkVisibility();
  });
  if (!seen) return;
  const details = all(content(), "details", HTMLDetailsElement);
  /** @type {Place} */
  const place = {
    isOfReturn,
    page: page(),
    open: details.filter((each) => each.open).map(wayTo),
    seen: wayTo(seen),
    top: seen.getBoundingClientRect().top,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Storage may be closed to us: the page begins at its top.
  }
}

/** @returns {Place | undefined} what is stored of the page, which is forgotten */
function stored() {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (place?.page !== page()) return;
    sessionStorage.removeItem(KEY);
    return place;
  } catch {
    return undefined;
  }
}

/** @param {Place} place */
function takeUp({ open, seen, top }) {
  for (const details of all(content(), "details", HTMLDetailsElement)) {
    details.open = open.includes(wayTo(details));
  }
  const element = atTheEndOf(seen);
  if (element) scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
}

/**
 * The way to an element: the nearest id, and from there which child of which.
 * @param {Element} element
 */
function wayTo(element) {
  const steps = [];
  let from = element;
  while ((!from.id || from.matches("h1, h2, h3, h4")) && from.parentElement) {
    steps.unshift([...from.parentElement.children].indexOf(from));
    from = from.parentElement;
  }
  return [from.id, ...steps].join(" ");
}

/** @param {string} way */
function atTheEndOf(way) {
  const [id = "", ...steps] = way.split(" ");
  /** @type {Element | null | undefined} */
  let element = id ? document.getElementById(id) : document.documentElement;
  for (const step of steps) element = element?.children[Number(step)];
  return element;
}

function content() {
  return document.querySelector(".md-content") ?? document.body;
}

/** The address of the page within its language. */
function page() {
  return location.pathname.slice(__md_scope.pathname.length);
}
