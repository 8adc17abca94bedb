"""What may be read of the board, and by whom."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

POSTING_ROLES = ("owner", "editor")
ARRIVED = ("sent", "shortlisted", "invited", "accepted", "declined")  # statuses of applications that a team has


class OpportunityQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Live posts of organizations that are not hidden; closed ones keep their address and stay readable."""
        return self.filter(live=True, organization__is_hidden=False)

    def visible_to(self, viewer: Any) -> Self:
        """Published posts, and for those who post for the organization its drafts too."""
        if not viewer.is_authenticated:
            return self.published()
        mine = type(self)(self.model).editable_by(viewer)
        return self.filter(Q(live=True, organization__is_hidden=False) | Q(pk__in=mine.values("pk")))

    def editable_by(self, viewer: Any) -> Self:
        """Posts of the organizations in whose name this account posts."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(organization__memberships__user=viewer, organization__memberships__role__in=POSTING_ROLES)

    def answered_by(self, viewer: Any) -> Self:
        """Posts whose applications and opened proposals this account reads: those of its organizations.

        Not while a moderator has locked the post or hidden the organization: who may have asked for them with bad
        intent doesn't read them.
        """
        return self.editable_by(viewer).filter(locked=False, organization__is_hidden=False)

    def with_own(self, viewer: Any) -> Self:
        """`is_own` says whether this account posts for the organization."""
        return self.annotate(is_own=Exists(type(self)(self.model).editable_by(viewer).filter(pk=OuterRef("pk"))))

    def open_now(self) -> Self:
        """Posts that take answers in this second."""
        return self.open_since(timezone.now())

    def open_since(self, since: datetime) -> Self:
        """Posts that have opened, and had not closed at that moment."""
        return self.filter(Q(opens=None) | Q(opens__lte=timezone.now()), Q(closes=None) | Q(closes__gt=since))

    def next_moment(self, after: datetime) -> datetime | None:
        """When, after a moment, the next of these posts opens or closes by the clock; None when none does."""
        moments: list[datetime] = []
        for field in ("opens", "closes"):
            moments += self.filter(**{f"{field}__gt": after}).order_by(field).values_list(field, flat=True)[:1]
        return min(moments, default=None)

    def not_published(self) -> Self:
        """Posts that were public and are no longer, withdrawn or hidden."""
        return self.filter(Q(live=False) | Q(organization__is_hidden=True), first_published_at__isnull=False)

    def withdrawn_since(self, since: datetime) -> Self:
        """Those of them that changed after a moment, and would not have closed before it."""
        return self.not_published().filter(Q(closes=None) | Q(closes__gt=since), updated__gte=since)

    def of_organization(self, organization: Any) -> Self:
        """What an organization's page lists: its published posts, those that are open first, the newest first."""
        is_closed = Q(closes__isnull=False, closes__lte=timezone.now())
        closed = Case(When(is_closed, then=1), default=0)
        return (
            self.published()
            .filter(organization=organization)
            .order_by(closed, "-first_published_at", "-pk")
            .for_cards()
        )

    def saved_by(self, user: Any) -> Self:
        """What somebody keeps and may still see, the last saved first."""
        kept = self.visible_to(user).filter(choices__user=user, choices__decision="saved")
        return kept.order_by("-choices__made", "-pk").for_cards()

    def for_cards(self) -> Self:
        """With all that a card shows, in a constant number of queries."""
        return self.select_related("organization", "filling").prefetch_related(*card_relations())

    def for_page(self) -> Self:
        moves = apps.get_model("opportunities", "DeadlineChange")._default_manager.filter(opportunity=OuterRef("pk"))
        page = self.for_cards().select_related("address_shown").annotate(is_moved=Exists(moves))
        return page.prefetch_related(_tagged("required_expertise"), _tagged("useful_expertise"), "declarations")


def card_relations() -> tuple[models.Prefetch, ...]:
    """What a card shows besides the post and its organization, one statement each."""
    places = apps.get_model("opportunities", "OpportunityPlace")._default_manager.select_related("place")
    return (models.Prefetch("places", places),)


def _tagged(relation: str) -> models.Prefetch:
    through = apps.get_model("opportunities", relation.replace("_", ""))
    return models.Prefetch(relation, through._default_manager.select_related("tag__concept"))


class PostingRightQuerySet(models.QuerySet):
    def for_post(self, *, organization: Any, user: Any, kind: str) -> Self:
        """Those that fit what an account posts for an organization, the one that says most first."""
        fits = (
            (Q(organization=None) | Q(organization=organization))
            & (Q(user=None) | Q(user=user))
            & Q(kind__in=("", kind))
        )
        said = Case(When(user=None, then=0), default=4) + Case(When(organization=None, then=0), default=2)
        said += Case(When(kind="", then=0), default=1)
        return self.filter(fits).annotate(said=said).order_by("-said", "pk")


class BidQuerySet(models.QuerySet):
    def of(self, user: Any) -> Self:
        """One's own proposals, withdrawn ones too, the last first."""
        return self.filter(bidder=user).select_related("opportunity__organization").order_by("-received", "-pk")

    def standing(self) -> Self:
        """Those that count: not withdrawn, by accounts that are open.  Whoever is leaving is out of sight."""
        return self.filter(withdrawn=None, bidder__is_active=True)

    def unsealed(self) -> Self:
        """Those whose seal the clock has lifted: the deadline has passed, and so has every one that was promised."""
        now = timezone.now()
        return self.standing().filter(sealed_until__lte=now, opportunity__closes__lte=now)

    def for_team(self, viewer: Any) -> Self:
        """What the people who post for an organization may read: opened in due form, in the order they came in, without
        what a moderator hid."""
        opened = self.unsealed().filter(opened__isnull=False, is_hidden=False, opportunity__in=_answered_by(viewer))
        return opened.order_by("lot", "received", "pk")


class TenderQuestionQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Without what a moderator hid."""
        return self.filter(is_hidden=False)

    def visible_to(self, viewer: Any) -> Self:
        """Answered ones for whoever may read the tender; its team has those too that wait for an answer."""
        tenders = apps.get_model("opportunities", "Opportunity")._default_manager
        answered = Q(published__isnull=False, opportunity__in=tenders.visible_to(viewer).order_by().values("pk"))
        if not viewer.is_authenticated:
            return self.shown().filter(answered)
        return self.shown().filter(answered | Q(opportunity__in=tenders.editable_by(viewer).order_by().values("pk")))


class ApplicationQuerySet(models.QuerySet):
    def of(self, user: Any) -> Self:
        """What somebody has written: drafts, sent and withdrawn ones, the last changed first."""
        own = self.filter(applicant=user).order_by("-updated", "-pk")
        return own.select_related("opportunity__organization").prefetch_related("files")

    def arrived(self) -> Self:
        """What teams have: sent, not withdrawn, by accounts that are open, not hidden by a moderator.

        Whoever is leaving is out of sight.
        """
        return self.filter(status__in=ARRIVED, applicant__is_active=True, is_hidden=False)

    def for_team(self, viewer: Any) -> Self:
        """What reached the organizations that somebody posts for, in the order of arrival."""
        return self.arrived().filter(opportunity__in=_answered_by(viewer)).order_by("number", "pk")


def _answered_by(viewer: Any) -> models.QuerySet:
    """The keys of the posts whose answers this account reads."""
    return apps.get_model("opportunities", "Opportunity")._default_manager.answered_by(viewer).values("pk")
