"""What accounts, and the work in the editors' admin, hold of a member, for the copy of their data."""

from operator import itemgetter
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from profiles.data_sections import Section, labels_of, leave_out, plain, register

ACCOUNT = ("email", "first_name", "last_name", "date_joined", "last_login", "is_staff")
EDITOR = ("preferred_language", "current_time_zone", "theme", "density")


def _account(user: Any) -> list[dict[str, Any]]:
    groups = list(user.groups.order_by("name").values_list("name", flat=True))
    return [{**row, "groups": groups} for row in plain([user], *ACCOUNT)]


def _providers(user: Any) -> list[dict[str, Any]]:
    """What a provider has said of the account; the keys that it gave are secrets, and stay."""
    rows = SocialAccount.objects.filter(user=user).order_by("pk")
    return plain(rows, "provider", "uid", "extra_data", "date_joined", "last_login")


def _editor(user: Any) -> list[dict[str, Any]]:
    return plain(UserProfile.objects.filter(user=user), *EDITOR)


def _avatar(user: Any) -> list[tuple[str, FieldFile]]:
    rows = UserProfile.objects.filter(user=user).exclude(avatar="")
    return [(f"editor-{row.avatar.name.rpartition('/')[2]}", row.avatar) for row in rows]


def _log(user: Any) -> list[dict[str, Any]]:
    """What one did, by one's own hand, of what the log keeps."""
    entries = [*ModelLogEntry.objects.filter(user_id=user.pk), *PageLogEntry.objects.filter(user_id=user.pk)]
    return sorted(plain(entries, "action", "timestamp"), key=itemgetter("timestamp"))


def _comments(user: Any) -> list[dict[str, Any]]:
    rows = [*Comment.objects.filter(user=user), *CommentReply.objects.filter(user=user)]
    return sorted(plain(rows, "text", "created_at"), key=itemgetter("created_at"))


def _addresses(user: Any) -> list[dict[str, Any]]:
    return plain(EmailAddress.objects.filter(user=user).order_by("pk"), "email", "verified", "primary")


def _sessions(user: Any) -> list[dict[str, Any]]:
    rows = UserSession.objects.filter(user=user).order_by("pk")
    return plain(rows, "ip", "user_agent", "created_at", "last_seen_at")


def _factors(user: Any) -> list[dict[str, Any]]:
    rows = Authenticator.objects.filter(user=user).order_by("pk")
    return plain(rows, "type", "created_at", "last_used_at")


User = get_user_model()
register(
    Section(
        "account", _("Account"), {**labels_of(User, *ACCOUNT), "groups": _("Groups")},
        _account, ["idiaspora.User_groups.user"],
    ),
    Section(
        "addresses", _("E-mail addresses"), labels_of(EmailAddress, "email", "verified", "primary"),
        _addresses, ["account.EmailAddress.user"],
    ),
    Section(
        "providers", _("Other ways to log in"),
        labels_of(SocialAccount, "provider", "uid", "extra_data", "date_joined", "last_login"),
        _providers, ["socialaccount.SocialAccount.user"],
    ),
    Section(
        "second-factors", _("Second factors"),
        {"type": _("Kind"), "created_at": _("since"), "last_used_at": _("last used")},
        _factors, ["mfa.Authenticator.user"],
    ),
    Section(
        "sessions", _("Where you are logged in"),
        {"ip": _("IP address"), "user_agent": _("Browser"), "created_at": _("since"), "last_seen_at": _("last seen")},
        _sessions, ["usersessions.UserSession.user"],
    ),
    Section(
        "editor", _("Your choices in the editors’ desk"), labels_of(UserProfile, *EDITOR),
        _editor, ["wagtailusers.UserProfile.user"], _avatar,
    ),
    Section(
        "editors-log", _("What you did, as the log keeps it"), {"action": _("action"), "timestamp": _("when")},
        _log, ["wagtailcore.ModelLogEntry.user", "wagtailcore.PageLogEntry.user"],
    ),
    Section(
        "comments", _("Your comments in the editors’ desk"), labels_of(Comment, "text", "created_at"),
        _comments, ["wagtailcore.Comment.user", "wagtailcore.CommentReply.user"],
    ),
)  # fmt: skip
_MARK = "who did something last, in the editors' desk; what it was is in the log"
leave_out(
    {
        "idiaspora.EmailChange.user": "a new address that waits for a yes; it is shown on the account's page",
        "idiaspora.User_user_permissions.user": "rights are given to groups",
        "opportunities.Opportunity.locked_by": _MARK,
        "resources.Resource.locked_by": _MARK,
        "wagtailadmin.EditingSession.user": "an editor's open window, for minutes",
        "wagtailadmin.FormState.user": "an editor's open window, for minutes",
        "wagtailcore.APIToken.user": "a secret",
        "wagtailcore.Comment.resolved_by": _MARK,
        "wagtailcore.Page.locked_by": _MARK,
        "wagtailcore.Page.owner": "pages are the site's",
        "wagtailcore.PageSubscription.user": "an editor's wish to hear of comments on a page",
        "wagtailcore.Revision.user": _MARK,
        "wagtailcore.TaskState.finished_by": _MARK,
        "wagtailcore.UploadedFile.uploaded_by_user": "an editor's upload before it is saved, for minutes",
        "wagtailcore.WorkflowState.requested_by": _MARK,
        "wagtaildocs.Document.uploaded_by_user": "documents are the site's",
        "wagtailimages.Image.uploaded_by_user": "pictures are the site's",
    }
)
