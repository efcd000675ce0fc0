// Replaces the theme's search worker, and loads it when something is searched. The build writes
// before this THEIRS, the name of the file with the theme's own code, and HASHES, those of this file
// and of what it loads, by address from here.
//
// 1. A query is stemmed as the index is, and ё counts as е. The theme appends a star to each word,
//    and lunr does not stem a word with a star.
// 2. A query is words and nothing else: lunr's operators are text. A word that no text has is read as
//    one typed with the keyboard of the other language, or with letters that look alike.
// 3. The texts of the site and the theme's code are fetched for the first query, not with every page:
//    the index that the theme fetches holds the settings alone. What the browser keeps may be what was
//    wrong, so a file that is not right is asked for once more past its cache.
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
const QUERY = 2;
const RESULT = 3;

// Weights of a text that has the word itself, a longer word, or one with a shorter stem.
const SAME = 4;
const LONGER = 1;
const RELATED = 0.5;

// An item of a list without a word of the query: the theme shows whole lists.
const UNMARKED_ITEM = /<li>(?:(?!<\/?li>|<mark).)*<\/li>/gs;

const SHORT = 2; // letters of a word that is found as a whole only
const NAME = 3; // letters of a word that is too, if a text has it: SLA is no beginning of Slack

// The same keys with an English and a Russian layout.
const ENGLISH_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~{}:\"<>";
const RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю";

// Letters that look alike.
const LATIN_TWINS = "abcehkmoptxy";
const CYRILLIC_TWINS = "авсенкмортху";

/** @type {Setup | undefined} */
let setup; // the settings, which the theme sends first
/** @type {"missing" | "wanted" | "here"} */
let texts = "missing";
/** @type {Message | undefined} */
let newest; // the last query before the texts were here
let isTaught = false; // whether the theme's code is here, changed by teach()
/** @type {Language} */
let language; // of the index
/** @type {Set<string>} */
let vocabulary = new Set(); // the terms of the index
/** @type {Map<string, string[]>} */
const typed = new Map(); // words of the last query → the terms that are looked up for each

self.addEventListener("message", (/** @type {MessageEvent<Message>} */ event) => {
  typed.clear();
  const { type, data } = event.data;
  if (texts === "here" && type === QUERY) event.data.data = wordsOf(data).join(" ");
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
    const [docs] = await Promise.all([
      fetchRight("../../../search/texts.json", (response) => response.json()),
      ...Object.entries(HASHES).map(([file, integrity]) =>
        fetchRight(file, (code) => code.text(), integrity),
      ),
    ]);
    if (!isTaught) {
      await importRight(THEIRS);
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

/**
 * What `read` makes of a file; rejects where it has not come right.
 * @template T
 * @param {string} file
 * @param {(response: Response) => Promise<T>} read
 * @param {string} [integrity]
 */
async function fetchRight(file, read, integrity = "") {
  const address = new URL(file, self.location.href);
  const fetchOnce = async (/** @type {RequestInit} */ options) => {
    const response = await fetch(address, { integrity, ...options });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return read(response);
  };
  try {
    return await fetchOnce({});
  } catch {
    return fetchOnce({ cache: "reload" });
  }
}

/**
 * Runs a script that has been fetched; once more past the cache, which may have it with a wrong type.
 * @param {string} file
 */
async function importRight(file) {
  try {
    importScripts(file);
  } catch {
    await (await fetch(new URL(file, self.location.href), { cache: "reload" })).arrayBuffer();
    importScripts(file);
  }
}

/** @param {object} data a message, as if the page had sent it */
function receive(data) {
  self.dispatchEvent(new MessageEvent("message", { data }));
}

/**
 * The words to look up for a query, without those that every text has.
 * @param {string} query
 */
function wordsOf(query) {
  const words = query.toLowerCase().split(/\s+/).flatMap(meant).filter(isTelling);
  // English names in a text of another language: of "hub and spoke" two words tell.
  const telling = words.filter((word) => self.lunr.stopWordFilter(tokenOf(word)) !== undefined);
  return telling.length > 0 ? telling : words;
}

/**
 * The words of a part of a query: as typed or, if no text has them, as they may have been meant.
 * @param {string} typed
 */
function meant(typed) {
  const readings = [
    typed,
    exchange(typed, LATIN_TWINS, CYRILLIC_TWINS),
    exchange(typed, CYRILLIC_TWINS, LATIN_TWINS),
    exchange(typed, ENGLISH_KEYS, RUSSIAN_KEYS),
    exchange(typed, RUSSIAN_KEYS, ENGLISH_KEYS),
  ].map(split);
  return readings.find((words) => words.length > 0 && words.every(isKnown)) ?? split(typed);
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function split(text) {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * A text with each character of `from` replaced by the one in the same place of `to`.
 * @param {string} text
 * @param {string} from
 * @param {string} to
 */
function exchange(text, from, to) {
  return text.replace(/./gu, (character) => to[from.indexOf(character)] ?? character);
}

/**
 * Whether a text has the word or, unless it is short, a longer one.
 * @param {string} word
 */
function isKnown(word) {
  if (!isTelling(word)) return true;
  const stem = stemOf(word);
  if (word.length <= SHORT) return vocabulary.has(stem);
  return [...vocabulary].some((term) => term.startsWith(stem));
}

/**
 * Whether texts can be told apart by the word.
 * @param {string} word
 */
function isTelling(word) {
  return language.stopWordFilter(tokenOf(word)) !== undefined;
}

/** @param {string} word */
function stemOf(word) {
  return language.stemmer(tokenOf(word)).toString();
}

/** @param {string} word */
function tokenOf(word) {
  return new self.lunr.Token(fold(word));
}

/**
 * Makes lunr index with ё as е, and look up several terms for each word of a query.
 * @param {Lunr} lunr
 */
function teach(lunr) {
  language = lunr;
  /** @param {Token} token */
  const foldToken = (token) => token.update(fold);
  lunr.Pipeline.registerFunction(foldToken, "fold");
  const { use } = lunr.Builder.prototype;
  lunr.Builder.prototype.use = function (plugin) {
    use.call(this, plugin);
    language = plugin;
    this.pipeline.before(plugin.stopWordFilter, foldToken);
  };
  const { build } = lunr.Builder.prototype;
  lunr.Builder.prototype.build = function () {
    const index = build.call(this);
    vocabulary = new Set(Object.keys(index.invertedIndex));
    return index;
  };
  const { clause } = lunr.Query.prototype;
  lunr.Query.prototype.clause = function (given) {
    const word = fold(given.term.replaceAll("*", ""));
    const stem = stemOf(word);
    /** @type {[string, number][]} */
    const terms = [[stem, SAME]];
    const isName = word.length <= (vocabulary.has(stem) ? NAME : SHORT);
    if (!isName) terms.push([`${stem}*`, LONGER]);
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
      if (text.text.includes("<mark")) text.text = text.text.replace(UNMARKED_ITEM, "");
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
