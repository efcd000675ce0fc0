"""The command `guide`: list the source, check it, and show what an edit may or does change."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service_structure.commands.options import add_command, add_format, add_language
from service_structure.commands.output import print_json, say
from service_structure.errors import CommandError, GuideError
from service_structure.source.language import Language
from service_structure.source.loader import missing_texts, read_guide, read_languages
from service_structure.source.model_records import Factor
from service_structure.source.reading import ID
from service_structure.source.records import Guide
from service_structure.source.room import room, taken_from
from service_structure.source.suggestions import suggestions

FAILED = 1


def add_command_to(commands: Any, languages: Mapping[str, Language]) -> None:
    """Add the command to the parser."""
    command = add_command(
        commands,
        "guide",
        "show the source of the guide, check it, or see what an edit changes",
        "service-structure guide --lang ru",
        "service-structure guide --room",
        "service-structure guide --missing de",
        "git archive HEAD calculator/guide | tar -x -C /tmp &&"
        " service-structure guide --compare /tmp/calculator/guide",
        description="Without an option: the ids of structures, criteria, factors and levels, with"
        " their names.",
    )
    add_format(command, "text", "json")
    add_language(command, languages)
    task = command.add_mutually_exclusive_group()
    task.add_argument(
        "--check-translations", action="store_true", help="fail if a translation is out of date"
    )
    task.add_argument(
        "--accept-translations", action="store_true", help="vouch for all translations as they are"
    )
    task.add_argument(
        "--room",
        action="store_true",
        help="show how many points of each criterion are left, and what one level may take",
    )
    task.add_argument(
        "--missing",
        metavar="LANGUAGE",
        help="list every text that is missing in a language, which the guide need not have yet",
    )
    task.add_argument(
        "--compare",
        type=Path,
        metavar="FOLDER",
        help="show what differs in the results from those of the guide in another folder",
    )
    command.set_defaults(run=_guide)


def _guide(options: argparse.Namespace, guide: Guide) -> int:
    if options.check_translations or options.accept_translations:
        return _translations(guide, accept=options.accept_translations)
    if options.room:
        return _room(guide, options)
    if options.compare:
        return _compare(options.compare, guide)
    if options.format == "json":
        print_json(guide)
        return 0
    _print_ids(guide, options.lang)
    return 0


def _compare(folder: Path, guide: Guide) -> int:
    from service_structure.commands.compare import print_comparison

    try:
        other = read_guide(folder)
    except GuideError as error:
        raise CommandError(f"the guide in {folder} cannot be compared:", str(error)) from error
    print_comparison(other, guide)
    return 0


def _print_ids(guide: Guide, lang: str) -> None:
    for title, records in (
        ("structures", guide.structures.values()),
        ("criteria", guide.criteria.values()),
        ("factors", guide.factors.values()),
    ):
        print(title)
        for record in records:
            print(f"  {record.id:<20} {record.name[lang]}")
            for level in getattr(record, "levels", ()):
                print(f"    {level.id:<18} {level.name[lang]}")


def _room(guide: Guide, options: argparse.Namespace) -> int:
    left = room(guide)
    goals = [factor for factor in guide.factors.values() if factor.goal]
    limits = {factor.id: _most(factor, left, guide) for factor in goals}
    if options.format == "json":
        print_json({"left": left, "a_level_may_take": limits})
        return 0
    print("criterion             points  taken   left  by which questions")
    for criterion in guide.criteria.values():
        takers = taken_from(criterion.id, guide)
        names = ", ".join(f"{factor} {points:g}" for factor, points in takers.items())
        points = guide.estimates.points[criterion.id]
        taken = points - left[criterion.id]
        print(f"{criterion.id:<20}{points:>8g}{taken:>7g}{left[criterion.id]:>7g}  {names}")
    print()
    print("question              a level of it, new or old, may take at most")
    for name, most in limits.items():
        words = ", ".join(f"{criterion} {points:g}" for criterion, points in most.items())
        print(f"{name:<20}  {words}")
    return 0


def _most(factor: Factor, left: Mapping[str, float], guide: Guide) -> Mapping[str, float]:
    """The most points that one level of a question may take from each criterion, 0 left out.

    Of a question one answer counts: what its greediest level takes, each of its levels may take,
    and what is left besides.
    """
    taken = {criterion: taken_from(criterion, guide).get(factor.id, 0.0) for criterion in left}
    return {c: taken[c] + points for c, points in left.items() if taken[c] + points > 0}


def missing(options: argparse.Namespace) -> int:
    """List the texts that are missing in a language; the guide may be incomplete."""
    language = options.missing
    declared = read_languages()
    close = suggestions(language, declared)
    hint = f"did you mean {', '.join(close)}?" if close else f"the guide has {', '.join(declared)}"
    if not ID.fullmatch(language):
        raise CommandError(f'"{language}" is no id of a language, such as "de"; {hint}')
    faults, texts = missing_texts(language)
    for fault in faults:
        place = ": ".join(filter(None, (fault.record, fault.field)))
        print(f"{fault.file}: {place}")
    print(f"{language}: {texts - len(faults)} of {texts} texts")
    if language not in declared:
        say(f"{language} is not declared as a [[language]] in guide.toml yet; {hint}")
    return FAILED if faults else 0


def _translations(guide: Guide, *, accept: bool) -> int:
    from service_structure.source import precedents, translations

    own = precedents.load_precedents()
    by_lock = {
        translations.LOCK: list(translations.texts(guide)),
        translations.LOCK_OF_PRECEDENTS: list(translations.texts_of(precedents.FOLDER, own, guide)),
    }
    if accept:
        for path, told in by_lock.items():
            translations.write_lock(told, path)
        print(f"{sum(map(len, by_lock.values()))} texts accepted")
        return 0
    lines: list[str] = []
    for path, told in by_lock.items():
        locked = translations.read_lock(path)
        stale = translations.stale(told, locked)
        lines += stale
        lines += (
            f"{place}: not in the lock as it stands; read it in every language, then"
            " run `make translations`"
            for place in translations.unlocked(told, locked)
            if not any(line.startswith(f"{place}:") for line in stale)
        )
    for line in lines:
        say(line)
    return FAILED if lines else 0
