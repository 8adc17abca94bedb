"""What fits an opportunity: the members who could do it, the resources that help with it.  With reasons.

It is for the operator and for counting who could be reached: nobody is ranked for an organization.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.models import Opportunity, RequiredExpertise, UsefulExpertise
from profiles.documents import tagged_terms
from profiles.signals import expertise_signals, labels_of, language_signal, place_signal, quoted
from profiles.subjects import Location, Subject, location_of
from search.matching import Fired, Match, Signal, match
from taxonomy.names import language_name

Word = Callable[[list[Fired]], str | None]


def subject_of_opportunity(opportunity: Opportunity) -> Subject:
    """What an opportunity asks for, as if somebody had it; who comes from where is not asked."""
    asked = tagged_terms(RequiredExpertise, [opportunity.pk]).get(opportunity.pk, [])
    welcome = tagged_terms(UsefulExpertise, [opportunity.pk]).get(opportunity.pk, [])
    where = opportunity.places.select_related("place").order_by("pk").first()
    is_bound = where is not None and opportunity.remote != Opportunity.Remote.YES
    return Subject(
        profile_id=None,
        user_id=None,
        expertise=tuple(dict(asked + welcome).items()),
        languages=tuple(opportunity.languages),
        home=location_of(where.country, where.place) if where and is_bound else Location(),
    )


def match_people_for(subject: Subject, *, audiences: Sequence[str], limit: int = 10) -> list[Match]:
    """The members who could do what an opportunity asks for, by what they show to these audiences."""
    words: dict[str, Word] = {
        "expertise": lambda f: _("They list %(expertise)s") % {"expertise": quoted(labels_of(f[0].values))},
        "general": lambda f: _("They also bring %(skills)s") % {"skills": quoted(labels_of(_values(f)))},
        "place": lambda f: _("They live there or near"),
        "language": lambda f: _("They speak %(languages)s") % {"languages": quoted(_language_names(f[0].values))},
    }
    signals = [
        *expertise_signals(subject, {"exact": "expertise", "near": "near", "words": "words"}),
        place_signal(subject, remote=False),
        language_signal(subject, "languages"),
    ]
    filters = [{"terms": {"languages": list(subject.languages)}}] if subject.languages else []
    return match(kind="profile", signals=_reworded(signals, words), audiences=audiences, filters=filters, limit=limit)


def match_resources_for(subject: Subject, *, audiences: Sequence[str], limit: int = 10) -> list[Match]:
    """The resources that help with what an opportunity asks for."""
    words: dict[str, Word] = {
        "expertise": lambda f: _("It is about %(topics)s") % {"topics": quoted(labels_of(f[0].values))},
        "general": lambda f: _("It is about %(topics)s") % {"topics": quoted(labels_of(_values(f)))},
    }
    signals = expertise_signals(subject, {"exact": "topics", "near": "near", "words": "words"})
    return match(kind="resource", signals=_reworded(signals, words), audiences=audiences, limit=limit)


def _reworded(signals: Sequence[Signal], words: Mapping[str, Word]) -> list[Signal]:
    return [replace(signal, word=words.get(signal.code, signal.word)) for signal in signals]


def _values(fired: list[Fired]) -> list[str]:
    return [value for each in fired for value in each.values]


def _language_names(codes: Sequence[str]) -> list[str]:
    return [language_name(code, get_language() or "en") for code in codes]
