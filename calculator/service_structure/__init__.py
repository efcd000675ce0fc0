"""Choose an organisational structure of customer service: the model behind the guide.

Names are imported when they are first used, so that a command or a page loads only what it needs.
"""

from importlib import import_module

__version__ = "2026.12"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from service_structure.api import (
        explain,
        move,
        next_questions,
        plan,
        recommend,
        recommend_many,
        staff,
    )
    from service_structure.decision.explain import Explanation
    from service_structure.decision.model import Recommendation
    from service_structure.decision.questions import NextQuestion
    from service_structure.errors import (
        AnswersError,
        BatchError,
        GuideError,
        InputError,
        NumbersError,
        NumericsError,
        ServiceStructureError,
    )
    from service_structure.planning.move import Move
    from service_structure.planning.plan import Plan
    from service_structure.source.loader import load_guide
    from service_structure.source.precedents import Precedent, load_precedents
    from service_structure.source.records import Guide
    from service_structure.staffing.costs import Staffing

__all__ = [
    "AnswersError",
    "BatchError",
    "Explanation",
    "Guide",
    "GuideError",
    "InputError",
    "Move",
    "NextQuestion",
    "NumbersError",
    "NumericsError",
    "Plan",
    "Precedent",
    "Recommendation",
    "ServiceStructureError",
    "Staffing",
    "__version__",
    "explain",
    "load_guide",
    "load_precedents",
    "move",
    "next_questions",
    "plan",
    "recommend",
    "recommend_many",
    "staff",
]

_HOMES = {
    "AnswersError": "errors",
    "BatchError": "errors",
    "Explanation": "decision.explain",
    "Guide": "source.records",
    "GuideError": "errors",
    "InputError": "errors",
    "Move": "planning.move",
    "NextQuestion": "decision.questions",
    "NumbersError": "errors",
    "NumericsError": "errors",
    "Plan": "planning.plan",
    "Precedent": "source.precedents",
    "Recommendation": "decision.model",
    "ServiceStructureError": "errors",
    "Staffing": "staffing.costs",
    "explain": "api",
    "load_guide": "source.loader",
    "load_precedents": "source.precedents",
    "move": "api",
    "next_questions": "api",
    "plan": "api",
    "recommend": "api",
    "recommend_many": "api",
    "staff": "api",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """The public names, for completion, before any of them is imported."""
    return sorted({*globals(), *__all__})
