"""The kinds of opportunities, each a small class in a file of its own.

Another app adds one by register() in APP/opportunity_kinds.py, found at start-up: docs/recipes/opportunity-kind.md.
"""

from django.utils.module_loading import autodiscover_modules

from opportunities.kinds.base import Kind
from opportunities.kinds.consultancy import Consultancy
from opportunities.kinds.event import Event
from opportunities.kinds.expert_assignment import ExpertAssignment
from opportunities.kinds.facts import words_of_key
from opportunities.kinds.investment import Investment
from opportunities.kinds.mentoring import Mentoring
from opportunities.kinds.open_call import OpenCall
from opportunities.kinds.scholarship import Scholarship
from opportunities.kinds.tender import Tender
from opportunities.kinds.training import Training
from opportunities.kinds.vacancy import Vacancy
from opportunities.kinds.volunteering import Volunteering

KINDS: dict[str, type[Kind]] = {}  # in the order in which they are offered
NAME_LENGTH = 30  # of the column


def register(*kinds: type[Kind]) -> None:
    """Offers kinds, after those that there are.

    Raises ValueError for one whose name is empty, too long for its column, or taken by another.
    """
    for kind in kinds:
        if not 0 < len(kind.name) <= NAME_LENGTH:
            raise ValueError(f"{kind.__name__}.name must have 1 to {NAME_LENGTH} letters: {kind.name!r}")
        if KINDS.get(kind.name, kind) is not kind:
            raise ValueError(f"There is a kind «{kind.name}» already: {KINDS[kind.name].__name__}")
        KINDS[kind.name] = kind


def discover() -> None:
    """Has the kinds of all installed apps registered."""
    autodiscover_modules("opportunity_kinds")


def get_kind(name: str) -> type[Kind]:
    """The kind of a name; for one that is no longer offered, a plain kind that shows all it has."""
    return KINDS.get(name) or type("UnknownKind", (Kind,), {"name": name, "label": words_of_key(name)})


register(
    Vacancy,
    Consultancy,
    Tender,
    Volunteering,
    Mentoring,
    Training,
    Event,
    OpenCall,
    Investment,
    Scholarship,
    ExpertAssignment,
)

__all__ = ["KINDS", "Kind", "discover", "get_kind", "register"]
