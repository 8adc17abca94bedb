"""People for a member to meet: who do alike, live near, or come from the same place."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.signals import expertise_signals, interest_signal, language_signal, place_signal, quoted
from profiles.subjects import Subject
from search.matching import UNIT, Fired, Match, Rule, Signal, match
from taxonomy.names import country_name

# Living in the same country says little about whether two people should meet; coming from the same one says more.
SAME_ROOTS = 4 * UNIT


def signals_for(subject: Subject) -> list[Signal]:
    """The signals that rank people for a member.  Roots count when both have said that they may."""
    return [
        *expertise_signals(subject, {"exact": "expertise", "near": "near", "words": "words"}),
        interest_signal(subject, "expertise"),
        roots_signal(subject),
        place_signal(subject, remote=False),
        language_signal(subject, "languages"),
    ]


def roots_signal(subject: Subject) -> Signal:
    """Roots in the same countries; both have said that they may count."""

    def say(fired: list[Fired]) -> str:
        language = get_language() or "en"
        return _("Your roots are both in %(countries)s") % {
            "countries": quoted([country_name(v, language) for v in fired[0].values])
        }

    countries = tuple(dict.fromkeys(location.country for location in subject.roots if location.country))
    return Signal("roots", (Rule("roots", countries, SAME_ROOTS),) if countries else (), say)


def match_people(
    subject: Subject, *, audiences: Sequence[str], limit: int = 10, exclude_ids: Sequence[int] = ()
) -> list[Match]:
    """The members that a member would gain most from meeting; never oneself."""
    own = [subject.profile_id] if subject.profile_id else []
    return match(
        kind="profile", signals=signals_for(subject), audiences=audiences, exclude_ids=[*own, *exclude_ids], limit=limit
    )
