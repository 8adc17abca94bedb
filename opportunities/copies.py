"""Public posts whose text a new post may have been copied from.

The index is asked for them: it holds every public post already, finds the few that share the rarest words of a text in
one request however many posts there are, and needs no fingerprints that somebody would have to keep up to date.  By
the texts themselves it is then told whether one is copied (opportunities.red_flags.copied_from).
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from opportunities.models import Opportunity
from opportunities.red_flags import LONGEST, Flag, copied_from
from opportunities.texts import Text
from search import fallback
from search.audiences import PUBLIC, audience_clauses
from search.documents import newest_key
from search.engines import get_engine
from search.languages import languages_of

RECENT = timedelta(days=365)
NEAREST, ASKED_WORDS = 8, 24


def copied(opportunity: Opportunity) -> list[Flag]:
    """The warning that a post, in any of its languages, repeats another organization's: a public one that is open, or
    of the last year.

    One request to the index and one statement.  While the search is away it is compared with the newest posts instead.
    """
    others = Opportunity.objects.published().exclude(organization=opportunity.organization_id)
    now = timezone.now()
    recent = others.filter(Q(first_published_at__gte=now - RECENT) | Q(closes=None) | Q(closes__gt=now))
    theirs = [_words(text) for post in _nearest(opportunity, recent) for text in post.texts]
    found = (copied_from(_words(text), theirs) for text in opportunity.texts)
    return next((flags for flags in found if flags), [])


def _words(text: Text) -> str:
    return f"{text.title}\n{text.description[:LONGEST]}"


def _nearest(opportunity: Opportunity, posts: QuerySet[Opportunity]) -> Iterable[Opportunity]:
    """Those few of the posts that share most of a text's long words, in which texts differ."""
    asked = [words for text in opportunity.texts if (words := telling_words(text.description))]
    with fallback.tolerated():
        bodies = [_body(words, opportunity.organization_id) for words in asked]
        answers = get_engine().search_many("opportunity", bodies) if bodies else []
        return posts.filter(pk__in={hit.object_id for answer in answers for hit in answer.hits})
    return posts.order_by("-first_published_at", "-pk")[:NEAREST]


def telling_words(text: str) -> list[str]:
    """The longest different words of a text."""
    words: Iterable[str] = dict.fromkeys(re.findall(r"\w+", text[:LONGEST].lower()))
    return sorted(words, key=lambda word: (-len(word), word))[:ASKED_WORDS]


def _body(words: list[str], organization_id: int) -> dict[str, Any]:
    """A search for posts of others that have at least half of the words."""
    clauses = audience_clauses((PUBLIC,))
    now = timezone.now()
    recent = [
        {"range": {"newest": {"gte": newest_key(now - RECENT, 0)}}},
        {"range": {"closes": {"gt": int(now.timestamp())}}},
    ]
    query = {
        "filter": [*clauses["filter"], {"bool": {"should": recent, "minimum_should_match": 1}}],
        "must_not": [*clauses["must_not"], {"terms": {"organization_id": [str(organization_id)]}}],
        "should": [_has(word) for word in words],
        "minimum_should_match": max(len(words) // 2, 1),
    }
    return {"query": {"bool": query}, "size": NEAREST, "_source": False, "track_total_hits": False}


def _has(word: str) -> dict[str, Any]:
    """A clause for the texts with a word, in whichever languages of its script they are."""
    fields = [f"description.{code}" for code in languages_of(word)]
    return {"multi_match": {"query": word, "fields": fields, "type": "best_fields"}}
