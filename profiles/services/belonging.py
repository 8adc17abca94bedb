"""Writes of who belongs to a group: joining, asking, inviting, leaving, shutting out, roles."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.budgets import spend_community_invitation, spend_request
from profiles.mailing import send_to_member
from profiles.models import Community, CommunityMembership, DiscussionFollow
from profiles.relations import relations_of
from profiles.services.holding import hold

Role, Status = CommunityMembership.Role, CommunityMembership.Status
ASKED_AGAIN_AFTER = timedelta(days=30)
TAKEN_UP_WITHIN = timedelta(days=7)


@transaction.atomic
def join_community(*, community: Community, user: Any) -> CommunityMembership:
    """Joins an open group, or one that the member is invited to.  Raises ValidationError for any other."""
    found = _standing(community, user)
    if found is not None and found.is_active:
        return found
    is_invited = found is not None and found.status == Status.INVITED
    is_shut_out = found is not None and found.status == Status.BANNED
    if is_shut_out or not (is_invited or community.entry == Community.Entry.OPEN):
        raise ValidationError(_("You can't join this group by yourself."))
    return _write(community, user, found, Status.ACTIVE, note="", role=Role.MEMBER)


@transaction.atomic
def ask_to_join(*, community: Community, user: Any, note: str = "") -> CommunityMembership:
    """Asks the moderators, who are mailed; not again within a week when it was withdrawn.

    Raises ValidationError when the group isn't by request, when they said no within 30 days, or the member asked too
    many groups today.
    """
    found = _standing(community, user)
    if found is not None and found.status == Status.INVITED:
        return join_community(community=community, user=user)
    if found is not None and found.status in (Status.ACTIVE, Status.ASKED):
        return found
    if community.entry != Community.Entry.REQUEST or (found is not None and found.status == Status.BANNED):
        raise ValidationError(_("You can't ask to join this group."))
    now = timezone.now()
    if found is not None and found.status == Status.REFUSED and found.created > now - ASKED_AGAIN_AFTER:
        raise ValidationError(_("The moderators said no not long ago. Ask again in a month."))
    is_taken_up = found is not None and found.status == Status.WITHDRAWN and found.created > now - TAKEN_UP_WITHIN
    spend_request(user)
    made = _write(community, user, found, Status.ASKED, note=note.strip()[:500], role=Role.MEMBER)
    if not is_taken_up:
        _tell_moderators(community, user)
    return made


@transaction.atomic
def withdraw_request(*, membership: CommunityMembership) -> None:
    """Who asks thinks otherwise."""
    _change(membership, Status.ASKED, Status.WITHDRAWN, note="")


@transaction.atomic
def answer_request(*, membership: CommunityMembership, is_accepted: bool) -> None:
    """A moderator takes somebody in, who is mailed, or says no.  Raises ValidationError when it was answered
    meanwhile."""
    _change(membership, Status.ASKED, Status.ACTIVE if is_accepted else Status.REFUSED, note="")
    if is_accepted:
        _tell(membership.user, "profiles/email/community_accepted", membership.community)


@transaction.atomic
def invite_to_community(*, community: Community, by: Any, user: Any) -> CommunityMembership:
    """A moderator invites a member, who is mailed; one who asks is taken in.

    Raises ValidationError when they belong already, are shut out, said no within 30 days, are out of the moderator's
    sight, or the moderator invited too many today.
    """
    if user.pk == by.pk or user.pk in relations_of(by).blocked:
        raise ValidationError(_("You can't invite this member."))
    found = _standing(community, user)
    if found is not None and found.status == Status.ASKED:
        answer_request(membership=found, is_accepted=True)
        return found
    if found is not None and found.status in (Status.ACTIVE, Status.INVITED):
        raise ValidationError(_("They belong to the group, or are invited already."))
    if found is not None and found.status == Status.BANNED:
        raise ValidationError(_("They are shut out of the group. Let them in again first."))
    declined = (Status.DECLINED, Status.WITHDRAWN)
    if found is not None and found.status in declined and found.created > timezone.now() - ASKED_AGAIN_AFTER:
        raise ValidationError(_("They said no not long ago. Invite them again in a month."))
    spend_community_invitation(by)
    made = _write(community, user, found, Status.INVITED, invited_by=by, role=Role.MEMBER, note="")
    _tell(user, "profiles/email/community_invited", community, name=by.profile.name)
    return made


@transaction.atomic
def decline_invitation(*, membership: CommunityMembership) -> None:
    """The member says no, or the moderators take the invitation back; nobody is told."""
    _change(membership, Status.INVITED, Status.DECLINED)


@transaction.atomic
def leave_community(*, membership: CommunityMembership) -> None:
    """Whoever belongs goes, of their own or because a moderator removes them; what they wrote stays.

    When no moderator is left, the one who has belonged longest becomes one and is mailed.  A group that nobody belongs
    to any more is deleted, with all that was written in it.
    """
    community, user = membership.community, membership.user
    _hold(community)
    membership.delete()
    DiscussionFollow.objects.filter(user=user, discussion__community=community).delete()
    _settle_moderators(community)


@transaction.atomic
def ban_from_community(*, membership: CommunityMembership) -> None:
    """Shuts somebody out: for them the group is not there any more.  They are not told."""
    _hold(membership.community)
    membership.become(Status.BANNED, role=Role.MEMBER, note="")
    DiscussionFollow.objects.filter(user=membership.user, discussion__community=membership.community).delete()
    _settle_moderators(membership.community)


@transaction.atomic
def let_in_again(*, membership: CommunityMembership) -> None:
    """Who was shut out stands as any stranger to the group."""
    CommunityMembership.objects.filter(pk=membership.pk, status=Status.BANNED).delete()


@transaction.atomic
def make_moderator(*, membership: CommunityMembership) -> None:
    """Somebody who belongs looks after the group from now on, and is mailed."""
    if not membership.is_active or membership.role == Role.MODERATOR:
        return
    membership.role = Role.MODERATOR
    membership.save(update_fields=["role"])
    _tell(membership.user, "profiles/email/community_moderator", membership.community)


@transaction.atomic
def make_member(*, membership: CommunityMembership) -> None:
    """A moderator is a member like others.  Raises ValidationError for the last one."""
    _hold(membership.community)
    others = _moderators(membership.community).exclude(pk=membership.pk)
    if membership.role == Role.MODERATOR and not others.exists():
        raise ValidationError(_("A group needs a moderator. Make somebody else one first."))
    membership.role = Role.MEMBER
    membership.save(update_fields=["role"])


@transaction.atomic
def set_community_muted(*, membership: CommunityMembership, is_muted: bool) -> None:
    """No mails about discussions of the group, or mails again."""
    membership.is_muted = is_muted
    membership.save(update_fields=["is_muted"])


def _hold(community: Community) -> None:
    """Who looks after a group changes for one after the other, so that somebody is left."""
    hold(Community.objects.filter(pk=community.pk))


def _standing(community: Community, user: Any) -> CommunityMembership | None:
    return CommunityMembership.objects.select_for_update().filter(community=community, user=user).first()


def _write(
    community: Community, user: Any, found: CommunityMembership | None, status: str, **fields: Any
) -> CommunityMembership:
    if found is not None:
        found.become(status, **fields)
        return found
    try:
        with transaction.atomic():
            return CommunityMembership.objects.create(community=community, user=user, status=status, **fields)
    except IntegrityError:  # sent twice at the same moment
        return CommunityMembership.objects.get(community=community, user=user)


def _change(membership: CommunityMembership, before: str, after: str, **fields: Any) -> None:
    """From one status to another, by one of two who do it at the same moment."""
    rows = CommunityMembership.objects.filter(pk=membership.pk, status=before)
    if not rows.update(status=after, created=timezone.now(), **fields):
        raise ValidationError(_("This was withdrawn or answered meanwhile."))
    membership.refresh_from_db()


def _moderators(community: Community) -> Any:
    return community.memberships.filter(status=Status.ACTIVE, role=Role.MODERATOR, user__is_active=True)


def _settle_moderators(community: Community) -> None:
    """Sees to it that somebody looks after a group; one without people goes."""
    left = community.memberships.filter(status=Status.ACTIVE)
    if not left.exists():
        community.delete()
    elif not _moderators(community).exists():
        successor = left.filter(user__is_active=True).order_by("created", "pk").first()
        if successor is not None:
            make_moderator(membership=successor)


def _tell_moderators(community: Community, asker: Any) -> None:
    """Those who are out of the asker's sight are not told, and don't see that they ask."""
    blocked = relations_of(asker).blocked
    for each in _moderators(community).exclude(user__in=blocked).select_related("user"):
        link = reverse("profiles:community-members", args=[community.slug])
        send_to_member(
            each.user, "profiles/email/community_asked", link=link, name=asker.profile.name, community=community.name
        )


def _tell(user: Any, template: str, community: Community, **context: Any) -> None:
    send_to_member(user, template, link=community.get_absolute_url(), community=community.name, **context)
