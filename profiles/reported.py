"""How profiles, organizations, groups and what is written in these are reported and moderated."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from profiles.models import Audience, Community, Discussion, Membership, Message, Organization, Post, Profile
from profiles.reportable import Reportable, register
from profiles.services.communities import set_community_hidden
from profiles.services.discussions import delete_post, set_words_hidden
from profiles.services.leaving import delete_account
from profiles.services.messages import set_message_hidden
from profiles.services.organizations import set_organization_hidden
from profiles.services.people import set_profile_hidden
from profiles.viewing import ProfileView
from profiles.visibility import fields_seen_by


def _profile_text(profile: Profile) -> Iterator[str]:
    """What members read; narrower fields stay closed to moderators too."""
    seen = fields_seen_by(profile.audiences, Audience.MEMBERS)
    yield from (getattr(profile, field) for field in ("headline", "about") if field in seen)
    if "links" in seen:
        yield from profile.links


MESSAGES_BEFORE = 5  # what a moderator reads of a conversation besides the message that is reported

Hideable = Profile | Organization | Community | Discussion | Post | Message


def _set_hidden(thing: Hideable, is_hidden: bool) -> None:
    if isinstance(thing, Profile):
        set_profile_hidden(profile=thing, is_hidden=is_hidden)
    elif isinstance(thing, Organization):
        set_organization_hidden(organization=thing, is_hidden=is_hidden)
    elif isinstance(thing, Community):
        set_community_hidden(community=thing, is_hidden=is_hidden)
    elif isinstance(thing, Message):
        set_message_hidden(message=thing, is_hidden=is_hidden)
    else:
        set_words_hidden(thing=thing, is_hidden=is_hidden)


def _hide(thing: Hideable, _moderator: Any) -> dict[str, Any]:
    was_hidden = thing.is_hidden
    _set_hidden(thing, True)
    return {"was_hidden": was_hidden}


def _show(thing: Hideable, _moderator: Any, before: dict[str, Any]) -> None:
    _set_hidden(thing, before.get("was_hidden", False))


def owners_of(organization: Organization | None) -> Iterable[Any]:
    """The accounts that own an organization."""
    return get_user_model().objects.filter(
        memberships__organization=organization, memberships__role=Membership.Role.OWNER
    )


def _moderators_of(community: Community) -> Iterable[Any]:
    return get_user_model().objects.filter(
        community_memberships__community=community,
        community_memberships__status="active",
        community_memberships__role="moderator",
    )


def _author_of(words: Discussion | Post) -> Iterable[Any]:
    return [words.author] if words.author is not None else []


def _delete_post(post: Post) -> None:
    delete_post(post=post)


def _discussion_text(discussion: Discussion) -> Iterator[str]:
    """Its title and what opens it; each reply is reported by itself."""
    yield discussion.title
    yield from discussion.posts.filter(is_opening=True).values_list("text", flat=True)


def _message_text(message: Message) -> Iterator[str]:
    """The message, then the few before it, the oldest first: what it answers, and to whom, tells what it is."""
    yield message.text
    before = message.conversation.messages.filter(created__lt=message.created).order_by("-created", "-pk")
    for each in reversed(before[:MESSAGES_BEFORE]):
        is_same = each.author_id == message.author_id
        who = _now("Before it, by the same") if is_same else _now("Before it, by the other side")
        yield f"{who}: {each.text}"


def register_all() -> None:
    _register_people()
    _register_messages()
    _register_groups()


def _register_groups() -> None:
    register(
        Reportable(
            name="group",
            model=Community,
            visible_to=Community.objects.visible_to,
            account=lambda community: None,
            owners=_moderators_of,
            text=lambda community: [community.name, community.about],
            hide=_hide,
            show=_show,
        )
    )
    register(
        Reportable(
            name="discussion",
            model=Discussion,
            visible_to=Discussion.objects.visible_to,
            account=lambda discussion: discussion.author,
            owners=_author_of,
            text=_discussion_text,
            hide=_hide,
            show=_show,
            key="uuid",
        )
    )
    register(
        Reportable(
            name="post",
            model=Post,
            visible_to=Post.objects.visible_to,
            account=lambda post: post.author,
            owners=_author_of,
            text=lambda post: [post.text],
            hide=_hide,
            show=_show,
            delete=_delete_post,
            key="uuid",
        )
    )


def _register_messages() -> None:
    register(
        Reportable(
            name="message",
            model=Message,
            visible_to=Message.objects.visible_to,
            account=lambda message: message.author,
            organization=lambda message: message.conversation.organization if message.is_of_team else None,
            owners=lambda message: [message.author],
            text=_message_text,
            hide=_hide,
            show=_show,
            key="uuid",
            is_private=True,
            read_too=_("They also read the five messages before it."),
        )
    )


def _register_people() -> None:
    register(
        Reportable(
            name="profile",
            model=Profile,
            shown_as=(ProfileView,),
            visible_to=Profile.objects.visible_to,
            account=lambda profile: profile.user,
            owners=lambda profile: [profile.user],
            text=_profile_text,
            hide=_hide,
            show=_show,
            delete=lambda profile: delete_account(user=profile.user),
        )
    )
    register(
        Reportable(
            name="organization",
            model=Organization,
            visible_to=Organization.objects.visible_to,
            account=lambda organization: None,
            organization=lambda organization: organization,
            owners=owners_of,
            text=lambda organization: [organization.website, organization.description],
            hide=_hide,
            show=_show,
        )
    )
