"""Resources for a member: about what they do, are interested in, and come from."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.signals import SAME_COUNTRY, expertise_signals, interest_signal, language_signal, quoted
from profiles.subjects import Subject
from search.matching import Fired, Match, Rule, Signal, match
from taxonomy.names import country_name


def signals_for(subject: Subject) -> list[Signal]:
    """The signals that rank resources for a member."""
    return [
        *expertise_signals(subject, {"exact": "topics", "near": "near", "words": "words"}),
        interest_signal(subject, "topics"),
        _country_signal(subject),
        language_signal(subject, "language"),
    ]


def _country_signal(subject: Subject) -> Signal:
    def say(fired: list[Fired]) -> str:
        language = get_language() or "en"
        return _("It is about %(countries)s") % {
            "countries": quoted([country_name(code, language) for code in fired[0].values])
        }

    countries = dict.fromkeys([*(location.country for location in subject.roots), subject.home.country])
    known = tuple(country for country in countries if country)
    return Signal("country", (Rule("countries", known, SAME_COUNTRY),) if known else (), say)


def match_resources(
    subject: Subject, *, audiences: Sequence[str], limit: int = 10, exclude_ids: Sequence[int] = ()
) -> list[Match]:
    """The published resources that fit a member best."""
    return match(
        kind="resource", signals=signals_for(subject), audiences=audiences, exclude_ids=exclude_ids, limit=limit
    )
