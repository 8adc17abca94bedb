"""Every route, with the owner, a colleague, a stranger and a visitor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver

from profiles.appeals import appeal_path
from profiles.invitations import token_of
from profiles.models import Case, CaseEvent, Invitation, Membership, Organization, Profile
from profiles.services import (
    ask_for_link,
    ask_for_verification,
    converse_with_organization,
    leave,
    save_search,
    set_photo,
)
from profiles.services.reports import report_thing
from profiles.switching_off import off_path
from tests.profiles.factories import make_community, make_discussion, make_member, make_organization

LOGIN = "login"
# name: (method, what the owner, the colleague (an editor), a stranger and a visitor get)
ROUTES: dict[str, tuple[str, tuple[Any, Any, Any, Any]]] = {
    "report": ("get", (404, 200, 200, 200)),  # not one's own
    "reported": ("get", (404, 404, 404, 200)),  # a visitor's: whoever holds the address and isn't logged in
    "appeal": ("get", (200, 200, 200, 200)),  # whoever holds the link
    "people": ("get", (200, 200, 200, 200)),
    "organizations": ("get", (200, 200, 200, 200)),
    "organization-create": ("get", (200, 200, 200, LOGIN)),
    "invitation": ("get", (200, 200, 200, LOGIN)),
    "organization": ("get", (200, 200, 200, 200)),
    "organization-edit": ("get", (200, 404, 404, LOGIN)),
    "organization-members": ("get", (200, 200, 404, LOGIN)),
    "organization-invite": ("post", (422, 404, 404, LOGIN)),
    "organization-role": ("post", (404, 404, 404, LOGIN)),  # no role was sent
    "organization-remove": ("post", (302, 404, 404, LOGIN)),
    "organization-withdraw": ("post", (302, 404, 404, LOGIN)),
    "organization-hand-over": ("post", (302, 404, 404, LOGIN)),
    "organization-verification": ("get", (200, 404, 404, LOGIN)),
    "organization-verification-withdraw": ("post", (302, 404, 404, LOGIN)),
    "organization-claim": ("get", (404, 404, 404, LOGIN)),  # it has an owner
    "organization-claim-withdraw": ("post", (404, 404, 404, LOGIN)),
    "organization-links": ("get", (200, 404, 404, LOGIN)),
    "organization-link": ("post", (302, 404, 404, LOGIN)),
    "map": ("get", (200, 200, 200, 200)),
    "meet": ("get", (200, 200, 200, LOGIN)),
    "saved-searches": ("get", (200, 200, 200, LOGIN)),
    "saved-search-see": ("post", (302, 404, 404, LOGIN)),
    "saved-search-rename": ("post", (302, 404, 404, LOGIN)),
    "saved-search-delete": ("get", (200, 404, 404, LOGIN)),
    # The colleague belongs to the group; the stranger knows of it, and asks to join.
    "communities": ("get", (200, 200, 200, LOGIN)),
    "communities-search": ("get", (200, 200, 200, LOGIN)),
    "communities-mine": ("get", (200, 200, 200, LOGIN)),
    "community-create": ("get", (200, 200, 200, LOGIN)),
    "community": ("get", (200, 200, 200, LOGIN)),
    "community-edit": ("get", (200, 404, 404, LOGIN)),
    "community-leave": ("get", (200, 200, 404, LOGIN)),
    "community-members": ("get", (200, 200, 404, LOGIN)),
    "community-invite": ("post", (422, 404, 404, LOGIN)),
    "community-decide": ("post", (302, 404, 404, LOGIN)),
    "community-act": ("post", (302, 302, 302, LOGIN)),
    "discussion-create": ("get", (200, 200, 404, LOGIN)),
    "discussion": ("get", (200, 200, 404, LOGIN)),
    "discussion-act": ("post", (302, 404, 404, LOGIN)),
    "post-edit": ("get", (200, 404, 404, LOGIN)),
    "post-take-back": ("get", (200, 404, 404, LOGIN)),
    "post-moderate": ("post", (302, 404, 404, LOGIN)),
    "digest": ("get", (200, 200, 200, LOGIN)),
    "mail-off": ("get", (200, 200, 200, 200)),  # whoever holds the link
    "connections": ("get", (200, 200, 200, LOGIN)),
    "connection": ("post", (404, 302, 302, LOGIN)),  # asking the owner
    "messages": ("get", (200, 200, 200, LOGIN)),
    "message-mail": ("post", (302, 302, 302, LOGIN)),
    "conversation": ("get", (200, 200, 404, LOGIN)),
    "conversation-mute": ("post", (302, 302, 404, LOGIN)),
    "conversation-leave": ("post", (302, 302, 404, LOGIN)),
    "organization-write": ("post", (302, 302, 302, LOGIN)),
    "member-write": ("post", (302, 302, 302, LOGIN)),
    "preset": ("post", (302, 302, 302, LOGIN)),
    "profile": ("get", (200, 200, 200, 404)),
    "photo": ("get", (200, 200, 200, 404)),
    "edit": ("get", (200, 200, 200, LOGIN)),
    "preview": ("get", (200, 200, 200, LOGIN)),
    "photo-remove": ("post", (302, 302, 302, LOGIN)),
    "data": ("get", (200, 200, 200, LOGIN)),
    "data-download": ("get", (200, 200, 200, LOGIN)),
    "delete-account": ("get", (200, 200, 200, LOGIN)),
    "keep-account": ("get", (200, 200, 200, 200)),  # whoever holds the link
    "section": ("post", (422, 422, 422, LOGIN)),
}
BrowserOf = Callable[[Any], Client]


def addresses(owner: Profile, organization: Organization) -> dict[str, str]:
    invitation = Invitation.objects.create(organization=organization, email="new@example.org", role="member")
    membership = Membership.objects.get(organization=organization, user=owner.user)
    base = organization.get_absolute_url()
    report = report_thing(thing=organization, reporter=None, reason="spam")
    Case.objects.update(is_hidden=True)
    event = CaseEvent.objects.create(case=report.case, action="hide")
    departure = leave(user=make_member().user)
    saved = save_search(user=owner.user, kind="profile", query="q=irrigation")
    stranger = make_member()
    ask_for_verification(organization=organization, by=owner.user, statement="We are registered.")
    above = make_organization("A confederation", owner=stranger.user)
    link = ask_for_link(asker=above, other=organization, kind="member", is_parent=True, by=stranger.user)
    friend = Membership.objects.get(organization=organization, role="editor").user
    community = make_community("Canal menders", moderator=owner.user, members=[friend])
    discussion = make_discussion(community, owner.user)
    groups, post = community.get_absolute_url(), discussion.posts.get()
    conversation = converse_with_organization(user=stranger.user, organization=organization).get_absolute_url()
    return {
        "map": "/connect/map/",
        "meet": "/connect/meet/",
        "saved-searches": "/saved-searches/",
        "saved-search-see": f"/saved-searches/{saved.token}/see/",
        "saved-search-rename": f"/saved-searches/{saved.token}/rename/",
        "saved-search-delete": f"/saved-searches/{saved.token}/delete/",
        "communities": "/connect/groups/",
        "communities-search": "/connect/groups/search/?q=words",
        "communities-mine": "/connect/groups/mine/",
        "community-create": "/connect/groups/new/",
        "community": groups,
        "community-edit": f"{groups}edit/",
        "community-leave": f"{groups}leave/",
        "community-members": f"{groups}members/",
        "community-invite": f"{groups}members/invite/",
        "community-decide": f"{groups}members/{community.memberships.get(user=friend).pk}/promote/",
        "community-act": f"{groups}own/ask/",
        "discussion-create": f"{groups}discussions/new/",
        "discussion": discussion.get_absolute_url(),
        "discussion-act": f"{discussion.get_absolute_url()}pin/",
        "post-edit": f"{groups}posts/{post.uuid}/edit/",
        "post-take-back": f"{groups}posts/{post.uuid}/take-back/",
        "post-moderate": f"{groups}posts/{post.uuid}/remove/",
        "digest": "/saved-searches/mail/",
        "mail-off": off_path(owner.user, "digest"),
        "connections": "/connect/mine/",
        "connection": f"{owner.get_absolute_url()}connection/ask/",
        "messages": "/messages/",
        "message-mail": "/messages/mail/",
        "conversation": conversation,
        "conversation-mute": f"{conversation}mute/",
        "conversation-leave": f"{conversation}leave/",
        "organization-write": f"{base}write/",
        "member-write": f"{owner.get_absolute_url()}write/",
        "preset": "/profile/preset/quiet/",
        "report": f"/report/organization/{organization.slug}/",
        "reported": f"/reported/{report.pk}/",
        "appeal": appeal_path(event),
        "people": "/connect/",
        "organizations": "/connect/organizations/",
        "organization-create": "/connect/organizations/new/",
        "invitation": f"/connect/invitations/{token_of(invitation)}/",
        "organization": base,
        "organization-edit": f"{base}edit/",
        "organization-members": f"{base}members/",
        "organization-invite": f"{base}members/invite/",
        "organization-role": f"{base}members/{membership.pk}/role/",
        "organization-remove": f"{base}members/{membership.pk}/remove/",
        "organization-withdraw": f"{base}invitations/{invitation.pk}/withdraw/",
        "organization-hand-over": f"{base}members/{membership.pk}/hand-over/",
        "organization-verification": f"{base}verification/",
        "organization-verification-withdraw": f"{base}verification/withdraw/",
        "organization-claim": f"{base}claim/",
        "organization-claim-withdraw": f"{base}claim/withdraw/",
        "organization-links": f"{base}links/",
        "organization-link": f"{base}links/{link.pk}/accept/",
        "profile": owner.get_absolute_url(),
        "photo": f"{owner.get_absolute_url()}photo/",
        "edit": "/profile/",
        "preview": "/profile/preview/",
        "photo-remove": "/profile/photo/remove/",
        "data": "/profile/data/",
        "data-download": "/profile/data/download/",
        "delete-account": "/profile/delete/",
        "keep-account": f"/profile/keep/{departure.token}/",
        "section": "/profile/you/",
    }


def test_every_route_is_in_the_table() -> None:
    _namespace, resolver = get_resolver().namespace_dict["profiles"]
    assert {str(name) for name in resolver.reverse_dict if isinstance(name, str)} == set(ROUTES)


@pytest.mark.parametrize("name", ROUTES)
def test_each_gets_what_is_theirs(
    name: str, owner: Profile, colleague: Profile, stranger: Profile, organization: Organization, browser_of: BrowserOf
) -> None:
    set_photo(profile=owner, photo=ContentFile(b"webp"))
    address = addresses(owner, organization)[name]
    method, expected = ROUTES[name]
    got = []
    for who in (stranger, colleague, owner, None):  # the owner after those who must change nothing
        response = getattr(browser_of(who), method)(address)
        is_login = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
        got.append(LOGIN if is_login else response.status_code)
    assert (got[2], got[1], got[0], got[3]) == expected


@pytest.mark.parametrize("name", ROUTES)
def test_other_methods_are_refused(
    name: str, owner: Profile, organization: Organization, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)
    address = addresses(owner, organization)[name]
    assert client.delete(address).status_code == 405
    if ROUTES[name][0] == "post":
        assert client.get(address).status_code == 405


def test_what_is_not_there_is_not_there(owner: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    for address in (
        "/people/nobody/",
        "/people/nobody/photo/",
        "/connect/organizations/none/",
        "/connect/invitations/forged/",
    ):
        assert client.get(address).status_code == 404
    assert client.post("/profile/nonsense/").status_code == 404
    assert client.get("/people/%00/").status_code == 400
