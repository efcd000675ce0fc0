"""Reports how readable each page is in each language: words, sentence length and the index LIX.

LIX is the mean length of a sentence in words plus the share of words of more than six letters in
per cent (Björnsson, C. H. 1968. Läsbarhet. Stockholm: Liber). It needs no dictionary, so the same
rule serves every language; but Russian words are longer, so compare pages of one language only.
"""

import json
import re
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONG = 6  # letters; a longer word is a long one
BLOCK = re.compile(r"<(p|li|dd|td)\b[^>]*>(.*?)(?=</\1>|<(?:p|li|ul|ol)\b)", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…]+(?=[\s»”)]|$)")


@dataclass(frozen=True)
class Readability:
    """Measures of a text; `lix` from about 25 (children's books) to 60 and more (law)."""

    words: int
    sentence: float
    lix: float


def readability(blocks: list[str]) -> Readability | None:
    """How readable paragraphs are; None if there are no words."""
    words = [word for block in blocks for word in WORD.findall(block)]
    sentences = sum(
        bool(WORD.search(part)) for block in blocks for part in SENTENCE_END.split(block)
    )
    if not words:
        return None
    length = len(words) / sentences
    long_words = sum(len(word) > LONG for word in words)
    return Readability(len(words), length, length + 100 * long_words / len(words))


def blocks_of_pages(language: str) -> dict[str, list[str]]:
    """The paragraphs and items of every page of the built site."""
    found: dict[str, list[str]] = {}
    texts = json.loads((ROOT / "site" / language / "search" / "texts.json").read_text("utf-8"))
    for text in texts:
        page = found.setdefault(text["location"].partition("#")[0], [])
        page += [unescape(re.sub(r"<[^>]+>", " ", html)) for _, html in BLOCK.findall(text["text"])]
    return found


def main() -> None:
    """Print a line for each page, the hardest first."""
    for folder in sorted((ROOT / "site").glob("*/search")):
        language = folder.parent.name
        measured = {page: readability(blocks) for page, blocks in blocks_of_pages(language).items()}
        print(f"{language}: {'page':30} {'words':>6} {'words/sentence':>15} {'LIX':>5}")
        rows = {page: found for page, found in measured.items() if found}
        for page, found in sorted(rows.items(), key=lambda row: -row[1].lix):
            print(
                f"    {page or '(home)':30} {found.words:6} {found.sentence:15.1f} {found.lix:5.0f}"
            )


if __name__ == "__main__":
    if not (ROOT / "site").is_dir():
        sys.exit("There is no site yet; run `make build` first.")
    main()
