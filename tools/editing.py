"""Checks the texts of the guide and its casebook: spelling, ё, typography, glossary, old sources.

Faults in the texts fail the check. A source past its best-before day is only named, because the
passing of a day must not break a build that nobody has changed. Before a release, use
`--overdue fail`. The casebook tells in the words of each organisation, so that the glossary is not
asked there: the tickets of a railway are tickets.
"""

import argparse
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from spylls.hunspell import Dictionary

from hooks.theme.prose import any_of
from service_structure import GuideError, load_guide, load_precedents
from service_structure.source import precedents
from service_structure.source.model_records import Text
from service_structure.source.records import Guide, Source
from service_structure.source.translations import texts, texts_of

type Reader = Callable[[Guide], Iterable[tuple[str, Text]]]
"""Gives texts with their places."""

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "node_modules"
DICTIONARIES = {"ru": ("dictionary-ru", "dictionary-en-gb"), "en": ("dictionary-en-gb",)}
"""The Hunspell dictionaries of a language; Russian texts also use English words."""

MARKUP = re.compile(
    r"\]\([^)]*\)|<su([bp])>.*?</su\1>|<[^>]*>|\{:[^}]*\}|\{\w*\}|`[^`]*`|^\|[ :|-]+\|$", re.M
)
"""Markup: link targets, sub- and superscripts, tags, attributes, placeholders, code, rules."""

WORD = re.compile(r"(?<![\w-])[A-Za-zÀ-žА-Яа-яЁё]{2,}(?:[-’][A-Za-zÀ-žА-Яа-яЁё]+)*")


@dataclass(frozen=True)
class Rule:
    """A pattern that no text of the given languages may contain, with what to write instead."""

    languages: tuple[str, ...]
    pattern: re.Pattern[str]
    advice: str
    wrong: str
    right: str


@dataclass(frozen=True)
class Finding:
    """One fault: place and language of the text, the faulty words, and what to do."""

    place: str
    language: str
    words: str
    advice: str

    def __str__(self) -> str:
        """One line: place, language, words and advice."""
        return f"{self.place} ({self.language}): “{self.words}”: {self.advice}"


def main(argv: Sequence[str] | None = None, today: date | None = None) -> int:
    """Print all faults; returns 1 if there is one, or an overdue source with `--overdue fail`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--overdue", choices=("warn", "fail"), default="warn")
    overdue_fails = parser.parse_args(argv).overdue == "fail"
    try:
        guide = load_guide()
        load_precedents(guide)
    except GuideError as error:
        print(error)
        return 1
    found = [
        *(f for check in (misspelt, without_yo, untypographic) for f in check(guide)),
        *off_glossary(guide),
        *(f for check in (misspelt, without_yo, untypographic) for f in check(guide, casebook)),
    ]
    late = overdue(guide, today or date.today())
    for finding in found:
        print(finding)
    for source in late:
        print(f"sources/{source.id}: was good until {source.best_before}; look at it again, then")
        print("  set `checked` to that day (and `best_before`, if a year is not right)")
    if found:
        places = "1 place" if len(found) == 1 else f"{len(found)} places"
        print(f"{places} to edit. Accept a word in tools/editing.toml if it is right.")
    return int(bool(found) or (overdue_fails and bool(late)))


def casebook(guide: Guide) -> Iterator[tuple[str, Text]]:
    """The texts of the casebook with their places."""
    return texts_of(precedents.FOLDER, load_precedents(), guide)


def misspelt(guide: Guide, read: Reader = texts) -> Iterator[Finding]:
    """Find words that neither the dictionaries nor the project's lists know."""
    named = [name for s in guide.sources.values() for name in (s.author, s.author_abroad)]
    names = set()
    if read is casebook:
        named += [name for p in load_precedents().values() for name in p.organisation.values()]
        names |= _accepted("casebook")
    names |= {word for name in named for word in WORD.findall(name)}
    known = {
        language: any_of(names | _accepted("names") | _accepted(language))
        for language in guide.languages
    }
    for place, language, prose in _prose(guide, read):
        for word in _unknown_words(prose, language, known[language]):
            yield Finding(place, language, word, "is it spelt right?")


def without_yo(guide: Guide, read: Reader = texts) -> Iterator[Finding]:
    """Find Russian words spelt with е where only ё is right."""
    for place, language, prose in _prose(guide, read):
        for word in WORD.findall(prose) if language == "ru" else ():
            right = _yo().get(word) or _yo().get(word.lower())
            if right:
                yield Finding(place, language, word, f"write {right}")


def untypographic(guide: Guide, read: Reader = texts) -> Iterator[Finding]:
    """Find wrong quotes, dashes, signs and spaces, by the rules of editing.toml."""
    for place, language, prose in _prose(guide, read):
        for around, advice in _slips(prose, language):
            yield Finding(place, language, around, advice)


def off_glossary(guide: Guide, read: Reader = texts) -> Iterator[Finding]:
    """Find words that the glossary avoids in favour of its own term."""
    avoided = [
        (term, language, any_of(forms))
        for term in guide.terms.values()
        for language, forms in term.avoid.items()
        if forms
    ]
    any_avoided = {
        language: any_of(f for t in guide.terms.values() for f in t.avoid.get(language, ()))
        for language in guide.languages
    }
    for place, language, prose in _prose(guide, read):
        if not any_avoided[language].search(prose):
            continue
        for term, its_language, pattern in avoided:
            if language != its_language or place.startswith(f"terms/{term.id}/"):
                continue
            for match in pattern.finditer(prose):
                yield Finding(place, language, match[0], f"the glossary says {term.name[language]}")


def overdue(guide: Guide, today: date) -> tuple[Source, ...]:
    """The sources past their best-before day, the oldest first."""
    late = [source for source in guide.sources.values() if source.best_before < today]
    return tuple(sorted(late, key=lambda source: source.best_before))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of typography from editing.toml."""
    return tuple(
        Rule(
            tuple(rule["languages"]),
            re.compile(rule["pattern"]),
            rule["advice"],
            rule["wrong"],
            rule["right"],
        )
        for rule in _settings()["rule"]
    )


def _prose(guide: Guide, read: Reader) -> Iterator[tuple[str, str, str]]:
    """Yield place, language and words of every text, without markup."""
    for place, text in read(guide):
        for language, words in text.items():
            yield place, language, MARKUP.sub(_instead, words)


@cache
def _slips(prose: str, language: str) -> tuple[tuple[str, str], ...]:
    """What breaks a rule of typography, with the words around it, and the advice of the rule."""
    return tuple(
        (" ".join(prose[max(0, match.start() - 12) : match.end() + 12].split()), rule.advice)
        for rule in rules()
        if language in rule.languages
        for match in rule.pattern.finditer(prose)
    )


def _instead(markup: re.Match[str]) -> str:
    """The replacement of a piece of markup: "0" for a placeholder or code, otherwise nothing."""
    kind = markup[0][:2]
    if kind[0] == "]":
        return "]"
    return "0" if kind[0] == "`" or (kind[0] == "{" and kind != "{:") else ""


@cache
def _unknown_words(prose: str, language: str, known: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(word for word in WORD.findall(prose) if not _is_word(word, language, known))


@cache
def _is_word(word: str, language: str, known: re.Pattern[str]) -> bool:
    plain = word.removesuffix("’s").removesuffix("’")
    if known.fullmatch(word) or known.fullmatch(plain):
        return True
    spelling = word.replace("’", "'")
    return any(check(spelling) or check(plain) for check in _dictionaries(language)) or (
        "-" in plain and all(_is_word(part, language, known) for part in plain.split("-") if part)
    )


@cache
def _dictionaries(language: str) -> tuple[Callable[[str], bool], ...]:
    """Look-up functions of a language's dictionaries; without a dictionary every word is right."""
    names = DICTIONARIES.get(language)
    if names is None:
        return (lambda word: True,)
    return tuple(_dictionary(name) for name in names)


@cache
def _dictionary(name: str) -> Callable[[str], bool]:
    found = Dictionary.from_files(str(PACKAGES / name / "index"))
    return cache(lambda word: bool(found.lookup(word)))


@cache
def _yo() -> dict[str, str]:
    """Map spellings with е to the right ones with ё; the file has lines like `ёлк(а|и|у)`."""
    lines = (PACKAGES / "eyo-kernel" / "dictionary" / "safe.txt").read_text(encoding="utf-8")
    found = {}
    for line in lines.split():
        stem, _, endings = line.rstrip(")").partition("(")
        for ending in endings.split("|"):
            word = stem + ending
            found[word.replace("ё", "е").replace("Ё", "Е")] = word
    return {wrong: right for wrong, right in found.items() if wrong != right}


@cache
def _accepted(name: str) -> set[str]:
    accepted: list[str] = _settings()["accepted"].get(name, [])
    return set(accepted)


@cache
def _settings() -> dict[str, Any]:
    settings = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return tomllib.loads(settings)


if __name__ == "__main__":
    raise SystemExit(main())
