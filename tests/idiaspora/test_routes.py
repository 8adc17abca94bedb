"""Every route of the site itself, with a member, an editor of nothing, and a visitor; and that no app forgets one of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from profiles.models import Profile
from tests.idiaspora.conftest import BrowserOf

LOGIN = "to log in"
OURS = ("idiaspora.", "opportunities.", "profiles.", "resources.", "search.", "taxonomy.")
# name: (address, what a member and a visitor get)
ROUTES: dict[str, tuple[str, tuple[Any, Any]]] = {
    "for-you": ("/for-you/", (200, LOGIN)),
    "search": ("/search/?q=irrigation", (200, 200)),
    "health-live": ("/health/live", (200, 200)),
    "health-ready": ("/health/ready", (200, 200)),
    "media": ("/media/images/none.png", (404, 404)),
    "set-language": ("/language/", (302, 302)),  # back to where one was, with nothing changed
    "account": ("/account/", (200, LOGIN)),
    "usersessions_list": ("/accounts/sessions/", (200, LOGIN)),
    "own-email-change": ("/account/email-change/", (405, LOGIN)),
    "email-change": ("/account/email-change/guessed/", (404, 404)),
    "robots": ("/robots.txt", (200, 200)),
    "sitemap": ("/sitemap.xml", (200, 200)),
    "sitemap-file": ("/sitemap-pages-1.xml", (200, 200)),
    "site-picture": ("/picture.png", (200, 200)),
    "opportunity-picture": ("/contribute/none/picture.png", (404, 404)),  # those that are there: test_pictures.py
    "resource-picture": ("/learn/none/picture.png", (404, 404)),
    "organization-picture": ("/connect/organizations/none/picture.png", (404, 404)),
    "wagtail_serve": ("/", (200, 200)),
    "complete-expertise": ("/taxonomy/expertise/?q=wel", (200, 200)),
    "complete-places": ("/taxonomy/places/?q=osh", (200, 200)),
}
# Apps whose own tests have a table of their routes.
TESTED_ELSEWHERE = {"profiles", "opportunities", "resources"}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.namespace or namespace)
        else:
            yield namespace, pattern


def our_routes() -> set[tuple[str, str]]:
    """(namespace, name) of every route whose view is ours, and of those of the site's own list; the admin's are tested by the apps."""
    top = {pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)}
    outside = [each for each in get_resolver().url_patterns if str(each.pattern) != "admin/"]
    return {
        (namespace, pattern.name or "")
        for each in outside
        for namespace, pattern in (
            patterns(each, each.namespace or "") if isinstance(each, URLResolver) else [("", each)]
        )
        if pattern.callback.__module__.startswith(OURS) or pattern in top
    }


def test_every_route_is_in_a_table() -> None:
    untested = {
        name for namespace, name in our_routes() if namespace not in TESTED_ELSEWHERE and name and name not in ROUTES
    }
    assert untested == set()


# Numbers in addresses that are asked of the one who has the role, or the thing, and are a 404 to all others.
NUMBERED = {
    "organization-role", "organization-remove", "organization-withdraw",  # the owners' own people
    "organization-hand-over", "organization-link",
    "community-decide",  # the moderators of a group
    "version",  # of a resource: the first, the second that was public, which is no secret
    "tender-version", "tender-remove", "tender-lot", "tender-answer", "arrived-note-delete",  # those who post
    "bid-file",  # the first, the second of one's own proposal
    "mfa_remove_webauthn", "mfa_edit_webauthn",  # one's own keys
    "wagtaildocs_serve", "wagtaildocs_authenticate_with_password",  # what editors publish; the file's name must be right too
}  # fmt: skip


def test_nothing_that_a_stranger_may_try_is_numbered() -> None:
    outside = [
        each for each in get_resolver().url_patterns if isinstance(each, URLResolver) and str(each.pattern) != "admin/"
    ]
    numbered = {
        pattern.name
        for each in outside
        for _namespace, pattern in patterns(each)
        if any(type(converter).__name__ == "IntConverter" for converter in pattern.pattern.converters.values())
        or "\\d" in str(pattern.pattern)
    }
    assert numbered <= NUMBERED


def test_the_log_in_of_the_admin_has_no_form_of_its_own(client: Client) -> None:
    response = client.get("/admin/login/?next=/admin/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/")


@pytest.mark.parametrize("name", ROUTES)
def test_each_gets_what_is_theirs(name: str, engineer: Profile, browser_of: BrowserOf) -> None:
    address, expected = ROUTES[name]
    got = []
    for who in (engineer, None):
        response = browser_of(who).get(address)
        to_log_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
        got.append(LOGIN if to_log_in else response.status_code)
    assert tuple(got) == expected


def test_a_member_is_no_editor(engineer: Profile, browser_of: BrowserOf) -> None:
    assert browser_of(engineer).get("/admin/").status_code in (302, 403)
    assert browser_of(None).get("/admin/")["Location"].startswith("/accounts/login/")
