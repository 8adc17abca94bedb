"""How profiles and organizations are reported and moderated."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model

from profiles.models import Audience, Membership, Organization, Profile
from profiles.reportable import Reportable, register
from profiles.services.leaving import delete_account
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


def _set_hidden(thing: Profile | Organization, is_hidden: bool) -> None:
    if isinstance(thing, Profile):
        set_profile_hidden(profile=thing, is_hidden=is_hidden)
    else:
        set_organization_hidden(organization=thing, is_hidden=is_hidden)


def _hide(thing: Profile | Organization, _moderator: Any) -> dict[str, Any]:
    was_hidden = thing.is_hidden
    _set_hidden(thing, True)
    return {"was_hidden": was_hidden}


def _show(thing: Profile | Organization, _moderator: Any, before: dict[str, Any]) -> None:
    _set_hidden(thing, before.get("was_hidden", False))


def owners_of(organization: Organization | None) -> Iterable[Any]:
    """The accounts that own an organization."""
    return get_user_model().objects.filter(
        memberships__organization=organization, memberships__role=Membership.Role.OWNER
    )


def register_all() -> None:
    register(
        Reportable(
            name="profile",
            model=Profile,
            shown_as=(ProfileView,),
            visible_to=Profile.objects.visible_to,
            account=lambda profile: profile.user,
            organization=lambda profile: None,
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
            delete=lambda organization: organization.delete(),
        )
    )
