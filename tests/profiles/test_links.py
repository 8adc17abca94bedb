"""Chapters and umbrellas: one side asks, the other agrees, and both pages show it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles import services
from profiles.models import Organization, OrganizationLink, Profile
from tests.profiles.factories import make_organization

BrowserOf = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _own_counters() -> None:
    cache.clear()


@pytest.fixture
def union(stranger: Profile) -> Organization:
    return make_organization("World Union", owner=stranger.user, type="confederation")


def ask(
    asker: Organization, other: Organization, by: Profile, kind: str = "chapter", *, is_parent: bool = True
) -> OrganizationLink:
    return services.ask_for_link(asker=asker, other=other, kind=kind, is_parent=is_parent, by=by.user)


def tie(parent: Organization, child: Organization, by: Profile, kind: str = "chapter") -> OrganizationLink:
    link = ask(parent, child, by, kind)
    services.accept_link(link=link, by=child)
    return link


def test_both_have_to_agree(
    organization: Organization, union: Organization, owner: Profile, stranger: Profile, browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    def shown(on: Organization, other: Organization) -> bool:
        return other.name in browser_of(None).get(on.get_absolute_url()).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser_of(owner).post(
            f"{organization.get_absolute_url()}links/", {"other": "world union", "how": "member-over"}
        )
    assert answer.status_code == 302
    link = OrganizationLink.objects.get()
    assert (link.parent, link.child, link.kind, link.status) == (union, organization, "member", "asked")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["pierre@example.org"], "Osh Water Users asks World Union")
    ]
    assert (shown(organization, union), shown(union, organization)) == (False, False)
    own, theirs = (f"{each.get_absolute_url()}links/{link.pk}/" for each in (organization, union))
    assert browser_of(owner).post(f"{own}accept/").status_code == 404  # nobody answers for the other side
    assert browser_of(owner).post(f"{theirs}accept/").status_code == 404
    assert browser_of(stranger).post(f"{theirs}nonsense/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert browser_of(stranger).post(f"{theirs}accept/").status_code == 302
    assert mail.outbox[-1].to == ["nurgul@example.org"]
    assert (shown(organization, union), shown(union, organization)) == (True, True)
    assert browser_of(owner).post(f"{own}end/").status_code == 302
    assert (shown(organization, union), OrganizationLink.objects.count()) == (False, 0)


def test_a_hidden_side_is_not_shown(
    organization: Organization, union: Organization, stranger: Profile, browser_of: BrowserOf
) -> None:
    tie(union, organization, stranger)
    Organization.objects.filter(pk=union.pk).update(is_hidden=True)
    text = {who: browser_of(who).get(organization.get_absolute_url()).content.decode() for who in (None, stranger)}
    assert {who: "World Union" in page for who, page in text.items()} == {None: False, stranger: True}


def test_only_owners_ask_and_answer(
    organization: Organization, union: Organization, colleague: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    link = ask(union, organization, stranger)
    base = f"{organization.get_absolute_url()}links/"
    for who in (colleague, stranger):
        assert browser_of(who).post(base, {"other": "World Union", "how": "member-over"}).status_code == 404
        for action in ("accept", "end"):
            assert browser_of(who).post(f"{base}{link.pk}/{action}/").status_code == 404
    assert OrganizationLink.objects.get().status == "asked"


def test_nothing_goes_round_in_a_circle(stranger: Profile) -> None:
    a, b, c = (make_organization(f"Circle {name}", owner=stranger.user) for name in ("one", "two", "three"))
    tie(a, b, stranger)
    tie(b, c, stranger)
    with pytest.raises(ValidationError, match="its own umbrella"):
        ask(c, a, stranger)
    with pytest.raises(ValidationError, match="itself"):
        ask(a, a, stranger)
    with pytest.raises(ValidationError, match="tied already"):
        ask(a, b, stranger)
    with pytest.raises(ValidationError, match=r"itself is|umbrella|tied already"):
        ask(b, a, stranger)


def test_two_open_questions_do_not_make_a_circle(stranger: Profile) -> None:
    a, b, c = (make_organization(f"Circle {name}", owner=stranger.user) for name in ("one", "two", "three"))
    links = [ask(a, b, stranger), ask(b, c, stranger), ask(c, a, stranger)]
    services.accept_link(link=links[0], by=b)
    services.accept_link(link=links[1], by=c)
    with pytest.raises(ValidationError, match="its own umbrella"):
        services.accept_link(link=links[2], by=a)
    assert OrganizationLink.objects.accepted().count() == 2


def test_what_was_taken_back_is_not_accepted(
    organization: Organization, union: Organization, stranger: Profile
) -> None:
    link = ask(union, organization, stranger)
    same = OrganizationLink.objects.get(pk=link.pk)
    services.end_link(link=link)
    with pytest.raises(ValidationError, match="meanwhile"):
        services.accept_link(link=same, by=organization)


def test_twenty_are_asked_a_day(organization: Organization, owner: Profile) -> None:
    others = [make_organization() for _number in range(21)]
    for other in others[:20]:
        services.end_link(link=ask(organization, other, owner))
    with pytest.raises(ValidationError, match="Go on tomorrow"):
        ask(organization, others[20], owner)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Nobody at all", "know an organization"),
        ("/connect/organizations/none/", "know an organization"),
        ("/connect/organizations/%00/", "know an organization"),
        ("Twin", "Several organizations"),
        ("Osh Water Users", "itself"),
        ("", "required"),
        ("a\x00b", "Null characters"),
        ("x" * 10_000, "at most 400"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(
    typed: str, said: str, organization: Organization, owner: Profile, browser_of: BrowserOf
) -> None:
    make_organization("Twin")
    make_organization("Twin", is_hidden=False)
    make_organization("Nobody at all", is_hidden=True)
    page = browser_of(owner).post(f"{organization.get_absolute_url()}links/", {"other": typed, "how": "member-over"})
    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert OrganizationLink.objects.count() == 0


def test_an_address_or_a_name_in_any_case_finds_it(
    organization: Organization, owner: Profile, browser_of: BrowserOf
) -> None:
    other = make_organization("Ысык-Көл")
    path = other.get_absolute_url()
    for typed in (f"https://example.org{path}", path, f"{unquote(path)}members/", "ысык-көл"):
        browser_of(owner).post(f"{organization.get_absolute_url()}links/", {"other": typed, "how": "chapter-under"})
        link = OrganizationLink.objects.get()
        assert (link.parent, link.child, link.kind) == (organization, other, "chapter")
        services.end_link(link=link)


def test_its_page_takes_as_many_statements_for_thirty_chapters_as_for_one(
    organization: Organization, owner: Profile, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def add() -> None:
        OrganizationLink.objects.create(
            parent=organization, child=make_organization(), kind="chapter", status="accepted", is_asked_by_parent=True
        )

    pages = (organization.get_absolute_url(), f"{organization.get_absolute_url()}links/")
    add()
    used = [count(page) for page in pages]
    for _number in range(29):
        add()
    assert [count(page) for page in pages] == used
    assert len(client.get(pages[0]).context["links"].chapters) == 30


def test_a_link_goes_with_its_organization(organization: Organization, union: Organization, stranger: Profile) -> None:
    tie(union, organization, stranger)
    union.delete()
    assert OrganizationLink.objects.count() == 0
