"""Opportunities for a member: open ones in a language they can work in, ranked, each with its reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from opportunities.documents import ANY_LANGUAGE
from opportunities.kinds import KINDS
from opportunities.leaving_out import NOTHING, LeftOut, filters_of
from opportunities.models import Opportunity
from opportunities.opening import open_clauses
from profiles.models import Profile
from profiles.signals import expertise_signals, interest_signal, language_signal, place_signal
from profiles.subjects import Subject, subject_of
from search import fallback
from search.audiences import audiences_of
from search.engines import get_engine
from search.matching import UNIT, Fired, Match, Question, Reason, Rule, Signal

OPEN_TO = UNIT


def signals_for(subject: Subject) -> list[Signal]:
    """The signals that rank opportunities for a member."""
    fields = {"exact": "expertise", "useful": "useful", "near": "near", "words": "words"}
    return [
        *expertise_signals(subject, fields),
        interest_signal(subject, "expertise"),
        place_signal(subject, remote=True),
        language_signal(subject, "languages"),
        _open_to_signal(subject),
    ]


def _open_to_signal(subject: Subject) -> Signal:
    def say(fired: list[Fired]) -> str:
        return _("You are open to this kind of opportunity")

    kinds = tuple(kind.name for wish in subject.open_to for kind in KINDS.values() if kind.wish == wish)
    return Signal("open_to", (Rule("type", kinds, OPEN_TO),) if kinds else (), say, enough=False)


def question_for(
    subject: Subject,
    *,
    audiences: Sequence[str],
    left_out: LeftOut = NOTHING,
    filters: Sequence[Mapping[str, Any]] = (),
    exclude_ids: Sequence[int] = (),
    limit: int = 10,
) -> Question:
    """What is asked for a member: the open opportunities that fit best and whose languages they speak one of, without
    what they want `left_out`; `filters` hold besides."""
    spoken = {"terms": {"languages": [ANY_LANGUAGE, *subject.languages]}}
    return Question(
        signals=signals_for(subject),
        audiences=audiences,
        filters=[*open_clauses(), spoken, *filters_of(left_out, subject), *filters],
        exclude_ids=exclude_ids,
        limit=limit,
    )


def match_opportunities(
    subject: Subject,
    *,
    audiences: Sequence[str],
    limit: int = 10,
    exclude_ids: Sequence[int] = (),
    only_ids: Sequence[int] = (),
    left_out: LeftOut = NOTHING,
) -> list[Match]:
    """The best answers to question_for(); `only_ids`, when given, are the only ones that are asked about."""
    only = [{"terms": {"object_id": list(only_ids)}}] if only_ids else []
    question = question_for(
        subject, audiences=audiences, left_out=left_out, filters=only, exclude_ids=exclude_ids, limit=limit
    )
    body = question.to_body()
    return question.explain(get_engine().search("opportunity", body).hits) if body else []


def reasons_for(opportunity: Opportunity, viewer: Any) -> tuple[Reason, ...]:
    """Why a post fits a member, in words; nothing when it doesn't, is closed, or the search is away."""
    profile = Profile.objects.select_related("place", "roots_place").filter(user=viewer).first()
    if profile is None:
        return ()
    found: list[Match] = []
    with fallback.tolerated():
        found = match_opportunities(
            subject_of(profile), audiences=audiences_of(viewer), limit=1, only_ids=(opportunity.pk,)
        )
    return found[0].said if found else ()
