"""The two engines, filled from the same community, give everybody the same matches and find the same."""

import math
from collections.abc import Callable, Iterator
from itertools import combinations
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from idiaspora.demo.community import load_community
from idiaspora.for_you import MATCHERS
from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from profiles.subjects import subject_of
from resources.models import Resource
from search import engines, indexing
from search.audiences import MEMBERS, PUBLIC
from search.documents import kinds
from search.engines.base import Answer, Engine
from search.models import OutboxRow
from search.queries import SearchRequest
from tests.search.engines import new_engine

MOST = 400  # hits: more than there are documents of a kind
TOP = 20
ENOUGH = 45  # pairs, of ten hits
FEW = {"community": 2}  # the demo has but three; of all else more than ten
Pair = dict[str, Engine]


@pytest.fixture(scope="module")
def community(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """Sixty members and what comes with them, loaded once for all tests of this file."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        load_community(members=60, seed=1, now=timezone.now(), progress=lambda rows, desc: rows)
        # A rebuild would take these up too, and what is written twice counts twice in how rare a word is.
        OutboxRow.objects.all().delete()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=["elasticsearch", "elasticsearch-3-shards"])
def pair(request: pytest.FixtureRequest, community: None, tmp_path_factory: Any) -> Iterator[Pair]:
    """Both engines, with an index of every kind."""
    folder = tmp_path_factory.mktemp("agreement")
    with new_engine("embedded", folder) as embedded, new_engine(request.param, folder) as cluster:
        made = {"embedded": embedded, request.param: cluster}
        for engine in made.values():
            engines.use(engine)
            for kind in kinds():
                assert indexing.rebuild(kind) > FEW.get(kind, 10)
        engines.use(None)
        yield made


def of_each(pair: Pair, ask: Callable[[], Any]) -> list[Any]:
    """What is answered with either engine."""
    found = []
    for engine in pair.values():
        engines.use(engine)
        found.append(ask())
    engines.use(None)
    return found


@pytest.mark.parametrize("kind", sorted(MATCHERS))
def test_everybody_has_the_same_matches_with_equal_scores(db: None, pair: Pair, kind: str) -> None:
    compared = 0
    for profile in Profile.objects.select_related("place", "roots_place").order_by("pk"):
        subject = subject_of(profile)

        def matches(subject: Any = subject) -> list[Any]:
            found = MATCHERS[kind](subject, audiences=(MEMBERS,), limit=50)
            return [(match.hit.object_id, match.score, match.reasons) for match in found]

        embedded, cluster = of_each(pair, matches)
        assert embedded == cluster, profile.name
        compared += len(embedded)
    assert compared > 300


def typed() -> list[str]:
    """What people might type: words of titles and names, in all languages of the community, alone and in pairs."""
    titles = [
        *Opportunity.objects.order_by("pk").values_list("title", flat=True),
        *Resource.objects.order_by("pk").values_list("title", flat=True),
        *Profile.objects.order_by("pk").values_list("headline", flat=True),
        *Profile.objects.order_by("pk").values_list("name", flat=True),
        *Organization.objects.order_by("pk").values_list("name", flat=True),
    ]
    chance = Random(1)
    found = []
    for title in chance.sample(titles, 60):
        words = title.split()
        found.append(" ".join(chance.sample(words, min(len(words), chance.choice((1, 1, 2, 3))))))
    return found


@pytest.mark.parametrize("kind", ["opportunity", "organization", "profile", "resource"])
def test_searches_find_the_same(db: None, pair: Pair, kind: str) -> None:
    """The same hits, highlights and totals.  Scores of words in fields that some documents lack differ, and with them
    a little of the order: docs/search-engines.md says why."""
    orders, with_hits = [], 0
    for text in typed():
        for who, with_typos in ((PUBLIC, False), (MEMBERS, True)):
            request = SearchRequest(kind=kind, viewer_audiences=(who,), text=text, size=MOST)
            body = request.to_dict(with_typos=with_typos)
            embedded, cluster = of_each(pair, lambda body=body: engines.get_engine().search(kind, body))
            assert told(embedded) == told(cluster), text
            orders.append(swapped(embedded, cluster))
            with_hits += embedded.total > 0
    assert with_hits > 15
    assert tau(sum(against for against, _ in orders), sum(pairs for _, pairs in orders)) >= 0.98
    # Of five hits one pair that is swapped makes 0.8 already.
    assert min(tau(against, pairs) for against, pairs in orders if pairs == 0 or pairs >= ENOUGH) >= 0.9


def told(answer: Answer) -> tuple[int, dict[int, Any]]:
    """The total, and each hit with what is shown of it."""
    return answer.total, {hit.object_id: (hit.fields, hit.highlights) for hit in answer.hits}


def swapped(one: Answer, other: Answer) -> tuple[int, int]:
    """Of the first twenty of either: (pairs that stand in one order here and in the other there, all pairs).

    Where an engine gives two scores that are equal to a thousandth, either order is right.
    """
    first, second = ({hit.object_id: hit.score for hit in answer.hits} for answer in (one, other))
    top = {hit.object_id for answer in (one, other) for hit in answer.hits[:TOP]}
    pairs = list(combinations(sorted(top), 2))
    return sum(before(first, a, b) * before(second, a, b) < 0 for a, b in pairs), len(pairs)


def before(scores: dict[int, float], a: int, b: int) -> int:
    if math.isclose(scores[a], scores[b], rel_tol=1e-3):
        return 0
    return 1 if scores[a] > scores[b] else -1


def tau(against: int, pairs: int) -> float:
    """Kendall's: 1 when all pairs stand in the same order, -1 when none does."""
    return 1 - 2 * against / pairs if pairs else 1.0
