"""Choose an organisational structure of customer service: the model behind the guide."""

from calculator.answers import AnswersError
from calculator.loader import GuideError, load_guide
from calculator.model import Recommendation, recommend

__all__ = ["AnswersError", "GuideError", "Recommendation", "load_guide", "recommend"]
