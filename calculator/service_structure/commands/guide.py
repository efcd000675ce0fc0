"""The command `guide`: list the source, check it, and show what an edit may or does change."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service_structure.commands.options import add_command, add_format, add_language
from service_structure.commands.output import print_json, say
from service_structure.errors import CommandError, GuideError
from service_structure.source.language import Language
from service_structure.source.loader import (
    load_guide,
    missing_texts,
    read_guide,
    read_languages,
)
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
        return _translations(guide, options.lang, accept=options.accept_translations)
    if options.room:
        return _room(guide, options)
    if options.compare:
        return _compare(options.compare, guide, options.lang)
    if options.format == "json":
        print_json(guide)
        return 0
    _print_ids(guide, options.lang)
    return 0


def _compare(folder: Path, guide: Guide, lang: str) -> int:
    from service_structure.commands.compare import print_comparison

    try:
        other = read_guide(folder)
    except GuideError as error:
        told = guide.say("compared_faulty", lang, folder=folder)
        raise CommandError(told, str(error)) from error
    print_comparison(other, guide, lang)
    return 0


def _print_ids(guide: Guide, lang: str) -> None:
    for title, records in (
        ("guide_structures", guide.structures.values()),
        ("guide_criteria", guide.criteria.values()),
        ("guide_factors", guide.factors.values()),
    ):
        print(guide.say(title, lang))
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
    lang = options.lang

    def written(points: float) -> str:
        return guide.languages[lang].figure(points, "g")

    heads = [guide.say(head, lang) for head in ("room_points", "room_taken", "room_left")]
    columns = "".join(f"{head:>10}" for head in heads)
    print(f"{guide.say('criterion', lang):<20}{columns}  {guide.say('room_by', lang)}")
    for criterion in guide.criteria.values():
        takers = taken_from(criterion.id, guide)
        names = ", ".join(f"{factor} {written(points)}" for factor, points in takers.items())
        points = guide.estimates.points[criterion.id]
        taken = points - left[criterion.id]
        figures = "".join(f"{written(n):>10}" for n in (points, taken, left[criterion.id]))
        print(f"{criterion.id:<20}{figures}  {names}")
    print()
    print(f"{guide.say('room_question', lang):<20}  {guide.say('room_most', lang)}")
    for name, most in limits.items():
        words = ", ".join(f"{criterion} {written(points)}" for criterion, points in most.items())
        print(f"{name:<20}  {words}")
    return 0


def _most(factor: Factor, left: Mapping[str, float], guide: Guide) -> Mapping[str, float]:
    """The most points that one level of a question may take from each criterion, 0 left out.

    Of a question one answer counts: what its greediest level takes, each of its levels may take,
    and what is left besides.
    """
    taken = {criterion: taken_from(criterion, guide).get(factor.id, 0.0) for criterion in left}
    return {c: taken[c] + points for c, points in left.items() if taken[c] + points > 0}


def missing(options: argparse.Namespace, lang: str) -> int:
    """List the texts that are missing in a language, which may be one that the guide declares."""
    from service_structure.source import precedents

    language = options.missing
    declared = read_languages()

    def told(message: str) -> str:
        close = suggestions(language, declared)
        form, names = ("missing_close", close) if close else ("missing_declared", declared)
        guide = load_guide()
        hint = guide.say(form, lang, languages=", ".join(names))
        return guide.say(message, lang, asked=language, hint=hint)

    if not ID.fullmatch(language):
        raise CommandError(told("missing_no_id"))
    faults, texts = missing_texts(language)
    in_cases, texts_of_cases = precedents.missing_texts(language)
    faults, texts = (*faults, *in_cases), texts + texts_of_cases
    for fault in faults:
        place = ": ".join(filter(None, (fault.record, fault.field)))
        print(f"{fault.file}: {place}")
    print(f"{language}: {texts - len(faults)} / {texts}")
    if language not in declared:
        say(told("missing_undeclared"))
    return FAILED if faults else 0


def _translations(guide: Guide, lang: str, *, accept: bool) -> int:
    from service_structure.source import precedents, translations

    own = precedents.load_precedents()
    by_lock = {
        translations.LOCK: list(translations.texts(guide)),
        translations.LOCK_OF_PRECEDENTS: list(translations.texts_of(precedents.FOLDER, own, guide)),
    }
    if accept:
        for path, told in by_lock.items():
            translations.write_lock(told, path)
        count = guide.languages[lang].figure(sum(map(len, by_lock.values())), "d")
        print(guide.say("translations_accepted", lang, n=count))
        return 0
    lines: list[str] = []
    for path, told in by_lock.items():
        locked = translations.read_lock(path)
        stale = translations.stale(told, locked)
        lines += [found.describe(guide, lang) for found in stale]
        known = {found.place for found in stale}
        lines += [
            f"{place}: {guide.say('translations_unlocked', lang)}"
            for place in translations.unlocked(told, locked)
            if place not in known
        ]
    for line in lines:
        say(line)
    return FAILED if lines else 0
