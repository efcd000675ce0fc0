// Replaces the theme's search worker. The build sets THEIRS to the name of the file with the theme's
// own code. Two things differ:
//
// 1. A query is stemmed like the index, and ё equals е. (The theme appends a star to each word, and
//    lunr does not stem words with a star.)
// 2. The texts of the site and the theme's code are fetched on the first search, not with every page.
//    The index that every page fetches holds only the settings.

// Types of the theme's messages
const SETUP = 0;
const READY = 1;
const RESULT = 3;

// Boost of a text that contains the stem itself, a longer word, or a word of a shortened stem
const SAME = 4;
const LONGER = 1;
const RELATED = 0.5;

let setup; // the settings, the theme's first message
let texts; // undefined, "wanted" from the first search on, "here" when the theme has them
let newest; // the last query that came before the texts
let language; // lunr's object for the language of the index: its stemmer and stop words
const typed = new Map(); // words of the last query, each with the terms looked up for it

self.addEventListener("message", (event) => {
  typed.clear();
  const { type, data } = event.data;
  if (texts === "here" || (type === SETUP && texts)) return;
  event.stopImmediatePropagation();
  if (type === SETUP) {
    setup = data;
    self.postMessage({ type: READY });
    return;
  }
  newest = event.data;
  if (!data.trim()) self.postMessage({ type: RESULT, data: { items: [] } });
  else if (!texts) fetchTexts();
});

async function fetchTexts() {
  texts = "wanted";
  try {
    const response = await fetch(new URL("../../../search/texts.json", self.location));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    const docs = await response.json();
    if (!language) {
      importScripts(THEIRS);
      teach(self.lunr);
    }
    receive({ type: SETUP, data: { ...setup, docs } });
  } catch (error) {
    console.error(`search: ${error}`);
    texts = undefined; // the next query tries again
    return;
  }
  // The theme has indexed the texts before the next task begins.
  setTimeout(() => {
    texts = "here";
    receive(newest);
  });
}

function receive(data) {
  self.dispatchEvent(new MessageEvent("message", { data }));
}

function teach(lunr) {
  language = lunr;
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

function fold(word) {
  return word.replaceAll("ё", "е");
}

const post = self.postMessage.bind(self);
self.postMessage = (message) => {
  if (message.type === RESULT) {
    for (const text of message.data.items.flat()) {
      text.terms = termsOf(text);
      delete text.tags; // the names in the menu are searched, not shown
    }
  }
  post(message);
};

// Maps each word of the query to whether the text has it: under the matching term, or as typed.
function termsOf(text) {
  return Object.fromEntries(
    [...typed].map(([word, terms]) => {
      const found = terms.find((term) => text.terms[term]);
      return [found ?? word, found !== undefined];
    }),
  );
}
