// Replaces the theme's search worker, and loads it when something is searched. The build writes
// THEIRS before this, the name of the file with the theme's own code.
//
// 1. A query is stemmed as the index is, and ё counts as е. The theme appends a star to each word,
//    and lunr does not stem a word with a star.
// 2. The texts of the site and the theme's code are fetched for the first query, not with every page:
//    the index that the theme fetches holds the settings alone.
//
// States of the texts, and the events that change them:
//
//   missing ──first query──> wanted ──fetched and indexed──> here
//      ^                        │
//      └────── no network ──────┘ (the next query tries again)

/** @import { Found, Language, Lunr, Message, Setup, Token } from "../../docs/types/search.d.ts" */

// Types of the theme's messages.
const SETUP = 0;
const READY = 1;
const RESULT = 3;

// Weights of a text that has the word itself, a longer word, or one with a shorter stem.
const SAME = 4;
const LONGER = 1;
const RELATED = 0.5;

/** @type {Setup | undefined} */
let setup; // the settings, which the theme sends first
/** @type {"missing" | "wanted" | "here"} */
let texts = "missing";
/** @type {Message | undefined} */
let newest; // the last query before the texts were here
let isTaught = false; // whether the theme's code is here, changed by teach()
/** @type {Map<string, string[]>} */
const typed = new Map(); // words of the last query → the terms that are looked up for each

self.addEventListener("message", (/** @type {MessageEvent<Message>} */ event) => {
  typed.clear();
  const { type, data } = event.data;
  if (texts === "here" || (type === SETUP && texts !== "missing")) return;
  event.stopImmediatePropagation();
  if (type === SETUP) {
    setup = data;
    self.postMessage({ type: READY });
    return;
  }
  newest = event.data;
  if (!String(data).trim()) self.postMessage({ type: RESULT, data: { items: [] } });
  else if (texts === "missing") fetchTexts();
});

async function fetchTexts() {
  texts = "wanted";
  try {
    const response = await fetch(new URL("../../../search/texts.json", self.location.href));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    const docs = await response.json();
    if (!isTaught) {
      importScripts(THEIRS);
      teach(self.lunr);
      isTaught = true;
    }
    receive({ type: SETUP, data: { ...setup, docs } });
  } catch (error) {
    console.error(`search: ${error}`);
    texts = "missing";
    return;
  }
  // The theme indexes the texts before the next task begins.
  setTimeout(() => {
    texts = "here";
    if (newest) receive(newest);
  });
}

/** @param {object} data a message, as if the page had sent it */
function receive(data) {
  self.dispatchEvent(new MessageEvent("message", { data }));
}

/**
 * Makes lunr index with ё as е, and look up several terms for each word of a query.
 * @param {Lunr} lunr
 */
function teach(lunr) {
  /** @type {Language} */
  let language = lunr; // of the index
  /** @param {Token} token */
  const foldToken = (token) => token.update(fold);
  lunr.Pipeline.registerFunction(foldToken, "fold");
  const { use } = lunr.Builder.prototype;
  lunr.Builder.prototype.use = function (plugin) {
    use.call(this, plugin);
    language = plugin;
    this.pipeline.before(plugin.stopWordFilter, foldToken);
  };
  const { clause } = lunr.Query.prototype;
  lunr.Query.prototype.clause = function (given) {
    const word = fold(given.term.replaceAll("*", ""));
    const token = new lunr.Token(word);
    if (!language.stopWordFilter(token)) return this;
    const stem = language.stemmer(token).toString();
    /** @type {[string, number][]} */
    const terms = [
      [stem, SAME],
      [`${stem}*`, LONGER],
    ];
    // матрица and матричный have stems of their own, "матриц" and "матричн".
    if (stem.length > 5) terms.push([`${stem.slice(0, -2)}*`, RELATED]);
    typed.set(word, [stem, stem.slice(0, -2)]);
    for (const [term, boost] of terms) {
      clause.call(this, { ...given, term, boost, usePipeline: false });
    }
    return this;
  };
}

/** @param {string} word */
function fold(word) {
  return word.replaceAll("ё", "е");
}

const post = self.postMessage.bind(self);
self.postMessage = (/** @type {Message} */ message) => {
  if (message.type === RESULT) {
    for (const text of message.data.items.flat()) {
      text.terms = termsOf(text);
      delete text.tags; // names in the menu are for finding, not for showing
    }
  }
  post(message);
};

/**
 * For every word of the query the term that the text has, or the word as typed if it has none.
 * @param {Found} text
 */
function termsOf(text) {
  return Object.fromEntries(
    [...typed].map(([word, terms]) => {
      const found = terms.find((term) => text.terms[term]);
      return [found ?? word, found !== undefined];
    }),
  );
}
