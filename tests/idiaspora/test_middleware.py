"""What every answer of the site carries."""

import re
from typing import Any

import pytest
from django.test import Client

from profiles.models import Profile
from tests.idiaspora.conftest import BrowserOf

pytestmark = pytest.mark.django_db


def policy(response: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def test_pages_run_only_our_own_scripts(client: Client) -> None:
    response = client.get("/search/")
    assert re.fullmatch(r"'self'( 'nonce-[^']+')?", policy(response)["script-src"])
    assert policy(response)["object-src"] == "'none'"


def test_the_admin_may_run_wagtails_inline_scripts_and_nothing_from_elsewhere(admin_client: Client) -> None:
    response = admin_client.get("/admin/")
    assert policy(response)["script-src"] == "'self' 'unsafe-inline'"
    assert policy(response)["default-src"] == "'self'"
    assert "gravatar" not in response.content.decode()


def test_a_zone_that_is_none_is_ignored(engineer: Profile, browser_of: BrowserOf) -> None:
    browser = browser_of(engineer)
    browser.cookies["timezone"] = "../../etc/passwd"
    assert browser.get("/for-you/").status_code == 200


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_the_window_to_log_in(client: Client) -> None:
    asked = {"hx-request": "true", "hx-current-url": "http://testserver/contribute/?page=2"}
    response = client.post("/profile/you/", headers=asked)
    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/login/?next=%2Fcontribute%2F")


def test_without_htmx_the_same_is_a_plain_redirect(client: Client) -> None:
    response = client.post("/profile/you/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/profile/you/")
