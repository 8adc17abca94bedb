"""People and organizations for tests."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from profiles.models import Community, CommunityMembership, Discussion, Membership, Organization, Profile
from profiles.services import create_profile, record_verifications, save_section
from profiles.services.discussions import reply, start_discussion
from profiles.slugs import free_slug
from taxonomy.models import Place
from taxonomy.places import find_place

_number = count(1)
PASSWORD = "correct horse battery"


def make_member(
    email: str = "", *, name: str = "", city: str = "", country: str = "", password: str | None = None, **fields: Any
) -> Profile:
    """A member with a verified address and a profile.

    `expertise` and `interests` are lists of labels, `audiences` {field: audience}; `city` finds a place.
    The account is `.user`.
    """
    number = next(_number)
    user = get_user_model().objects.create_user(
        email or f"member{number}@example.org", password=password, first_name=name.split(" ")[0]
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    profile = create_profile(user=user, name=name or f"Member {number}")
    place: Place | None = find_place(city, country) if city else None
    if place is not None:
        fields["place"] = place
    elif country:
        fields["country"] = country
    audiences = fields.pop("audiences", {})
    return save_section(profile=profile, values=fields, audiences=audiences)


def make_organization(
    name: str = "", *, owner: Any = None, editor: Any = None, member: Any = None, verified: bool = False, **fields: Any
) -> Organization:
    """An organization; `owner`, `editor` and `member` are accounts."""
    name = name or f"Organization {next(_number)}"
    fields = {"type": Organization.Type.ASSOCIATION, "countries": ["KG"], **fields}
    organization = Organization.objects.create(
        name=name,
        slug=free_slug(Organization, name, word="organization"),
        verified_at=timezone.now() if verified else None,
        **fields,
    )
    if verified:
        record_verifications(organizations=[organization])
    for role, user in (
        (Membership.Role.OWNER, owner),
        (Membership.Role.EDITOR, editor),
        (Membership.Role.MEMBER, member),
    ):
        if user is not None:
            Membership.objects.create(organization=organization, user=user, role=role)
    return organization


def make_community(name: str = "", *, moderator: Any, members: Iterable[Any] = (), **fields: Any) -> Community:
    """A group; `moderator` and `members` are accounts."""
    name = name or f"Group {next(_number)}"
    fields = {"about": "About it.", "kind": "profession", "entry": "request", **fields}
    community = Community.objects.create(name=name, slug=free_slug(Community, name, word="group"), **fields)
    CommunityMembership.objects.create(community=community, user=moderator, role=CommunityMembership.Role.MODERATOR)
    for user in members:
        CommunityMembership.objects.create(community=community, user=user)
    return community


def make_discussion(community: Community, author: Any, title: str = "Hello", *texts: str) -> Discussion:
    """A discussion with a post for each of `texts`, all by the same account."""
    first, *others = texts or ("First words.",)
    discussion = start_discussion(community=community, author=author, title=title, text=first)
    for text in others:
        reply(discussion=discussion, author=author, text=text)
    return discussion
