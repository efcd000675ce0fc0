"""Choose an organisational structure of customer service: the model behind the guide.

Names are imported when they are first used, so that a command or a page loads only what it needs.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from service_structure.case.answers import AnswersError
    from service_structure.decision.model import Recommendation, recommend
    from service_structure.source.loader import GuideError, load_guide

__all__ = ["AnswersError", "GuideError", "Recommendation", "load_guide", "recommend"]

_HOMES = {
    "AnswersError": "case.answers",
    "GuideError": "source.loader",
    "load_guide": "source.loader",
    "Recommendation": "decision.model",
    "recommend": "decision.model",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
