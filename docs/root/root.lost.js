// Helps whoever has come to an address that is not there: the language of the address stands first, and
// the words of its last part are ready to be searched.

const parts = location.pathname.split("/").filter(Boolean);
const last = parts.at(-1) ?? "";
const words = decoded(last)
  .replace(/\.\w+$/, "")
  .replaceAll(/[-_+.]+/g, " ")
  .trim();

for (const section of document.querySelectorAll("section")) {
  if (parts.includes(section.lang)) section.parentElement?.prepend(section);
  const query = section.querySelector("input");
  if (query && last !== section.lang) query.value = words;
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return ""; // an address cut in the middle of a character
  }
}
