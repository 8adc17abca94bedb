"""How much somebody may do in a day that reaches others.  Who is new gets to know the place first, as do spammers."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.models import Community, CommunityMembership, Connection, Conversation, Discussion, Post

NEW_FOR = timedelta(days=7)


class Budget(NamedTuple):
    """How many a day, and how many in one's first week."""

    a_day: int
    of_newcomers: int

    def is_spent(self, user: Any, done: int) -> bool:
        is_new = user.date_joined > timezone.now() - NEW_FOR
        return done >= (self.of_newcomers if is_new else self.a_day)


CONTACTS = Budget(20, 5)
COMMUNITIES = Budget(3, 1)
DISCUSSIONS = Budget(20, 5)
POSTS = Budget(100, 30)
INVITATIONS = Budget(30, 5)
REQUESTS = Budget(20, 5)


def _yesterday() -> Any:
    return timezone.now() - timedelta(days=1)


def spend_contact(user: Any) -> None:
    """Raises ValidationError when somebody has turned to too many new people within 24 hours: asked them to connect, or
    written to an organization for the first time."""
    since = _yesterday()
    asked = Connection.objects.filter(asker=user, created__gt=since).count()
    begun = Conversation.objects.filter(organization__isnull=False, member=user, created__gt=since).count()
    if CONTACTS.is_spent(user, asked + begun):
        raise ValidationError(_("You turned to many people today. Go on tomorrow."))


def spend_community(user: Any) -> None:
    """Raises ValidationError when somebody founds too many groups."""
    if COMMUNITIES.is_spent(user, Community.objects.filter(founder=user, created__gt=_yesterday()).count()):
        raise ValidationError(_("You started a group today already. Go on tomorrow."))


def spend_discussion(user: Any) -> None:
    """Raises ValidationError when somebody begins too many discussions."""
    if DISCUSSIONS.is_spent(user, Discussion.objects.filter(author=user, created__gt=_yesterday()).count()):
        raise ValidationError(_("You began many discussions today. Go on tomorrow."))


def spend_post(user: Any) -> None:
    """Raises ValidationError when somebody writes too much."""
    if POSTS.is_spent(user, Post.objects.filter(author=user, created__gt=_yesterday()).count()):
        raise ValidationError(_("You wrote a lot today. Go on tomorrow."))


def spend_request(user: Any) -> None:
    """Raises ValidationError when somebody asks to join too many groups; what was withdrawn counts."""
    statuses = [CommunityMembership.Status.ASKED, CommunityMembership.Status.WITHDRAWN]
    asked = CommunityMembership.objects.filter(user=user, status__in=statuses, created__gt=_yesterday())
    if REQUESTS.is_spent(user, asked.count()):
        raise ValidationError(_("You asked to join many groups today. Go on tomorrow."))


def spend_community_invitation(user: Any) -> None:
    """Raises ValidationError when somebody invites too many members to groups."""
    invited = CommunityMembership.objects.filter(invited_by=user, created__gt=_yesterday())
    if INVITATIONS.is_spent(user, invited.count()):
        raise ValidationError(_("You sent many invitations today. Go on tomorrow."))
