"""Names that a reader gives to the parts of the service: which are asked for, and do they fit."""

from collections.abc import Mapping

from markupsafe import Markup

from service_structure.case.answers import NAMED
from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide
from service_structure.views.sentences import Sentences

ORGANISATION = "organisation"

OFFER = Markup(
    '{told} <button type="button" class="md-button" data-fill="{names}" data-for="n-{kind}">{set}'
    "</button>"
)


def name_notes(recommendation: Recommendation, guide: Guide, language: str) -> Mapping[str, str]:
    """What is said below the field of each kind of name that is asked for, as HTML.

    Asked for are the organisation and the groups of the recommended structure and of today's. Where
    there are more or fewer names than groups, a button sets the number of groups.
    """
    structures = (recommendation.recommended, recommendation.profile.current)
    divided = {guide.structures[structure].pooling.by for structure in structures if structure}
    asked = [kind for kind in NAMED if kind == ORGANISATION or kind in divided]
    return {kind: _note(kind, recommendation, guide, language) for kind in asked}


def _note(kind: str, recommendation: Recommendation, guide: Guide, language: str) -> str:
    names = len(recommendation.profile.names.get(kind, ()))
    groups = names if kind == ORGANISATION else getattr(recommendation.inputs.numbers, kind)
    if names in (0, groups):
        return ""
    words = Sentences(recommendation, guide, language)
    return OFFER.format(
        told=words.say("names_differ", names=names, groups=groups),
        names=names,
        kind=kind,
        set=words.say("names_set", names=names),
    )
