// Replaces the theme's search worker, and loads it when something is searched. The build writes
// before this THEIRS, the name of the file with the theme's own code, and HASHES, those of this file
// and of what it loads, by address from here.
//
// 1. A query is stemmed as the index is, and ё counts as е. The theme appends a star to each word,
//    and lunr does not stem a word with a star.
// 2. A query is words and nothing else: lunr's operators are text. A word that no text has is read as
//    one typed with the keyboard of the other language, or with letters that look alike. If that finds
//    nothing either, the word of the texts that is written most like it is looked up, and the page is
//    told which: on a channel of its own, for the theme's messages have no place for it. A word with
//    a hyphen is one word: what has only a part of it is found where nothing has the whole.
// 3. The texts of the site and the theme's code are fetched for the first query, not with every page:
//    the index that the theme fetches holds the settings alone. What the browser keeps may be what was
//    wrong, so a file that is not right is asked for once more past its cache.
//
// States of the texts, and the events that change them:
//
//   missing ──first query──> wanted ──fetched and indexed──> here
//      ^                        │
//      └────── no network ──────┘ (the next query tries again)

/** @import { Doc, Found, Language, Lunr, Message, Setup, Token } from "../../docs/types/search.d.ts" */

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

const LONG = 7; // letters of a word that may have two slips, or one in its first letter
const MISTYPED = 4; // letters of the shortest word that may have one
/** @type {[number, boolean][]} */
const TRIES = [
  [0, false],
  [1, true],
  [1, false],
  [2, true],
]; // slips, and whether the first letter must be right

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
/** @type {Doc[]} */
let docs = []; // the texts
/** @type {Message | undefined} */
let newest; // the last query before the texts were here
let isTaught = false; // whether the theme's code is here, changed by teach()
/** @type {Language} */
let language; // of the index
/** @type {Set<string>} */
let vocabulary = new Set(); // the terms of the index
/** @type {Map<string, string[]>} */
const typed = new Map(); // words of the last query → the terms that are looked up for each
/** @type {string[]} */
let instead = []; // words that are looked up instead of some of the last query
/** @type {string[][]} */
let compounds = []; // the parts of words with hyphens in the last query
/** @type {Map<string, string> | undefined} */
let written; // words of the texts without hyphens, the frequent first → as they are written

const pages = new BroadcastChannel(new URL("../../../", self.location.href).href);

self.addEventListener("message", (/** @type {MessageEvent<Message>} */ event) => {
  typed.clear();
  const { type, data } = event.data;
  if (texts === "here" && type === QUERY) {
    instead = [];
    compounds = [];
    event.data.data = wordsOf(data).join(" ");
    pages.postMessage({ query: data, instead: instead.join(" ") });
  }
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
    [docs] = await Promise.all([
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
  const known = readings.find((words) => words.length > 0 && words.every(isKnown));
  if (typed.includes("-")) keepTogether(known ?? []);
  return known ?? split(typed).flatMap((word) => (isFound(word) ? word : split(nearest(word))));
}

/** @param {string[]} parts of one word */
function keepTogether(parts) {
  if (parts.length > 1) compounds.push(parts.map(fold));
}

/**
 * The word of the texts that is written most like one that no text has; the word itself if none is.
 * @param {string} word
 */
function nearest(word) {
  const letters = fold(word);
  const tries = /\d/.test(word) || word.length < MISTYPED ? 1 : word.length < LONG ? 2 : 4;
  written ??= wordsAsWritten();
  for (const [slips, isFirstRight] of TRIES.slice(0, tries)) {
    for (const [other, found] of written) {
      if (slips > 0 && other.length < MISTYPED) continue;
      if (isFirstRight && other[0] !== letters[0]) continue;
      if (!isAlike(letters, other, slips)) continue;
      instead.push(found);
      keepTogether(split(found));
      return found;
    }
  }
  return word;
}

/**
 * Whether one word becomes the other by so many letters added, left out, replaced or exchanged with
 * the next one.
 * @param {string} one
 * @param {string} other
 * @param {number} slips
 * @returns {boolean}
 */
function isAlike(one, other, slips) {
  if (Math.abs(one.length - other.length) > slips) return false;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const [a, b] = [one.slice(same), other.slice(same)];
  if (slips === 0 || a === b) return a === b;
  const rest = (/** @type {number} */ ofOne, /** @type {number} */ ofOther) =>
    isAlike(a.slice(ofOne), b.slice(ofOther), slips - 1);
  return rest(1, 0) || rest(0, 1) || rest(1, 1) || (a[0] === b[1] && a[1] === b[0] && rest(2, 2));
}

/**
 * The words of texts by their letters, the frequent first; of words with a hyphen, and of synonyms
 * that are several words, the whole as well.
 */
function wordsAsWritten() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { title, text, tags = [] } of docs) {
    const prose = `${title} ${text.replace(/<[^>]*>|&\w+;/g, " ")} ${tags.join(" ")}`;
    const joined = prose.match(/\p{L}+(?:-\p{L}+)+/gu) ?? [];
    for (const word of [...split(prose), ...joined, ...tags]) {
      const lower = word.toLowerCase();
      if (isTelling(lower)) counts.set(lower, (counts.get(lower) ?? 0) + 1);
    }
  }
  const frequent = [...counts].sort((one, other) => other[1] - one[1]);
  const known = new Map();
  for (const [word] of frequent) {
    const letters = fold(split(word).join(""));
    if (!known.has(letters)) known.set(letters, word);
  }
  return known;
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
 * Whether something is found by the word, as a text has it or by a shorter stem.
 * @param {string} word
 */
function isFound(word) {
  const start = startOf(stemOf(word));
  return isKnown(word) || (!!start && [...vocabulary].some((term) => term.startsWith(start)));
}

/**
 * What words have in common that are of one origin and have stems of their own: матрица has "матриц",
 * and матричный "матричн".
 * @param {string} stem
 */
function startOf(stem) {
  return stem.length > 5 ? stem.slice(0, -2) : "";
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
    const start = startOf(stem);
    if (start) terms.push([`${start}*`, RELATED]);
    typed.set(word, [stem, start]);
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
    message.data.items = withWholeWords(message.data.items);
    for (const text of message.data.items.flat()) {
      text.terms = termsOf(text);
      if (text.text.includes("<mark")) text.text = text.text.replace(UNMARKED_ITEM, "");
      delete text.tags; // names in the menu are for finding, not for showing
    }
  }
  post(message);
};

/**
 * The texts of each page without those that have only a part of a word with a hyphen, if others have
 * the whole. A page stays with its sections.
 * @param {Found[][]} items
 */
function withWholeWords(items) {
  const isWhole = (/** @type {Found} */ text) => compounds.every((parts) => !isTorn(parts, text));
  const whole = items
    .filter((texts) => texts.some((text) => text.score > 0 && isWhole(text)))
    .map((texts) => texts.filter((text) => isWhole(text) || !text.location.includes("#")));
  if (whole.length > 0) return whole;
  compounds = [];
  return items;
}

/**
 * Whether a text has some parts of a word, but not all.
 * @param {string[]} parts
 * @param {Found} text
 */
function isTorn(parts, text) {
  const known = parts.filter((part) => typed.has(part));
  const has = known.filter((part) => termIn(text, part) !== undefined);
  return has.length > 0 && has.length < known.length;
}

/**
 * The term by which a text has a word of the query.
 * @param {Found} text
 * @param {string} word
 */
function termIn(text, word) {
  return typed.get(word)?.find((term) => text.terms[term]);
}

/**
 * For every word of the query the term that the text has, or the word as typed if it has none. Of a
 * word with a hyphen no single part is missing.
 * @param {Found} text
 */
function termsOf(text) {
  const torn = new Set(compounds.filter((parts) => isTorn(parts, text)).flat());
  const terms = [...typed.keys()].map((word) => [word, termIn(text, word)]);
  return Object.fromEntries(
    terms
      .filter(([word, found]) => found !== undefined || !torn.has(word ?? ""))
      .map(([word, found]) => [found ?? word, found !== undefined]),
  );
}
