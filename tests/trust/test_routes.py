"""Every route of the site with four kinds of people: nothing breaks, and nothing is open that doesn't say so."""

from typing import Any

import pytest
from django.test import Client

from tests.search.plugin import SearchIndex
from tests.trust.world import World, addresses, make_world, routes

# Routes that a visitor may open; all others ask to log in, or answer that there is nothing.
PUBLIC = {
    "account_inactive", "account_login", "account_logout",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done", "account_signup",
    "health-live", "health-ready", "opportunities:address", "opportunities:board", "opportunities:opportunity",
    "opportunities:tender-document",
    "opportunities:calendar", "opportunities:feed", "opportunities:feed-rss", "opportunities:opportunity-calendar",
    "opportunities:organization-embed", "opportunities:organization-feed", "opportunities:organization-feed-rss",
    "opportunities:print", "opportunities:saved-calendar", "opportunity-picture", "organization-picture",
    "resource-picture", "site-picture", "sitemap", "sitemap-file", "profiles:keep-account", "profiles:mail-off",
    "profiles:organization",
    "profiles:map", "profiles:organizations", "profiles:people", "profiles:profile", "profiles:report", "resources:cite", "resources:collection", "resources:collections",
    "resources:feed", "resources:feed-rss",
    "resources:file", "resources:first-page",
    "resources:library", "resources:oai", "resources:resource", "robots", "search",
    "set-language", "socialaccount_login_cancelled", "taxonomy:complete-expertise", "taxonomy:complete-places",
    "wagtail_serve",
}  # fmt: skip
# Pages of allauth for those who are on their way in: they say so, whoever looks.
ON_THE_WAY_IN = {"socialaccount_login_error", "socialaccount_signup", "account_logout"}
WRONG_METHOD, NOT_FOUND, LOGIN = 405, 404, "to log in"


@pytest.fixture
def world(db: None, search_index: SearchIndex) -> World:
    world = make_world(name="Nurgul Planted", audiences={"profile": "public"})
    search_index.drain()
    return world


def answer(browser: Client, address: str) -> Any:
    response = browser.get(address)
    to_log_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return LOGIN if to_log_in else response.status_code


def test_every_route_has_an_address(world: World) -> None:
    assert set(addresses(world)) == set(routes())


def test_what_is_open_to_visitors_says_so(world: World) -> None:
    browser = Client()
    open_to_all = {name for name, address in addresses(world).items() if answer(browser, address) in (200, 302)}
    assert open_to_all == PUBLIC


@pytest.mark.parametrize("who", ["planted", "connection", "stranger"])
def test_nothing_breaks_for(who: str, world: World) -> None:
    browser = Client()
    browser.force_login(getattr(world, who).user)
    told = {name: answer(browser, address) for name, address in addresses(world).items() if name not in ON_THE_WAY_IN}
    assert {name: said for name, said in told.items() if said not in (200, 302, 403, NOT_FOUND, WRONG_METHOD)} == {}
