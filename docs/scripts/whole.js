// Says so where a page has not come whole, and loads it again past the cache of the browser, which may
// hold what was wrong. hooks/publish/whole.py writes this script into the head of every page, as a
// script of its own may be what does not come.
//
//            a script or style fails, also by its hash; the end of the page is missing;
//            another script says so; nothing has made the calculator work
//   whole ────────────────────────────────────────────────────────────────────────────> told
//                                                                                         │ button
//                                                                     loaded again <──────┘
//
// Until the calculator works, this keeps what a reader answers in the address.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const PATIENCE_MS = 10_000; // for the calculator, once all else has come
  const RELOADED_MS = 20_000; // after which what has not come again is not waited for
  const LOADED = "script[src], link[rel=stylesheet], link[rel=modulepreload]";
  const IDLE = ".calculator:not([data-alive])"; // see calculator.js
  /** @type {string[]} */
  const failed = []; // what other scripts have not got

  const tellIf = (/** @type {boolean} */ isWrong) => isWrong && tell();
  document.addEventListener("error", ({ target }) => tellIf(isLoaded(target)), true);
  addEventListener("incomplete", (event) => {
    failed.push(/** @type {CustomEvent<string>} */ (event).detail);
    tell();
  });
  addEventListener("DOMContentLoaded", () =>
    tellIf(!document.querySelector(script.dataset.last ?? "")),
  );
  addEventListener("load", () => {
    // Of a sheet of another type browsers tell no error.
    tellIf([...document.querySelectorAll("link[rel=stylesheet]")].some(isEmpty));
    setTimeout(() => tellIf(query(IDLE) !== null), PATIENCE_MS);
  });
  addEventListener("change", ({ target }) => {
    const field = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (field && target.name && target.closest(IDLE)) keep(target.name, target.value);
  });

  // What an extension of the browser puts into the page is not ours.
  /** @param {EventTarget | null} target */
  function isLoaded(target) {
    if (!(target instanceof Element) || !target.matches(LOADED)) return false;
    return addressOf(target).startsWith(location.origin);
  }

  /** @param {Element} element */
  function addressOf(element) {
    const address = element.getAttribute("src") ?? element.getAttribute("href") ?? "";
    return new URL(address, document.baseURI).href;
  }

  /** @param {Element} link */
  function isEmpty(link) {
    if (!(link instanceof HTMLLinkElement) || !isLoaded(link)) return false;
    return !link.sheet || link.sheet.cssRules.length === 0;
  }

  /** @param {string} selector */
  function query(selector) {
    return document.querySelector(selector);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  function keep(name, value) {
    const hash = location.hash.slice(1);
    const given = document.getElementById(hash) ? [] : hash.split("&");
    const key = `${encodeURIComponent(name)}=`;
    const others = given.filter((pair) => pair && !pair.startsWith(key));
    const answers = [...others, key + encodeURIComponent(value)].join("&");
    history.replaceState(history.state, "", `#${answers}`);
  }

  function tell() {
    if (query("#incomplete")) return;
    if (!document.body) {
      addEventListener("DOMContentLoaded", tell, { once: true });
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-button md-button--primary";
    button.textContent = script.dataset.again ?? "";
    button.addEventListener("click", () => {
      button.disabled = true;
      loadAgain();
    });
    const text = document.createElement("p");
    text.style.paddingInline = "0.8rem"; // also where no style sheet has come
    text.append(script.dataset.words ?? "", " ", button);
    const box = Object.assign(document.createElement("div"), { id: "incomplete", role: "alert" });
    box.className = "md-typeset";
    box.append(text);
    document.body.prepend(box);
  }

  async function loadAgain() {
    const page = location.href.replace(/#.*/, "");
    const files = [...document.querySelectorAll(LOADED)].map(addressOf);
    const reloads = [...new Set([page, ...files, ...failed])].map(async (address) => {
      await (await fetch(address, { cache: "reload" })).arrayBuffer();
    });
    const late = new Promise((go) => setTimeout(go, RELOADED_MS));
    await Promise.race([Promise.allSettled(reloads), late]);
    location.reload();
  }
})();
