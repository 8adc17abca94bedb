"""Figures of the board that name nobody: posts by kind, country and month, and expertise asked for beside offered.

Members are counted by what they show to all members, rounded down to fives; fewer than five are «fewer than 5».
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.kinds import get_kind
from opportunities.models import Opportunity
from opportunities.opening import open_clauses
from profiles.rounding import rounded
from search.audiences import MEMBERS, audience_clauses
from search.engines import get_engine
from taxonomy.names import country_name
from taxonomy.tree import Node, concept_tree

MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Bar:
    """A row of a table with its bar; `share` of the longest, in percent."""

    label: str
    number: int
    share: int


@dataclass(frozen=True)
class Gap:
    """A field of work, or a specialty in it: open posts that ask for it, members who offer it (None: fewer than 5)."""

    label: str
    level: int
    asked: int
    offered: int | None

    @property
    def members_a_post(self) -> float:
        return (self.offered or 0) / self.asked


def bars(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    rows = list(rows)
    longest = max((number for _label, number in rows), default=0)
    return [Bar(label, number, round(100 * number / longest)) for label, number in rows]


def by_kind() -> list[Bar]:
    """Published posts, closed ones too."""
    rows = Opportunity.objects.published().order_by().values_list("kind").annotate(number=Count("pk"))
    return bars(_largest((str(get_kind(kind).label), number) for kind, number in rows))


def by_country() -> list[Bar]:
    """A post in two countries counts in both; those that name none are the last row."""
    language = get_language() or "en"
    published = Opportunity.objects.published().order_by()
    counted = published.filter(places__country__gt="").values_list("places__country")
    counted = counted.annotate(number=Count("pk", distinct=True))
    rows = _largest((country_name(code, language), number) for code, number in counted)
    if nowhere := published.exclude(places__country__gt="").count():
        rows.append((_("No country named"), nowhere))
    return bars(rows)


def by_month() -> list[Bar]:
    """By the month in which a post became public, the last ones, the newest first."""
    month = TruncMonth(Coalesce("first_published_at", "created"), tzinfo=timezone.get_default_timezone())
    rows = Opportunity.objects.published().order_by().values_list(month).annotate(number=Count("pk"))
    last = sorted(rows, reverse=True)[:MONTHS_SHOWN]
    return bars((f"{MONTHS[at.month]} {at.year}", number) for at, number in last)


def gaps() -> list[Gap]:
    """Expertise that open posts ask for, where members are scarcest first.  Raises EngineError when it is away."""
    high = [key for key, node in concept_tree().by_key.items() if _is_high(node)]
    asked = _counts("opportunity", high, open_clauses())
    offered = _counts("profile", list(asked), [])
    language = get_language() or "en"
    found = []
    for key, number in asked.items():
        node, members = concept_tree().by_key[key], offered.get(key, 0)
        found.append(Gap(concept_tree().label(key, language), len(node.ancestors), number, rounded(members) or None))
    return sorted(found, key=lambda gap: (gap.members_a_post, -gap.asked, gap.label))


def _is_high(node: Node) -> bool:
    """A field of work or a specialty in one; general skills are in no field."""
    return len(node.ancestors) < 2 and not node.is_general


def _counts(kind: str, keys: Sequence[str], filters: list[dict[str, Any]]) -> dict[str, int]:
    """{concept: documents that have it or something narrower}, without those that none has; one request."""
    if not keys:
        return {}
    who = audience_clauses((MEMBERS,))
    query = {"filter": [*who["filter"], *filters], "must_not": who["must_not"]}
    # Named by the place in the list: keys may have letters that no aggregation is named with.
    each = {f"concept-{i}": {"filter": {"term": {"near": key}}} for i, key in enumerate(keys)}
    found = get_engine().search(kind, {"query": {"bool": query}, "size": 0, "aggs": each}).aggregations
    counted = {key: found.get(f"concept-{i}", {}).get("doc_count", 0) for i, key in enumerate(keys)}
    return {key: number for key, number in counted.items() if number}


def _largest(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    summed: Counter[str] = Counter()
    for label, number in rows:
        summed[label] += number
    return sorted(summed.items(), key=lambda row: (-row[1], row[0]))
