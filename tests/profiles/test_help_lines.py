"""Help-lines: those that come with the project, and which of them somebody in danger sees first."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from profiles.help_lines import read_shipped
from profiles.models import HelpLine, Organization, Profile
from profiles.models.report_settings import SHIPPED_NAMES
from profiles.services.help_lines import add_shipped_help_lines
from taxonomy.names import countries
from tests.profiles.factories import make_member

BrowserOf = Callable[[Any], Client]
UNION = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}  # fmt: skip


def shipped_in(country: str) -> list[tuple[str, str]]:
    return sorted((line.name, line.phone) for line in read_shipped() if line.country == country)


def test_what_ships_is_sound() -> None:
    lines = read_shipped()
    for line in lines:
        line.full_clean()
    assert {line.country for line in lines} <= set(countries())
    assert len({(line.country, line.phone) for line in lines}) == len(lines)
    assert {line.country for line in lines if line.phone == "112"} == UNION
    assert shipped_in("GB") == [
        ("Emergency number", "999"),
        ("Modern Slavery & Exploitation Helpline", "08000 121 700"),
    ]
    assert shipped_in("US") == [("Emergency number", "911"), ("National Human Trafficking Hotline", "1-888-373-7888")]


def test_what_a_number_is_for_is_said_in_the_readers_language() -> None:
    assert {line.name for line in read_shipped() if not line.url} == SHIPPED_NAMES
    with translation.override("ru"):
        assert [HelpLine(name=name).label for name in ("Emergency number", "Call us first")] == [
            "Экстренный номер",
            "Call us first",
        ]


@pytest.mark.django_db
def test_they_are_added_once_and_never_over_what_is_there() -> None:
    HelpLine.objects.create(name="Call us first", country="FR", phone="112", languages="français, кыргызча")
    said = StringIO()
    call_command("import_help_lines", stdout=said)
    assert said.getvalue().startswith(f"{len(read_shipped()) - 1} help-lines added.")
    assert add_shipped_help_lines() == 0
    assert list(HelpLine.objects.filter(country="FR", phone="112").values_list("name", flat=True)) == ["Call us first"]


@pytest.mark.parametrize(
    ("phone", "url", "dialled", "host"),
    [
        ("1-888-373-7888", "https://www.example.org/a/long/page", "18883737888", "example.org"),
        ("+33 1 23 45", "", "+3312345", ""),
        ("", "https://help.example.org", "", "help.example.org"),
    ],
)
def test_a_number_can_be_dialled(phone: str, url: str, dialled: str, host: str) -> None:
    line = HelpLine(phone=phone, url=url)
    assert (line.dialled, line.host) == (dialled, host)


@pytest.mark.parametrize(
    ("country", "near", "others"),
    [
        ("FR", ["Paris line", "World line"], ["Berlin line", "Boston line"]),
        ("KG", ["World line"], ["Berlin line", "Paris line", "Boston line"]),
        ("", ["World line"], ["Berlin line", "Paris line", "Boston line"]),
    ],
)
def test_ones_own_country_comes_first(
    country: str, near: list[str], others: list[str], organization: Organization, browser_of: BrowserOf
) -> None:
    for name, where in (("Berlin line", "DE"), ("World line", ""), ("Paris line", "FR"), ("Boston line", "US")):
        HelpLine.objects.create(name=name, country=where, phone="116 000")
    reporter = make_member(country=country)
    page = report_trafficking(organization, browser_of(reporter))
    shown = page.context
    assert ([line.name for line in shown["near"]], [line.name for line in shown["others"]]) == (near, others)
    assert '<a href="tel:116000">' in page.content.decode()


def test_a_visitor_finds_theirs_by_country(organization: Organization, browser_of: BrowserOf) -> None:
    HelpLine.objects.create(name="Berlin line", country="DE", phone="116 000")
    page = report_trafficking(organization, browser_of(None))
    assert ([*page.context["near"]], [line.name for line in page.context["others"]]) == ([], ["Berlin line"])
    assert '<details class="disclosure" open>' in page.content.decode()


def test_other_reasons_and_no_lines_show_none(
    organization: Organization, stranger: Profile, browser_of: BrowserOf
) -> None:
    assert "Help, now" not in report_trafficking(organization, browser_of(stranger)).content.decode()
    add_shipped_help_lines()
    assert "Help, now" in report_trafficking(organization, browser_of(stranger)).content.decode()
    page = browser_of(stranger).post(f"/report/organization/{organization.slug}/", {"reason": "spam"}, follow=True)
    assert "Help, now" not in page.content.decode()


def report_trafficking(organization: Organization, browser: Client) -> Any:
    return browser.post(f"/report/organization/{organization.slug}/", {"reason": "trafficking"}, follow=True)
