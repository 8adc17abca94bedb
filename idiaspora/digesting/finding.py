"""What is new for many members: all questions of one kind go to the engine together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from idiaspora.digesting.readers import Reader
from idiaspora.for_you import spread
from opportunities.matching import question_for
from profiles.models import SavedSearch
from profiles.saved_searches import request_since
from search.audiences import audiences_of
from search.documents import newest_key
from search.engines import get_engine
from search.engines.base import Answer
from search.matching import Match, Question, match_many

SHOWN = 5  # of each part
SPARE = 3  # times as many are asked for: some are of one organization, some are gone meanwhile
# A change is in the index a moment after it was made; what came in between is asked for again, and what was mailed
# already is left out by its number.
LAG = timedelta(minutes=10)


@dataclass
class Found:
    """What may be new for one reader, not yet asked whether they may see it."""

    matches: list[Match] = field(default_factory=list)
    searches: list[tuple[SavedSearch, Answer]] = field(default_factory=list)


def find(readers: Sequence[Reader]) -> list[Found]:
    """For each reader, in order.  Raises EngineError when the engine is away."""
    found = [Found(spread(matches)) for matches in match_many("opportunity", [_question(each) for each in readers])]
    asked: dict[str, list[tuple[Found, SavedSearch, dict[str, Any]]]] = {}
    for reader, into in zip(readers, found, strict=True):
        for saved, body in _searches(reader):
            asked.setdefault(saved.kind, []).append((into, saved, body))
    for kind, questions in asked.items():
        answers = get_engine().search_many(kind, [body for _into, _saved, body in questions])
        for (into, saved, _body), answer in zip(questions, answers, strict=True):
            into.searches.append((saved, answer))
    return found


def since(reader: Reader, seen: datetime | None = None) -> datetime:
    """The moment from which on things are new to a reader; what they have seen themselves is not."""
    return max(filter(None, [reader.digest.looked - LAG, seen]))


def _question(reader: Reader) -> Question:
    moment = int(since(reader).timestamp())
    # Published meanwhile, or open from now on.
    news = [{"range": {"newest": {"gte": newest_key(moment, 0)}}}, {"range": {"opens": {"gte": moment}}}]
    filters: list[dict[str, Any]] = [{"bool": {"should": news, "minimum_should_match": 1}}]
    return question_for(
        reader.subject,
        audiences=audiences_of(reader.user),
        left_out=reader.left_out,
        filters=filters,
        exclude_ids=(*reader.decided, *reader.sent("opportunity")),
        limit=SHOWN * SPARE,
    )


def _searches(reader: Reader) -> Iterator[tuple[SavedSearch, dict[str, Any]]]:
    for saved in reader.searches:
        request = request_since(saved, reader.user, since(reader, saved.seen), size=SHOWN * SPARE)
        yield saved, replace(request, exclude_ids=(*request.exclude_ids, *reader.sent(saved.kind))).to_dict()
