// Finds elements and their data. What a template must have is checked here, so that a missing
// element is named by the error.

/**
 * @template T
 * @typedef {{ new (): T, readonly name: string }} Kind
 */

/**
 * The element with an id. Error if the page has none of this kind.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {Kind<T>} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/**
 * The first element within `root` that matches. Error if there is none of this kind.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T}
 */
export function one(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} ${selector}`);
  return found;
}

/**
 * All elements within `root` that match and are of this kind.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T[]}
 */
export function all(root, selector, kind) {
  const found = [...root.querySelectorAll(selector)];
  return /** @type {T[]} */ (found.filter((element) => element instanceof kind));
}

/**
 * The element around the target of an event that matches, or the target itself.
 * @template {Element} T
 * @param {Event} event
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T | undefined}
 */
export function closest({ target }, selector, kind) {
  const found = target instanceof Element ? target.closest(selector) : undefined;
  return found instanceof kind ? found : undefined;
}

/**
 * The value of a data attribute. Error if the element has none.
 * @param {HTMLElement} element
 * @param {string} name in camel case
 */
export function dataOf(element, name) {
  const value = element.dataset[name];
  if (value === undefined) throw new Error(`#${element.id} lacks the data attribute ${name}`);
  return value;
}

/**
 * Lets whole.js say that a file of the page has not come.
 * @param {URL} address
 */
export function lack(address) {
  dispatchEvent(new CustomEvent("incomplete", { detail: address.href }));
}

/**
 * The absolute address of what the page names by a relative one.
 * @param {string} address
 */
export function absolute(address) {
  return new URL(address, document.baseURI).href;
}
