"""What a member doesn't want to be given, as it follows from why they put posts aside.

Two posts that were «not my field» and ask for the same expertise: posts that ask for it, and for nothing else that the
member lists, are left out.  Two that were «too far»: posts that must be done in another country are.  It is used for
the member's own matches alone, and they see it and undo it on a page.

What their own organizations post is no news to them, nor what they have applied to: both are left out too, of «For you»
as of the digest.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Value

from opportunities.models import Application, Choice, RequiredExpertise, UsefulExpertise
from opportunities.querysets import ARRIVED
from profiles.models import Membership
from profiles.subjects import Subject

ENOUGH = 2  # posts; one may be a slip of the finger
LOOKED_AT = 1000  # choices of a member, the last ones
OWN, APPLIED = "own", "applied"  # beside the reasons for which posts are put aside


@dataclass(frozen=True)
class LeftOut:
    """`aside` are the posts that were put aside, the last ones; `concepts` {key: how many of them were not the
    member's field}; `far` how many were too far; `own` the organizations that the member belongs to; `applied` the
    posts that they have applied to."""

    aside: tuple[int, ...] = ()
    concepts: dict[str, int] = field(default_factory=dict)
    far: int = 0
    own: tuple[int, ...] = ()
    applied: tuple[int, ...] = ()

    @property
    def is_far(self) -> bool:
        return self.far >= ENOUGH

    @property
    def keys(self) -> list[str]:
        return [key for key, number in self.concepts.items() if number >= ENOUGH]


NOTHING = LeftOut()


def left_out_of(user: Any) -> LeftOut:
    """Of one member; three statements at most."""
    return left_out_of_many([user.pk])[user.pk]


def left_out_of_many(pks: Sequence[int]) -> dict[int, LeftOut]:
    """Of each of many accounts; three statements at most."""
    said: dict[int, dict[int, str]] = {pk: {} for pk in pks}
    done: dict[str, dict[int, list[int]]] = {of: {pk: [] for pk in pks} for of in (OWN, APPLIED)}
    for user, number, reason, _pk in _rows_of(pks):
        if reason in done:
            done[reason][user].append(number)
        elif len(said[user]) < LOOKED_AT:
            said[user][number] = reason
    posts = {post for each in said.values() for post, reason in each.items() if reason == Choice.Reason.FIELD}
    concepts = concepts_of(posts)
    return {pk: _left_out(each, concepts, done[OWN][pk], done[APPLIED][pk]) for pk, each in said.items()}


def _rows_of(pks: Sequence[int]) -> Any:
    """(account, post, why it was put aside), the last first, and in the same statement (account, organization, OWN) and
    (account, post, APPLIED)."""
    aside = Choice.objects.filter(user__in=pks, decision=Choice.Decision.DISMISSED)
    own = Membership.objects.filter(user__in=pks)
    applied = Application.objects.filter(applicant__in=pks, status__in=ARRIVED)
    return (
        aside.order_by()
        .values_list("user", "opportunity", "reason", "pk")
        .union(
            own.order_by().values_list("user", "organization", Value(OWN), "pk"),
            applied.order_by().values_list("applicant", "opportunity", Value(APPLIED), "pk"),
            all=True,
        )
        .order_by("-pk")
    )


def _left_out(said: dict[int, str], concepts: dict[int, set[str]], own: list[int], applied: list[int]) -> LeftOut:
    fields = Counter(key for post, reason in said.items() if reason == Choice.Reason.FIELD for key in concepts[post])
    far = sum(reason == Choice.Reason.FAR for reason in said.values())
    return LeftOut(tuple(said), dict(fields.most_common()), far, tuple(own), tuple(applied))


def concepts_of(posts: set[int]) -> dict[int, set[str]]:
    """{post: the keys of the concepts that it asks for or welcomes}."""
    found: dict[int, set[str]] = {post: set() for post in posts}
    for through in (RequiredExpertise, UsefulExpertise) if posts else ():
        rows = through._default_manager.filter(content_object__in=posts, tag__concept__isnull=False)
        for post, key in rows.values_list("content_object", "tag__concept__key"):
            found[post].add(key)
    return found


def filters_of(left_out: LeftOut, subject: Subject) -> list[dict[str, Any]]:
    """The filters that leave it out for a subject, in Elasticsearch's words."""
    filters: list[dict[str, Any]] = []
    if left_out.own:
        filters.append({"bool": {"must_not": [{"terms": {"organization_id": list(map(str, left_out.own))}}]}})
    if unwanted := left_out.keys:
        own = [key for key in dict.fromkeys((*subject.concepts, *_interests(subject))) if key not in unwanted]
        others = [{"terms": {name: own}} for name in ("expertise", "useful")] if own else []
        alone = {"bool": {"filter": [{"terms": {"expertise": unwanted}}], "must_not": others}}
        filters.append({"bool": {"must_not": [alone]}})
    if left_out.is_far and subject.home.country:
        near = [
            {"terms": {"remote": ["yes"]}},
            {"terms": {"country": [subject.home.country]}},
            {"bool": {"must_not": [{"exists": {"field": "country"}}]}},
        ]
        filters.append({"bool": {"should": near, "minimum_should_match": 1}})
    return filters


def _interests(subject: Subject) -> list[str]:
    return [facts.key for _name, facts in subject.interests if facts.key]
