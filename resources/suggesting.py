"""What else there is to read: like a resource that is being read, and for what a member can do.  Each with its why.

The caller adds the translations, for all that a page shows at once.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from profiles.models import Profile
from profiles.signals import labels_of, quoted
from profiles.subjects import subject_of
from resources.matching import match_resources
from resources.models import Kept, Resource
from resources.translations import work_of
from search import fallback
from search.audiences import audiences_of
from search.matching import Fired, Match, Reason, Rule
from search.results import Hit, hydrate
from search.similar import A_LITTLE, find_similar

SHOWN, SPARE = 3, 4  # SPARE times as many are asked for: some fit for where they are about alone
BY_EXPERTISE = frozenset({"expertise", "general", "words", "interest"})


class Suggested(NamedTuple):
    resource: Resource
    reasons: tuple[Reason, ...]


def similar_resources(resource: Resource, viewer: Any) -> list[Suggested] | None:
    """What is about the same or something near it, but for its own translations; the countries decide between equals.

    None while the search is away.
    """
    found = find_similar(
        "resource",
        [item.tag.concept for item in resource.tagged_topics.all() if item.tag.concept],
        viewer,
        exact="topics",
        also=[Rule("countries", tuple(resource.countries), A_LITTLE)] if resource.countries else (),
        exclude_ids=(resource.pk,),
        limit=SHOWN * SPARE,
        word=_say,
    )
    if found is None:
        return None
    others = [Suggested(each, match.said) for match, each in found if work_of(each) != work_of(resource)]
    return others[:SHOWN]


def _say(fired: list[Fired]) -> str | None:
    same = [value for each in fired if each.rule.field == "topics" for value in each.values]
    if same:
        return _("It is about %(topics)s too") % {"topics": quoted(labels_of(same))}
    near = [value for each in fired if each.rule.field == "near" for value in each.values]
    return _("Close to it: %(topics)s") % {"topics": quoted(labels_of(near))} if near else None


def for_expertise(viewer: Any) -> list[Suggested]:
    """The resources that fit what a member can do or is interested in, without their own and what they keep."""
    profile = Profile.objects.filter(user=viewer.pk).select_related("place", "roots_place").first()
    if profile is None:
        return []
    found: list[Match] = []
    with fallback.tolerated():
        found = match_resources(
            subject_of(profile),
            audiences=audiences_of(viewer),
            limit=SHOWN * SPARE,
            exclude_ids=tuple(Kept.objects.of(viewer).order_by().values_list("resource", flat=True)),
        )
    fitting = {each.hit.object_id: each for each in found if BY_EXPERTISE & {reason.code for reason in each.said}}
    pairs: list[tuple[Hit, Any]] = hydrate([each.hit for each in fitting.values()], viewer)
    suggested = [
        Suggested(each, fitting[hit.object_id].said) for hit, each in pairs if each.contributor_id != viewer.pk
    ]
    return suggested[:SHOWN]
