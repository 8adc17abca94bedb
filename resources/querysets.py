"""What may be read of the repository, and by whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Sum, When
from django.utils import timezone

from profiles.relations import relations_of
from resources import permissions


def site_day() -> date:
    """Today, by the site's own clock and zone, wherever its reader is."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class ResourceQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)

    def withdrawn(self) -> Self:
        """What was public, and is out of the library now."""
        return self.filter(live=False, first_published_at__isnull=False)

    def standing_for(self, slug: str) -> Self:
        """The published one with which what had this address was merged."""
        return self.published().filter(merged__slug=slug, merged__live=False)

    def visible_to(self, viewer: Any) -> Self:
        """Published resources, and for a contributor their own drafts."""
        if not viewer.is_authenticated:
            return self.published()
        return self.filter(Q(live=True) | Q(contributor=viewer))

    def published_or_kept_by(self, reader: Any) -> Self:
        """The published ones, and what somebody keeps although it is out of the library by now."""
        kept = apps.get_model("resources", "Kept")._default_manager.of(reader).order_by()
        return self.filter(Q(live=True) | Q(pk__in=kept.values("resource")))

    def editable_by(self, viewer: Any) -> Self:
        """What this account contributed."""
        return self.filter(contributor=viewer) if viewer.is_authenticated else self.none()

    def with_unhelpful(self) -> Self:
        """`unhelpful` is how many said since it was last published that it didn't help them."""
        since = Q(answers__is_helpful=False, answers__made__gt=F("last_published_at"))
        return self.annotate(unhelpful=Count("answers", filter=since))

    def for_cards(self) -> Self:
        """With all that a card shows."""
        return self.select_related("organization", "file")

    def for_page(self) -> Self:
        """With its topics too: what its page, its citations and harvesters are told."""
        topics = apps.get_model("resources", "TaggedTopic")._default_manager
        return self.for_cards().prefetch_related(
            models.Prefetch("tagged_topics", topics.select_related("tag__concept"))
        )

    def saying_whether_asked(self) -> Self:
        """`is_asked`: an editor waits for the contributor's answer."""
        notes = apps.get_model("resources", "ReviewNote")._default_manager
        return self.annotate(is_asked=Exists(notes.open().filter(resource=OuterRef("pk"), is_from_editor=True)))

    def with_version_number(self) -> Self:
        """`version_number` is that of the present version; None of what was published but once, in one go."""
        versions = apps.get_model("resources", "ResourceVersion")._default_manager.filter(resource=OuterRef("pk"))
        return self.annotate(version_number=Subquery(versions.order_by("-number").values("number")[:1]))

    def saying_whether_closed(self) -> Self:
        """`is_closed`: editors want nothing more written under it."""
        closed = apps.get_model("resources", "ClosedDiscussion")._default_manager
        return self.annotate(is_closed=Exists(closed.filter(resource=OuterRef("pk"))))

    def past_embargo(self) -> Self:
        """Those whose day has come, and whose rule still says that it is to come."""
        return self.filter(access="embargo", opens__lte=site_day())


class ResourceVersionQuerySet(models.QuerySet):
    def readable(self) -> Self:
        """Those whose words everybody may read: of public resources, and public all the time since."""
        return self.filter(resource__live=True, is_withdrawn=False, revision__isnull=False)


class CollectionQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)

    def holding(self, resource: Any) -> Self:
        """The published ones that a resource is in."""
        return self.published().filter(items__resource=resource)

    def for_cards(self) -> Self:
        """The published ones, those first that lead somebody in; `number` is how many resources one finds in each."""
        shown = Count("items", filter=Q(items__resource__live=True))
        leading = Case(When(audience="", then=1), default=0)
        found = self.published().annotate(number=shown).order_by(leading, "-is_featured", "title", "pk")
        return found.select_related("cover").prefetch_related("cover__renditions")

    def leading_in(self) -> Self:
        """Those for the top of the library: what is featured, and the paths of those who are new to something."""
        return self.for_cards().filter(Q(is_featured=True) | ~Q(audience=""))


class OfResourcesQuerySet(models.QuerySet):
    """Rows that refer to a resource each."""

    def for_cards(self) -> Self:
        """With all that the cards of the resources show."""
        return self.select_related("resource__organization", "resource__file")


class KeptQuerySet(OfResourcesQuerySet):
    def of(self, reader: Any) -> Self:
        """What somebody keeps, the last kept first; nothing for visitors."""
        return self.filter(user=reader).order_by("-created", "-pk") if reader.is_authenticated else self.none()


class ReadingListQuerySet(models.QuerySet):
    def of(self, owner: Any) -> Self:
        """A member's own, by name; `number` is how many resources readers find in each."""
        return self.filter(owner=owner).annotate(number=Count("items", filter=Q(items__resource__live=True)))

    def visible_to(self, viewer: Any) -> Self:
        """One's own, and for members what is shared by somebody who is in their sight."""
        if not viewer.is_authenticated:
            return self.none()
        shared = Q(is_shared=True, is_hidden=False, owner__is_active=True, owner__profile__is_hidden=False)
        found = self.filter(shared | Q(owner=viewer))
        blocked = relations_of(viewer).blocked
        return found.exclude(owner__in=blocked) if blocked else found

    def saying_whether_in(self, resource: Any) -> Self:
        """`has_it` says whether a resource is in a list."""
        items = apps.get_model("resources", "ReadingListItem")._default_manager
        return self.annotate(has_it=Exists(items.filter(reading_list=OuterRef("pk"), resource=resource)))


class ReadingListItemQuerySet(OfResourcesQuerySet):
    def shown_to(self, viewer: Any, reading_list: Any) -> Self:
        """What of a list somebody finds in it, in order: the published ones; its owner all, to take them out."""
        items = self.filter(reading_list=reading_list)
        return items if reading_list.owner_id == viewer.pk else items.filter(resource__live=True)


class AnswerQuerySet(models.QuerySet):
    def unhelpful_of(self, resource: Any) -> Self:
        """Why a resource didn't help, said since it was last published; the newest first."""
        since = resource.last_published_at
        found = self.filter(resource=resource, is_helpful=False, made__gt=since) if since else self.none()
        return found.order_by("-made", "-pk")

    def summed_up(self, resource: Any, viewer: Any) -> dict[str, int | None]:
        """`helpful`: how many a resource helped; `own`: 1 or 0 as the viewer answered, else None.  One statement."""
        own = Max(Case(When(is_helpful=True, then=1), default=0), filter=Q(user=viewer.pk))
        return self.filter(resource=resource).aggregate(helpful=Count("pk", filter=Q(is_helpful=True)), own=own)


class ReviewNoteQuerySet(models.QuerySet):
    def of(self, resource: Any, viewer: Any) -> Self:
        """The conversation about a resource, in order: for its contributor and editors, nothing for anybody else."""
        is_own = viewer.is_authenticated and resource.contributor_id == viewer.pk
        return self.filter(resource=resource) if is_own or permissions.reads_drafts(viewer) else self.none()

    def open(self) -> Self:
        """What the other side has not acted upon yet."""
        return self.filter(settled=None)


class ResourceFileQuerySet(models.QuerySet):
    def openable_by(self, viewer: Any) -> Self:
        """What is current in a published resource, by its rule; one's own, and for editors all, in any version."""
        if permissions.reads_drafts(viewer):
            return self
        rule = Q(resource__access="public") | Q(resource__access="embargo", resource__opens__lte=site_day())
        own = Q(pk=None)
        if viewer.is_authenticated:
            granted = apps.get_model("resources", "FileRequest")._default_manager.granted_to(viewer).order_by()
            rule |= Q(resource__access="members") | Q(
                resource__access="request", resource__in=granted.values("resource")
            )
            own = Q(resource__contributor=viewer)
        return self.filter(Q(rule, resource__live=True, resource__file=F("pk")) | own)

    def for_members(self) -> Self:
        """What whoever logs in may open, or ask for."""
        rules = ["members", "request"]
        return self.filter(resource__live=True, resource__file=F("pk"), resource__access__in=rules)

    def to_verify(self, before: Any) -> Self:
        """What wasn't verified since then, the longest ago first; and what is damaged, for it may be back."""
        due = self.filter(Q(verified=None) | Q(verified__lt=before) | ~Q(damage=""))
        return due.order_by(F("verified").asc(nulls_first=True), "pk")

    def damaged_ones(self) -> Self:
        return self.exclude(damage="").order_by("-damaged", "pk")

    def to_read(self) -> Self:
        """Those whose words wait to be read, or whose first page to be drawn."""
        return self.filter(Q(state="waiting") | Q(is_pictured=False))

    def latest_of(self, resources: Iterable[Any]) -> dict[int, Any]:
        """{resource: the file of its latest version}, of those that have one; one statement."""
        with_files = [each.pk for each in resources if each.file_id or each.has_unpublished_changes]
        files: Iterable[Any] = self.filter(resource__in=with_files).order_by("pk")
        return {file.resource_id: file for file in files}

    def never_public(self) -> Self:
        """What only drafts have."""
        return self.filter(published=None).exclude(resource__live=True, resource__file=F("pk"))


class FileRequestQuerySet(models.QuerySet):
    def of(self, asker: Any) -> Self:
        """What somebody asked for, the latest first; nothing for visitors."""
        return self.filter(asker=asker) if asker.is_authenticated else self.none()

    def granted_to(self, asker: Any) -> Self:
        return self.filter(asker=asker, status="granted")

    def waiting(self) -> Self:
        return self.filter(status="asked")

    def waiting_first(self) -> Self:
        """Those that wait, the longest waiting first, then the others, the latest first."""
        waiting = Case(When(status="asked", then=F("created")))
        return self.order_by(waiting.asc(nulls_last=True), "-created", "-pk")

    def decided_by(self, viewer: Any) -> Self:
        """What this account gives and refuses: editors all, a contributor what is asked of them.

        A contributor isn't told of what a moderator has hidden, nor of what somebody asks who is out of their sight:
        editors decide those.  What is given they can always end.
        """
        if not viewer.is_authenticated:
            return self.none()
        found = self.filter(asker__is_active=True).select_related("resource", "asker")
        if permissions.reads_drafts(viewer):
            return found
        unseen = Q(is_hidden=True) | Q(asker__in=relations_of(viewer).blocked)
        return found.filter(resource__contributor=viewer).exclude(unseen, ~Q(status="granted"))

    def readable_by(self, viewer: Any) -> Self:
        """Those whose reason a contributor or an editor reads."""
        found = self.decided_by(viewer)
        if not viewer.is_authenticated or permissions.reads_drafts(viewer):
            return found
        return found.exclude(Q(is_hidden=True) | Q(asker__in=relations_of(viewer).blocked))


class DownloadsQuerySet(models.QuerySet):
    def of(self, resource: Any) -> int:
        """How often its files were downloaded, in all months."""
        return self.filter(resource=resource).aggregate(all=Sum("number"))["all"] or 0
