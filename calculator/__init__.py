"""Choose an organisational structure of customer service: the model behind the guide.

Names are imported when they are first used, so that a command or a page loads only what it needs.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calculator.answers import AnswersError
    from calculator.loader import GuideError, load_guide
    from calculator.model import Recommendation, recommend

__all__ = ["AnswersError", "GuideError", "Recommendation", "load_guide", "recommend"]

_HOMES = {
    "AnswersError": "answers",
    "GuideError": "loader",
    "load_guide": "loader",
    "Recommendation": "model",
    "recommend": "model",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
