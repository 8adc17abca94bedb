"""What the pages of groups show: the list, one's own, and what a search finds in what was written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.models import Community, CommunityMembership, Discussion, Post
from profiles.relations import relations_of
from profiles.viewing import Face, face_of
from search import fallback
from search.listing import Filter, Listing, choice_name, find, read_address, request_for
from search.queries import search
from search.results import Hit, ResultPage, hydrate
from taxonomy.names import country_name, language_name

SORTS = ("relevance", "newest")


COMMUNITIES = (
    Filter("kind", _("Kind"), choice_name(Community.Kind.choices)),
    Filter("entry", _("Entry"), choice_name(Community.Entry.choices)),
    Filter("country", _("Country"), country_name),
    Filter("language", _("Language"), language_name),
)


@dataclass(frozen=True)
class Found:
    """A post that a search found, with what may be shown of its author."""

    post: Post
    author: Face
    excerpt: str  # safe HTML; "" where nothing is marked


class FoundPosts(NamedTuple):
    """A page of them; `page.is_away` while search is."""

    text: str
    page: ResultPage
    posts: list[Found]


def standing_of(user: Any, community: Community) -> CommunityMembership | None:
    """How an account stands to a group; None for a stranger to it."""
    return CommunityMembership.objects.filter(community=community, user=user).first()


def find_communities(request: HttpRequest) -> Listing:
    """The list that the address asks for."""
    asked = read_address(request, COMMUNITIES, SORTS)
    listing = find(request, kind="community", filters=COMMUNITIES, asked=asked, to_last_page=True)
    add_members(listing.objects, request.user)
    return listing


def find_posts(request: HttpRequest, community: Community | None = None) -> FoundPosts:
    """What was written with the words of the address, in one group or in all that the member reads."""
    asked = read_address(request, (), SORTS)
    if not asked.text:
        return FoundPosts("", ResultPage((), 0), [])
    wanted = replace(request_for(request.user, kind="post", filters=(), asked=asked), page=asked.page)
    if community is not None:
        wanted = replace(wanted, filters={"community": (str(community.pk),)})
    page = ResultPage((), 0, is_away=True)
    with fallback.tolerated():
        page = search(wanted)
    pairs: list[tuple[Hit, Any]] = hydrate(page.hits, request.user)
    found = [Found(post, face_of(post.author, request.user), hit.highlights.get("text", "")) for hit, post in pairs]
    return FoundPosts(asked.text, page, found)


def add_members(communities: Sequence[Any], viewer: Any) -> None:
    """Counts for each who belongs, as with_members() does; one statement."""
    counted = Community.objects.filter(pk__in=[each.pk for each in communities]).with_members(viewer)
    numbers = {each.pk: each.members for each in counted}
    for each in communities:
        each.members = numbers.get(each.pk, 0)


@dataclass(frozen=True)
class Own:
    """A group that a member has to do with; `unread` is how many discussions have news, `asking` how many ask."""

    membership: CommunityMembership
    unread: int
    asking: int


def own_communities(user: Any) -> list[Own]:
    """A member's groups, those they are invited to and those they ask, in a constant number of statements."""
    statuses = [CommunityMembership.Status.ACTIVE, CommunityMembership.Status.INVITED, CommunityMembership.Status.ASKED]
    visible = Community.objects.visible_to(user)
    rows = CommunityMembership.objects.filter(user=user, status__in=statuses, community__in=visible)
    rows = rows.select_related("community__place").order_by("community__name", "pk")
    add_members([row.community for row in rows], user)
    active = Community.objects.belonged_to_by(user)
    unread = _counted(Discussion.objects.visible_to(user).unread_by(user).filter(community__in=active))
    asks = CommunityMembership.objects.filter(status=CommunityMembership.Status.ASKED)
    asking = _counted(in_sight(asks, user).filter(community__in=Community.objects.moderated_by(user)))
    return [Own(row, unread.get(row.community_id, 0), asking.get(row.community_id, 0)) for row in rows]


def _counted(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("community").annotate(number=Count("pk")))


def in_sight(memberships: Any, viewer: Any) -> Any:
    """Without those who are out of the viewer's sight or whose account is not in use, with their profiles."""
    shown = memberships.filter(user__is_active=True).exclude(user__in=relations_of(viewer).blocked)
    return shown.select_related("user__profile")
