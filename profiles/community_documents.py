"""How groups, and what is written in them, stand in the index: each for its own audience alone.

A post is a document of its own, so that nobody is led to a discussion by the words of somebody out of their sight.
Who belongs to a group is in no document: it is asked when somebody searches, so who leaves finds nothing from then on.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from elasticsearch.dsl import Keyword

from profiles.models import Community, Discussion, Post
from profiles.relations import relations_of
from search.audiences import audiences_of
from search.documents import Document, Follows, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from search.transliteration import variants


def own_audiences(viewer: Any) -> tuple[str, ...]:
    """As whom somebody searches groups: as a member of the site, and of each of their groups; one statement."""
    audiences = audiences_of(viewer)
    if not viewer.is_authenticated:
        return audiences
    own = Community.objects.belonged_to_by(viewer).order_by("pk").values_list("pk", flat=True)
    return (*audiences, *(f"community-{pk}" for pk in own))


@register
class CommunityDocument(Document):
    name = FoldedText(multi=True)
    about = Prose()
    kind = Keyword()
    entry = Keyword()
    country = Keyword()
    language = Keyword()

    class Django:
        kind = "community"
        model = Community
        related: dict = {}
        facets = ("kind", "entry", "country", "language")
        joined = ("place",)

    @classmethod
    def queryset(cls) -> QuerySet[Community]:
        return Community.objects.filter(is_hidden=False)

    @classmethod
    def audiences_for(cls, viewer: Any) -> tuple[str, ...]:
        return own_audiences(viewer)

    @classmethod
    def hidden_from(cls, viewer: Any) -> tuple[int, ...]:
        if not viewer.is_authenticated:
            return ()
        return tuple(Community.objects.shut_to(viewer).order_by("pk").values_list("pk", flat=True))

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        return [_community(community) for community in cls.queryset().filter(pk__in=pks).order_by("pk")]


def _community(community: Community) -> dict[str, Any]:
    is_known = community.entry != Community.Entry.INVITED
    facts = {"about": community.about, "country": community.country, "language": community.language}
    return {
        "object_id": community.pk,
        "audience": ["members" if is_known else community.audience],
        "newest": newest_key(community.created, community.pk),
        "name": variants(community.name),
        "kind": community.kind,
        "entry": community.entry,
        **{name: value for name, value in facts.items() if value},
    }


def _posts_of_community(community: Community) -> Iterable[int]:
    return Post.objects.filter(discussion__community=community).values_list("pk", flat=True)


def _posts_of_discussion(discussion: Discussion) -> Iterable[int]:
    return discussion.posts.values_list("pk", flat=True)


@register
class PostDocument(Document):
    title = LanguageText()  # of the discussion that it opens: whoever began it wrote both
    text = Prose()
    community = Keyword()

    class Django:
        kind = "post"
        model = Post
        related = {
            Community: Follows(_posts_of_community, ("entry", "is_hidden")),
            Discussion: Follows(_posts_of_discussion, ("title", "is_removed", "is_hidden")),
            get_user_model(): Follows(
                lambda user: Post.objects.filter(author=user).values_list("pk", flat=True), ("is_active",)
            ),
        }
        joined = ("discussion__community", "author__profile")

    @classmethod
    def queryset(cls) -> QuerySet[Post]:
        written = Q(author=None) | Q(author__is_active=True)
        shown = Q(discussion__is_hidden=False, discussion__is_removed=False, discussion__community__is_hidden=False)
        return Post.objects.shown().filter(written, shown)

    @classmethod
    def audiences_for(cls, viewer: Any) -> tuple[str, ...]:
        return own_audiences(viewer)

    @classmethod
    def hidden_from(cls, viewer: Any) -> tuple[int, ...]:
        """What blocked members wrote, and what stands in a discussion that they began or in a group that shut the
        viewer out; rarely any."""
        if not viewer.is_authenticated:
            return ()
        unseen = Q(discussion__community__in=Community.objects.shut_to(viewer))
        if blocked := relations_of(viewer).blocked:
            unseen |= Q(author__in=blocked) | Q(discussion__author__in=blocked)
        return tuple(Post.objects.filter(unseen).order_by("pk").values_list("pk", flat=True))

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        rows = cls.queryset().filter(pk__in=pks).select_related("discussion__community").order_by("pk")
        return [_post(post) for post in rows]


def _post(post: Post) -> dict[str, Any]:
    community = post.discussion.community
    fields = {
        "object_id": post.pk,
        "audience": [community.audience],
        "newest": newest_key(post.created, post.pk),
        "text": post.text,
        "community": str(community.pk),
    }
    return fields | {"title": post.discussion.title} if post.is_opening and post.discussion.title else fields
