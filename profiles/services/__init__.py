"""All writes to profiles and organizations.  Search follows by itself: saving enqueues what is to be indexed again."""

from profiles.services.organizations import (
    accept_invitation,
    change_role,
    invite_member,
    register_organization,
    remove_member,
    set_organization_hidden,
    unverify_organization,
    update_organization,
    verify_organization,
    withdraw_invitation,
)
from profiles.services.people import (
    create_profile,
    delete_account,
    remember_locale,
    remove_photo,
    save_section,
    set_photo,
    set_profile_hidden,
)
from profiles.services.saved_searches import delete_search, rename_search, save_search, see_search

__all__ = [
    "accept_invitation",
    "change_role",
    "create_profile",
    "delete_account",
    "delete_search",
    "invite_member",
    "register_organization",
    "remember_locale",
    "remove_member",
    "remove_photo",
    "rename_search",
    "save_search",
    "save_section",
    "see_search",
    "set_organization_hidden",
    "set_photo",
    "set_profile_hidden",
    "unverify_organization",
    "update_organization",
    "verify_organization",
    "withdraw_invitation",
]
