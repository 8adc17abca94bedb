"""A post's title and text in its languages, and which of them somebody reads.

A draft may have a translation that isn't finished: services.problems_of keeps it from becoming public.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opportunities.models import Opportunity


MOST_TRANSLATIONS = 4


@dataclass(frozen=True)
class Text:
    """What a post says in one language; `is_original` in that in which it was written first."""

    language: str
    title: str
    description: str
    is_original: bool = False


def texts_of(opportunity: "Opportunity") -> list[Text]:
    """All texts of a post, the original first."""
    original = Text(opportunity.language, opportunity.title, opportunity.description, is_original=True)
    return [original, *translated(opportunity.translations)]


def translated(kept: Sequence[dict[str, str]]) -> list[Text]:
    """The translations of a post as its column has them."""
    return [Text(each["language"], each["title"], each["description"]) for each in kept]


def text_for(opportunity: "Opportunity", language: str) -> Text:
    """The text for a reader of a language («pt-br» reads «pt»): the original where there is none."""
    texts = {text.language: text for text in reversed(texts_of(opportunity))}
    return texts.get(language) or texts.get(language.split("-")[0]) or texts[opportunity.language]
