// Stands in for the theme's search worker and adds what that lacks. THEIRS, which the build puts
// before this, is the name of the file with the theme's own code.
//
// 1. A query is stemmed as the index is, and ё counts as е: the theme appends a star to each word,
//    for which lunr leaves it as typed.
// 2. The texts of the site and the theme's code are fetched when something is first searched, not
//    with every page: the index that the theme fetches holds the settings alone.

// Kinds of messages of the theme
const SETUP = 0;
const READY = 1;
const RESULT = 3;

// How much a text counts that has the word itself, a longer one, or perhaps a relation of it
const SAME = 4;
const LONGER = 1;
const RELATED = 0.5;

let setup; // the settings, which the theme sends first
let texts; // "wanted" once something is searched, "here" when the theme has them
let newest; // the last query before the texts were here
let language; // of the index: an object of lunr with its stemmer and its stop words
const typed = new Map(); // words of the last query, each with the terms that are looked up for it

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
    texts = undefined; // so that the next query tries again
    return;
  }
  // The theme takes the texts in before the next task begins.
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
      delete text.tags; // names in the menu are for finding, not for showing
    }
  }
  post(message);
};

// For every word the term that the text has, or the word as it was typed if it has none.
function termsOf(text) {
  return Object.fromEntries(
    [...typed].map(([word, terms]) => {
      const found = terms.find((term) => text.terms[term]);
      return [found ?? word, found !== undefined];
    }),
  );
}
