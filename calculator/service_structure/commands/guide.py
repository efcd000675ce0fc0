"""The command `guide`: list the source, check it, and show what an edit may or does change."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service_structure.commands.options import add_command, add_format, add_language
from service_structure.commands.output import print_json, say
from service_structure.source.language import Language
from service_structure.source.loader import missing_texts, read_guide
from service_structure.source.records import Guide
from service_structure.source.room import room, taken_from

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
        help="show how many points of each criterion are left for new levels and questions",
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
        from service_structure.commands.compare import print_comparison

        print_comparison(read_guide(options.compare), guide)
        return 0
    if options.format == "json":
        print_json(guide)
        return 0
    _print_ids(guide, options.lang)
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
    if options.format == "json":
        print_json(left)
        return 0
    print("criterion             points  taken   left  by which questions")
    for criterion in guide.criteria.values():
        takers = taken_from(criterion.id, guide)
        names = ", ".join(f"{factor} {points:g}" for factor, points in takers.items())
        points = guide.estimates.points[criterion.id]
        taken = points - left[criterion.id]
        print(f"{criterion.id:<20}{points:>8g}{taken:>7g}{left[criterion.id]:>7g}  {names}")
    return 0


def missing(options: argparse.Namespace) -> int:
    """List the texts that are missing in a language; the guide may be incomplete."""
    language = options.missing
    faults, texts = missing_texts(language)
    for fault in faults:
        place = ": ".join(filter(None, (fault.record, fault.field)))
        print(f"{fault.file}: {place}")
    print(f"{language}: {texts - len(faults)} of {texts} texts")
    return FAILED if faults else 0


def _translations(guide: Guide, *, accept: bool) -> int:
    from service_structure.source import translations

    if accept:
        translations.write_lock(guide)
        print(f"{sum(1 for _ in translations.texts(guide))} texts accepted")
        return 0
    locked = translations.read_lock()
    lines = translations.stale(guide, locked)
    lines += tuple(
        f"{place}: not in the lock as it stands; read it in every language, run `make translations`"
        for place in translations.unlocked(guide, locked)
        if not any(line.startswith(f"{place}:") for line in lines)
    )
    for line in lines:
        say(line)
    return FAILED if lines else 0
