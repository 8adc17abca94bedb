"""What people and organizations hold of a member, for the copy of their data."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.db.models import Model, Q
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from profiles import community_data
from profiles.data_sections import Section, labels_of, leave_out, plain, register
from profiles.invitations import sent_to
from profiles.models import (
    Block,
    CaseEvent,
    Claim,
    Connection,
    Consent,
    Conversation,
    Digest,
    Evidence,
    Invitation,
    Membership,
    Message,
    Participant,
    Profile,
    Report,
    SavedSearch,
    Verification,
)

PROFILE = (
    "name", "headline", "about", "city", "country", "roots", "roots_consent", "languages", "open_to", "links",
    "audiences", "locale", "message_mail", "is_hidden", "is_dormant", "reminded", "joined", "updated",
)  # fmt: skip
# What a decision was is told to whom it concerns; who reported, and what else moderators did, is not.
TOLD = [
    CaseEvent.Action.AUTO_HIDE, CaseEvent.Action.APPEAL, CaseEvent.Action.WARN, CaseEvent.Action.HIDE,
    CaseEvent.Action.SHOW, CaseEvent.Action.SUSPEND, CaseEvent.Action.RESTORE, CaseEvent.Action.UPHOLD,
]  # fmt: skip


def names_for(viewer: Any, accounts: Iterable[int | None]) -> dict[int, str]:
    """The names of accounts that this one may see, in one statement; whom it doesn't see has none."""
    wanted = {pk for pk in accounts if pk}
    return dict(Profile.objects.visible_to(viewer).filter(user__in=wanted).values_list("user", "name"))


def _profile(user: Any) -> list[dict[str, Any]]:
    profiles = Profile.objects.filter(user=user).select_related("roots_place")
    return [
        {
            **row,
            "address": profile.get_absolute_url(),
            "roots_place": profile.roots_place.name if profile.roots_place else "",
            "expertise": list(profile.expertise.order_by("name").values_list("name", flat=True)),
            "interests": list(profile.interests.order_by("name").values_list("name", flat=True)),
        }
        for profile in profiles
        for row in plain([profile], *PROFILE)
    ]


def _photo(user: Any) -> list[tuple[str, FieldFile]]:
    return [("photo.webp", profile.photo) for profile in Profile.objects.filter(user=user).exclude(photo="")]


def _memberships(user: Any) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(user=user).select_related("organization").order_by("pk")
    return [{"organization": row.organization.name, "role": row.role, "created": row.created} for row in rows]


def _invitations(user: Any) -> list[dict[str, Any]]:
    """Those that were sent to an address of the account, and those that its owner sent."""
    rows = (sent_to(user) | Invitation.objects.filter(invited_by=user)).select_related("organization")
    return [
        {"organization": row.organization.name, **each}
        for row in rows.order_by("pk")
        for each in plain([row], "email", "role", "created", "closed")
    ]


def _claims(user: Any) -> list[dict[str, Any]]:
    """Organizations that one said are one's own, and what moderators answered."""
    rows = Claim.objects.filter(user=user).select_related("organization").order_by("pk")
    return [
        {"organization": row.organization.name, **each}
        for row in rows
        for each in plain([row], "why", "proof", "status", "created", "decided", "reason")
    ]


def _verifications(user: Any) -> list[dict[str, Any]]:
    """What one said of an organization to have it verified."""
    rows = Verification.objects.filter(asked_by=user).select_related("organization").order_by("pk")
    return [
        {"organization": row.organization.name, **each}
        for row in rows
        for each in plain([row], "statement", "status", "asked")
    ]


def _evidence(user: Any) -> list[tuple[str, FieldFile]]:
    """The files that moderators still have; the others are deleted."""
    rows = Evidence.objects.filter(verification__asked_by=user).exclude(file="").order_by("pk")
    return [(f"evidence-{row.pk}{PurePath(str(row.file.name)).suffix}", row.file) for row in rows]


def _connections(user: Any) -> list[dict[str, Any]]:
    """Whom one is connected with, whom one asked, who asked.  A no is told to nobody who asked, here neither."""
    found = Connection.objects.filter(Q(asker=user) | Q(asked=user)).order_by("pk")
    names = names_for(user, [pk for row in found for pk in (row.asker_id, row.asked_id)])
    return [
        {
            "with": names.get(row.other_id(user), ""),
            "asked_by_me": row.asker_id == user.pk,
            "status": _status(row, user),
            "note": row.note,
            "created": row.created,
        }
        for row in found
    ]


def _status(row: Connection, user: Any) -> str:
    is_secret = row.asker_id == user.pk and row.status == Connection.Status.DECLINED
    if is_secret:
        return str(Connection.Status.WITHDRAWN if row.is_taken_back else Connection.Status.ASKED)
    return row.status


def _blocks(user: Any) -> list[dict[str, Any]]:
    """Whom one has blocked: by name, though they are out of sight."""
    rows = Block.objects.filter(blocker=user).order_by("pk").values_list("blocked__profile__name", "created")
    return [{"name": name or "", "created": created} for name, created in rows]


def _messages(user: Any) -> list[dict[str, Any]]:
    """What one wrote, and what others wrote in the conversations that are one's own."""
    own = Conversation.objects.visible_to(user).filter(Q(member=user) | Q(other=user))
    rows = Message.objects.filter(Q(author=user) | Q(conversation__in=own.values("pk"), is_hidden=False))
    rows = rows.select_related("conversation__organization").order_by("conversation", "created", "pk").distinct()
    names = names_for(user, [pk for row in rows for pk in (row.conversation.member_id, row.conversation.other_id)])
    return [
        {
            "with": _partner(row.conversation, user, names),
            "written_by_me": row.author_id == user.pk,
            "created": row.created,
            "text": row.text,
        }
        for row in rows
    ]


def _partner(conversation: Conversation, user: Any, names: dict[int, str]) -> str:
    partner = conversation.partner_of(user)
    if partner is None:
        return conversation.organization.name if conversation.organization else ""
    return names.get(partner, "")


def _participations(user: Any) -> list[dict[str, Any]]:
    rows = Participant.objects.filter(user=user).select_related("conversation").order_by("pk")
    return [
        {"conversation": str(row.conversation.uuid), **each}
        for row in rows
        for each in plain([row], "last_read", "is_muted", "has_left")
    ]


def _decisions(user: Any) -> list[dict[str, Any]]:
    rows = CaseEvent.objects.filter(case__account=user, action__in=TOLD).order_by("created", "pk")
    return plain(rows, "action", "words", "created")


def _of(model: type[Model], field: str, name: str, title: Any, *names: str) -> Section:
    """Rows that an account has by a field, told as they are."""
    return Section(
        name,
        title,
        labels_of(model, *names),
        lambda user: plain(model._default_manager.filter(**{field: user}).order_by("pk"), *names),
        [f"{model._meta.label}.{field}"],
    )


WITH: Any = _("With")
register(
    Section(
        "profile", _("Profile"),
        {
            **labels_of(Profile, *PROFILE, "roots_place"), "address": _("Address of the page"),
            "expertise": _("Expertise"), "interests": _("Interests"),
        },
        _profile, ["profiles.Profile.user"], _photo,
    ),
    _of(Consent, "user", "consents", _("What you agreed to"), "matter", "words", "given", "withdrawn"),
    Section(
        "organizations", _("Organizations"),
        {"organization": _("Organization"), "role": _("Role"), "created": _("since")},
        _memberships, ["profiles.Membership.user", "profiles.Organization.members"],
    ),
    Section(
        "invitations", _("Invitations"),
        {"organization": _("Organization"), **labels_of(Invitation, "email", "role", "created", "closed")},
        _invitations, ["profiles.Invitation.invited_by"],
    ),
    Section(
        "claims", _("Organizations you claimed"),
        {
            "organization": _("Organization"),
            **labels_of(Claim, "why", "proof", "status", "created", "decided", "reason"),
        },
        _claims, ["profiles.Claim.user"],
    ),
    Section(
        "verifications", _("Verifications you asked for"),
        {"organization": _("Organization"), **labels_of(Verification, "statement", "status", "asked")},
        _verifications, ["profiles.Verification.asked_by"], _evidence,
    ),
    Section(
        "connections", _("Connections"),
        {"with": WITH, "asked_by_me": _("Asked by you"), **labels_of(Connection, "status", "note", "created")},
        _connections, ["profiles.Connection.asker", "profiles.Connection.asked"],
    ),
    Section(
        "blocks", _("Members you blocked"), {"name": _("Name"), **labels_of(Block, "created")},
        _blocks, ["profiles.Block.blocker"],
    ),
    Section(
        "messages", _("Messages"),
        {"with": WITH, "written_by_me": _("Written by you"), **labels_of(Message, "created", "text")},
        _messages, ["profiles.Message.author", "profiles.Conversation.member", "profiles.Conversation.other"],
    ),
    Section(
        "conversations", _("Conversations"),
        {"conversation": _("Conversation"), **labels_of(Participant, "last_read", "is_muted", "has_left")},
        _participations, ["profiles.Participant.user"],
    ),
    _of(SavedSearch, "user", "saved-searches", _("Saved searches"), "name", "kind", "query", "created", "seen"),
    _of(Digest, "user", "digest", _("What is new, by mail"), "frequency", "looked", "due", "mailed", "sent"),
    _of(Report, "reporter", "reports", _("What you reported"), "reason", "words", "created", "handled"),
    Section(
        "decisions", _("What moderators decided of you"), labels_of(CaseEvent, "action", "words", "created"),
        _decisions, ["profiles.Case.account"],
    ),
    *community_data.SECTIONS,
)  # fmt: skip
leave_out(
    {
        "profiles.Block.blocked": "who has blocked whom is told to nobody else",
        "profiles.Claim.decided_by": "a moderator's work; the claim is somebody else's",
        "profiles.OrganizationLink.asked_by": "what an organization asked another; it is told there",
        "profiles.Verification.decided_by": "a moderator's work; what is told of it is the organization's",
        "profiles.Verification.ended_by": "a moderator's work; what is told of it is the organization's",
        "profiles.CaseEvent.by": "a moderator's work; the case is about somebody else",
        "profiles.Organization.verified_by": "a moderator's work; what is told of it is the organization's",
        "profiles.Departure.user": "an account that is leaving can't log in to ask for a copy",
        **community_data.LEFT_OUT,
    }
)
