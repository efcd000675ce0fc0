"""The words and figures of one language of the guide, as templates and sentences use them."""

from service_structure.source.model_records import Text
from service_structure.source.records import Guide


class Wording:
    """How one language of a guide writes its texts, messages and figures."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide = guide
        self.language = language

    def text(self, value: Text) -> str:
        """A text of the guide."""
        return value[self.language]

    def say(self, message: str, **values: object) -> str:
        """An interface string with its placeholders filled; KeyError if either is unknown."""
        words = self.guide.messages[message][self.language]
        return words.format(**values) if "{" in words else words

    def inside(self, name: str) -> str:
        """A name as it stands inside a sentence."""
        return self.guide.languages[self.language].inside(name)

    def number(self, value: float, form: str = ".1f") -> str:
        """A computed figure, with one decimal unless `form` says otherwise."""
        return self.guide.languages[self.language].figure(value, form)

    def exact(self, value: float) -> str:
        """A figure that stands in the data, with all its digits."""
        return self.number(round(value, 9), ".10g")

    def signed(self, value: float) -> str:
        """A figure of the data with its sign."""
        return self.number(value, "+g")

    def percent(self, share: float, digits: int = 0, sign: str = "") -> str:
        """A share (0 to 1) in per cent."""
        n = self.number(round(100 * share, digits) + 0.0, f"{sign}.{digits}f")
        return self.say("percent", n=n)
