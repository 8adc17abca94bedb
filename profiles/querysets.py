"""What may be read of profiles and organizations, and by whom."""

from datetime import UTC, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, DateTimeField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # before anything was written


class ProfileQuerySet(models.QuerySet):
    def listed(self) -> Self:
        """Profiles that may be found at all: named, not hidden by a moderator, and the account is open and in use."""
        return self.filter(is_hidden=False, is_dormant=False, user__is_active=True).exclude(name="")

    def visible_to(self, viewer: Any) -> Self:
        """Profiles that this visitor may open; what of each they see is settled by profiles.viewing."""
        if not viewer.is_authenticated:
            return self.listed().filter(audiences__profile="public")
        from profiles.relations import relations_of  # it reads models, which are made with these querysets

        relations = relations_of(viewer)
        # As listed(), but said in one condition: with a subquery the database goes through all profiles first.
        listed = Q(is_hidden=False, is_dormant=False, user__is_active=True) & ~Q(name="")
        open_to_them = ~Q(audiences__has_key="profile") | Q(audiences__profile__in=["members", "public"])
        if relations.connected:
            open_to_them |= Q(audiences__profile="connections", user__in=relations.connected)
        found = self.filter((listed & open_to_them) | Q(user=viewer))
        return found.exclude(user__in=relations.blocked) if relations.blocked else found


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """Organizations are public unless a moderator hid them; their own people still see those."""
        if not viewer.is_authenticated:
            return self.filter(is_hidden=False)
        return self.filter(Q(is_hidden=False) | Q(memberships__user=viewer)).distinct()

    def belonged_to_by(self, user: Any) -> Self:
        """Organizations that this account has any role in."""
        return self.filter(memberships__user=user)

    def owned_by(self, user: Any) -> Self:
        """Organizations that this account may edit, and whose members it may choose."""
        return self.filter(memberships__user=user, memberships__role="owner")

    def postable_by(self, user: Any) -> Self:
        """Organizations in whose name this account may post."""
        return self.filter(memberships__user=user, memberships__role__in=["owner", "editor"])

    def ownerless(self) -> Self:
        """Organizations that nobody answers for: none of their owners has an account that is open."""
        return self.filter(~Exists(_memberships(role="owner")))

    def with_ownerless(self) -> Self:
        """`is_ownerless` says whether nobody answers for an organization."""
        return self.annotate(is_ownerless=~Exists(_memberships(role="owner")))

    def with_own_role(self, user: Any) -> Self:
        """`own_role` is what this account is in it; None for a stranger, and for whoever isn't logged in."""
        return self.annotate(own_role=Subquery(_memberships().filter(user=user.pk).values("role")[:1]))

    def claimable_by(self, user: Any) -> Self:
        """Organizations of which this account may say that they are its own."""
        return self.visible_to(user).ownerless().filter(is_hidden=False)

    def orphaned_by(self, user: Any) -> Self:
        """Organizations that nobody but this account answers for; `has_heir` says whether a publisher takes over."""
        others = _memberships().exclude(user=user)
        alone = self.owned_by(user).filter(~Exists(others.filter(role="owner")))
        return alone.annotate(has_heir=Exists(others.filter(role="editor")))

    def decidable_by(self, moderator: Any) -> Self:
        """All but the moderator's own: about those another one decides."""
        return self.exclude(memberships__user=moderator)


def _memberships(**conditions: Any) -> models.QuerySet:
    """Of the organization of the query around it, those whose account is open."""
    from profiles.models.organization import Membership

    return Membership.objects.filter(organization=OuterRef("pk"), user__is_active=True, **conditions)


class OrganizationLinkQuerySet(models.QuerySet):
    def of(self, organization: Any) -> Self:
        """What ties an organization to others, above and below it."""
        rows = self.filter(Q(parent=organization) | Q(child=organization))
        return rows.select_related("parent", "child")

    def accepted(self) -> Self:
        return self.filter(status="accepted")

    def visible_to(self, viewer: Any) -> Self:
        """Links of which the viewer may see both sides."""
        from profiles.models.organization import Organization

        visible = Organization.objects.visible_to(viewer).values("pk")
        return self.filter(parent__in=visible, child__in=visible)


class VerificationQuerySet(models.QuerySet):
    def waiting_for(self, moderator: Any) -> Self:
        """Requests that a moderator may decide: none of their own organizations."""
        return self.filter(status="waiting").exclude(organization__memberships__user=moderator)

    def due(self, today: Any) -> Self:
        """Those whose time is over."""
        return self.filter(status="accepted", expires__lte=today)


class EvidenceQuerySet(models.QuerySet):
    def readable_by(self, moderator: Any) -> Self:
        """Files that are still there, of requests that this moderator may decide."""
        rows = self.filter(verification__status="waiting").exclude(file="")
        return rows.exclude(verification__organization__memberships__user=moderator)


class ClaimQuerySet(models.QuerySet):
    def waiting_for(self, moderator: Any) -> Self:
        """Claims that a moderator may decide: neither their own, nor of what they belong to."""
        rows = self.filter(status="waiting", user__is_active=True).exclude(user=moderator)
        return rows.exclude(organization__memberships__user=moderator)


class ConnectionQuerySet(models.QuerySet):
    def between(self, one: Any, other: Any) -> Self:
        """The row of two accounts, if there is one."""
        return self.filter(Q(asker=one, asked=other) | Q(asker=other, asked=one))

    def of(self, user: Any) -> Self:
        """What stands between an account and others who are not out of its sight, with their profiles."""
        from profiles.relations import relations_of

        blocked = relations_of(user).blocked
        rows = self.filter(Q(asker=user) | Q(asked=user)).exclude(asker__in=blocked).exclude(asked__in=blocked)
        rows = rows.filter(asker__departure=None, asked__departure=None)
        return rows.select_related("asker__profile", "asked__profile")

    def waiting_for(self, user: Any) -> Self:
        """What others asked an account that it has not answered."""
        return self.of(user).filter(asked=user, status="asked")

    def asked_by(self, user: Any) -> Self:
        """What an account asked; one that was declined looks as if it still waited."""
        return self.of(user).filter(asker=user, status__in=["asked", "declined"], is_taken_back=False)

    def accepted(self, user: Any) -> Self:
        return self.of(user).filter(status="accepted")


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those of the organizations that one posts for; none with somebody who is out of sight."""
        from profiles.models.message import Participant
        from profiles.relations import relations_of

        left = Participant.objects.filter(user=user, has_left=True).values("conversation")
        own = Q(member=user) | Q(other=user)
        team = Q(organization__memberships__user=user, organization__memberships__role__in=["owner", "editor"])
        # Whoever is leaving is out of sight at once, with what they wrote.
        found = self.filter(own | team, member__departure=None, other__departure=None).exclude(pk__in=left)
        if blocked := relations_of(user).blocked:
            found = found.exclude(Q(member__in=blocked) | Q(other__isnull=False, other__in=blocked))
        return found.distinct()

    def between(self, one: Any, other: Any) -> Self:
        """The conversation of two members, if there is one."""
        return self.filter(Q(member=one, other=other) | Q(member=other, other=one))

    def with_unread(self, user: Any) -> Self:
        """`unread` says whether somebody else wrote since this account looked last."""
        return self.annotate(unread=_has_news(user))

    def unread_by(self, user: Any) -> Self:
        return self.filter(_has_news(user))


def _has_news(user: Any) -> Exists:
    from profiles.models.message import Message, Participant

    looked = Participant.objects.filter(conversation=OuterRef(OuterRef("pk")), user=user).values("last_read")[:1]
    newer = Message.objects.shown().filter(conversation=OuterRef("pk")).exclude(author=user)
    return Exists(newer.filter(created__gt=Coalesce(Subquery(looked), Value(LONG_AGO, DateTimeField()))))


class MessageQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Without what a moderator hid."""
        return self.filter(is_hidden=False)

    def visible_to(self, viewer: Any) -> Self:
        """What stands in the conversations that somebody may read; nothing for visitors."""
        from profiles.models.message import Conversation

        if not viewer.is_authenticated:
            return self.none()
        return self.shown().filter(conversation__in=Conversation.objects.visible_to(viewer).order_by().values("pk"))


class CaseQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """Cases for a moderator, but never one about themselves or about an organization that is theirs."""
        if not (viewer.is_active and viewer.has_perm("profiles.change_case")):
            return self.none()
        mine = viewer.memberships.values("organization")
        return self.exclude(account=viewer).exclude(organization__isnull=False, organization__in=mine)

    def waiting(self) -> Self:
        """The queue: oldest first, whatever their age, with the number of reports nobody has decided yet."""
        waiting = Count("reports", filter=Q(reports__handled=None), distinct=True)
        return (
            self.filter(is_open=True)
            .annotate(number=waiting)
            .select_related("content_type")
            .prefetch_related("thing", "reports")
            .order_by("since", "pk")
        )

    def beside(self, case: Any) -> Self:
        """Other cases of the same owner, the newest first."""
        same = Q(account__isnull=False, account=case.account_id)
        if case.organization_id:
            same |= Q(organization=case.organization_id)
        return self.filter(same).exclude(pk=case.pk).select_related("content_type").order_by("-since", "pk")
