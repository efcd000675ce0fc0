"""What a file of a result is called: whose, what and when, safe on every system."""

import re
from datetime import date

from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide

BETWEEN = " - "
LONGEST = 50
"""Letters of the name of an organisation; with these a name has room in 255 bytes everywhere."""

FOREIGN = re.compile(r"[^\w&,()+-]+")
"""What some system does not allow in a name, or takes for an ending: dots, quotes, slashes …"""


def file_name(
    form: str,
    ending: str,
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    day: date | None = None,
) -> str:
    """The name of a file of a form: the organisation, where it is known, the subject, the day.

    The subject is the message `file_name_` of the form; `ending` begins with a dot.
    """
    subject = guide.say(f"file_name_{form}", language)
    parts = (_safe(recommendation.profile.organisation), subject, day.isoformat() if day else "")
    return BETWEEN.join(filter(None, parts)) + ending


def _safe(name: str) -> str:
    """A name of letters, figures and a few signs, cut after a word if it is long.

    >>> _safe('ООО «Ромашка/Север»: 2.0'), _safe("..")
    ('ООО Ромашка Север 2 0', '')
    """
    written = FOREIGN.sub(" ", name).strip(" ,-")
    if len(written) > LONGEST:
        written = (written[:LONGEST].rpartition(" ")[0] or written[:LONGEST]).strip(" ,-")
    return written
