"""The pages of moderators and superusers in the editors' desk, and what those reported see: wide, narrow, right to left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from profiles.appeals import appeal_path
from profiles.models import Case, CaseEvent
from profiles.services import block_member
from profiles.services.cases import decide_case
from profiles.services.help_lines import add_shipped_help_lines
from profiles.services.reports import report_thing
from tests.browser.conftest import WIDTHS, axe, log_in, make_moderator, overflow, screenshot
from tests.profiles.factories import PASSWORD, make_member, make_organization

pytestmark = pytest.mark.django_db(transaction=True)

MIRA, REPORTER = "mira@example.org", "azamat@example.org"
LONG = "Diaspora der sieben Täler in Süddeutschland und der Schweiz"
WORDS = "He asked me for money in a message, and said that he would tell everybody where I live."


@pytest.fixture
def reported(full_database: None) -> dict[str, str]:
    """A few cases in different states; returns {name of a page: its address}."""
    moderator = make_moderator(MIRA)
    moderator.is_superuser = True
    moderator.save()
    reporter = make_member(REPORTER, name="Azamat Toktosunov", password=PASSWORD, country="DE").user
    bakyt = make_member(name="Bakyt Osmonov", headline="Welder", about="I grew up in Osh.")
    block_member(blocker=reporter, blocked=bakyt.user)
    add_shipped_help_lines()
    urgent = report_thing(thing=make_organization(LONG), reporter=reporter, reason="trafficking", words=WORDS)
    case = report_thing(thing=bakyt, reporter=reporter, reason="harassment", words=WORDS).case
    report_thing(thing=bakyt, reporter=None, reason="spam", words="Spam.")
    decide_case(case=case, action="suspend", words="Threats have no place here.", by=moderator)
    decided = CaseEvent.objects.get(action="suspend")
    Case.objects.filter(pk=case.pk).update(
        is_open=True, is_appealed=True, since=timezone.now() - timedelta(days=3, hours=2)
    )
    return {
        "desk-queue": "/admin/reports-of-members/",
        "desk-case": f"/admin/reports-of-members/{case.pk}/",
        "desk-figures": "/admin/reports-of-members/figures/",
        "desk-merge": "/admin/accounts/merge/",
        "desk-staff-log": "/admin/reports/private-data/",
        "desk-help-lines": "/admin/snippets/profiles/helpline/",
        "appeal": appeal_path(decided),
        "reported": f"/reported/{urgent.pk}/",
    }


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize(("width", "language"), [*((width, "en") for width in WIDTHS), (320, "ru"), (320, "ar")])
def test_nothing_is_cut_off(
    open_browser: Callable[..., Page], reported: dict[str, str], width: int, language: str
) -> None:
    desk, reporter = log_in(open_browser(width, language), MIRA), log_in(open_browser(width, language), REPORTER)
    complaints: list[Any] = []
    desk.set_default_timeout(30_000)  # the first page of the desk has much to load
    for page in (desk, reporter):
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for name, address in reported.items():
        page = desk if name.startswith("desk") else reporter
        response = page.goto(address)
        assert response and response.status == 200, name
        page.wait_for_load_state("networkidle")
        screenshot(page, f"{name}-{language}")
        assert overflow(page) == 0, name
        if page is reporter:
            assert axe(page) == [], name
    assert complaints == []
