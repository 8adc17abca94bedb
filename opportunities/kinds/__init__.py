"""The kinds of opportunities, each a small class in a file of its own; a new one is a file here and a name in KINDS."""

from opportunities.kinds.base import Kind
from opportunities.kinds.consultancy import Consultancy
from opportunities.kinds.event import Event
from opportunities.kinds.facts import words_of_key
from opportunities.kinds.mentoring import Mentoring
from opportunities.kinds.open_call import OpenCall
from opportunities.kinds.tender import Tender
from opportunities.kinds.training import Training
from opportunities.kinds.vacancy import Vacancy
from opportunities.kinds.volunteering import Volunteering

# In the order in which they are offered.
KINDS: dict[str, type[Kind]] = {
    kind.name: kind for kind in (Vacancy, Consultancy, Tender, Volunteering, Mentoring, Training, Event, OpenCall)
}


def get_kind(name: str) -> type[Kind]:
    """The kind of a name; for one that is no longer offered, a plain kind that shows all it has."""
    return KINDS.get(name) or type("UnknownKind", (Kind,), {"name": name, "label": words_of_key(name)})


__all__ = ["KINDS", "Kind", "get_kind"]
