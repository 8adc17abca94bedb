"""Why posts are put aside, and what is left out for a member because of it: theirs alone to see and to undo."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opportunities.leaving_out import left_out_of, left_out_of_many
from opportunities.matching import match_opportunities
from opportunities.models import Choice, Opportunity
from opportunities.services import give_reason, make_choice
from profiles.models import Organization, Profile
from profiles.subjects import subject_of
from taxonomy.places import find_place
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member
from tests.search.plugin import SearchIndex

KEY = "welding"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def engineer(db: None) -> Profile:
    return make_member(name="Nurgul Asanova", country="DE", expertise=["irrigation", "welding"])


def put_aside(user: Any, organization: Organization, reason: str, times: int = 2, **post: Any) -> list[Opportunity]:
    posts = [make_opportunity(organization=organization, **post) for _time in range(times)]
    for each in posts:
        make_choice(user=user, opportunity=each, decision="dismissed")
        give_reason(user=user, opportunity=each, reason=reason)
    return posts


def found(profile: Profile) -> set[str]:
    left_out = left_out_of(profile.user)
    matches = match_opportunities(
        subject_of(profile), audiences=("members",), exclude_ids=left_out.aside, left_out=left_out, limit=50
    )
    return {match.hit.fields["title"] for match in matches}


def test_a_field_that_was_not_ones_own_twice_gives_no_match_alone(
    engineer: Profile, verified: Organization, search_index: SearchIndex
) -> None:
    for title, expertise in (
        ("Only welding", ["welding"]), ("Both", ["welding", "irrigation"]), ("Only irrigation", ["irrigation"]),
    ):  # fmt: skip
        make_opportunity(organization=verified, title=title, expertise=expertise)
    put_aside(engineer.user, verified, "field", times=1, expertise=["welding"])
    search_index.drain()
    assert found(engineer) == {"Only welding", "Both", "Only irrigation"}
    put_aside(engineer.user, verified, "field", times=1, expertise=["welding"])
    search_index.drain()
    assert found(engineer) == {"Both", "Only irrigation"}


def test_who_lists_nothing_else_is_not_given_it_either(verified: Organization, search_index: SearchIndex) -> None:
    welder = make_member(expertise=["welding"])
    make_opportunity(organization=verified, title="Only welding", expertise=["welding"])
    put_aside(welder.user, verified, "field", expertise=["welding"])
    search_index.drain()
    assert found(welder) == set()


def test_what_was_too_far_twice_leaves_out_other_countries(
    engineer: Profile, verified: Organization, search_index: SearchIndex
) -> None:
    berlin, osh = find_place("Berlin", "DE"), find_place("Osh", "KG")
    for title, places, remote in (
        ("Osh", [osh], "no"), ("Partly in Osh", [osh], "hybrid"), ("From anywhere", [osh], "yes"), ("Berlin", [berlin], "no"),
        ("Somewhere", [], "no"),
    ):  # fmt: skip
        make_opportunity(organization=verified, title=title, expertise=["irrigation"], places=places, remote=remote)
    search_index.drain()
    assert len(found(engineer)) == 5
    put_aside(engineer.user, verified, "far", places=[("Osh", "KG")])
    assert found(engineer) == {"From anywhere", "Berlin", "Somewhere"}


def test_other_reasons_and_what_others_said_change_nothing(engineer: Profile, verified: Organization) -> None:
    for reason in ("level", "now", "elsewhere", "wrong"):
        put_aside(engineer.user, verified, reason, expertise=["welding"])
    put_aside(make_member().user, verified, "field", expertise=["welding"])
    left_out = left_out_of(engineer.user)
    assert (left_out.concepts, left_out.far, len(left_out.aside)) == ({}, 0, 8)


def test_many_members_take_as_many_statements(verified: Organization) -> None:
    def statements(members: list[Any]) -> int:
        for user in members:
            put_aside(user, verified, "field", expertise=["welding"])
        with CaptureQueriesContext(connection) as captured:
            assert len(left_out_of_many([user.pk for user in members])) == len(members)
        return len(captured)

    assert statements([make_member().user]) == statements([make_member().user for _i in range(30)]) == 3


class TestSayingWhy:
    def test_is_asked_where_the_card_was(
        self, engineer: Profile, verified: Organization, as_user: Any, search_index: SearchIndex
    ) -> None:
        post, client = make_opportunity(organization=verified), as_user(engineer.user)
        answer = client.post(f"/contribute/{post.slug}/dismiss/", {"next": "/for-you/"}, **HTMX).content.decode()
        assert [f'value="{value}"' in answer for value in Choice.Reason.values] == [True] * 6
        answer = client.post(f"/contribute/{post.slug}/why-not/", {"reason": "far", "next": "/for-you/"}, **HTMX)
        assert "Noted: Too far." in answer.content.decode()
        assert list(Choice.objects.values_list("decision", "reason")) == [("dismissed", "far")]

    def test_without_scripts_comes_back_to_the_page(
        self, engineer: Profile, verified: Organization, as_user: Any
    ) -> None:
        post, client = make_opportunity(organization=verified), as_user(engineer.user)
        page = client.post(f"/contribute/{post.slug}/dismiss/", {"next": "/contribute/saved/"}, follow=True)
        assert f'action="/contribute/{post.slug}/why-not/"' in page.content.decode()
        page = client.post(
            f"/contribute/{post.slug}/why-not/", {"reason": "field", "next": "/contribute/saved/"}, follow=True
        )
        assert (page.redirect_chain[-1][0], "Noted: Not my field." in page.content.decode()) == (
            "/contribute/saved/",
            True,
        )

    def test_something_wrong_leads_to_the_report(self, engineer: Profile, verified: Organization, as_user: Any) -> None:
        (post,) = put_aside(engineer.user, verified, "now", times=1)
        client, address = as_user(engineer.user), f"/report/opportunity/{post.slug}/"
        assert client.post(f"/contribute/{post.slug}/why-not/", {"reason": "wrong"}).url == address
        answer = client.post(f"/contribute/{post.slug}/why-not/", {"reason": "wrong"}, **HTMX)
        assert (answer["HX-Redirect"], Choice.objects.get().reason) == (address, "wrong")

    @pytest.mark.parametrize("reason", ["", "rude", "\x00", "a" * 10_000])
    def test_takes_no_other_words(self, reason: str, engineer: Profile, verified: Organization, as_user: Any) -> None:
        (post,) = put_aside(engineer.user, verified, "now", times=1)
        answer = as_user(engineer.user).post(f"/contribute/{post.slug}/why-not/", {"reason": reason})
        assert (answer.status_code, Choice.objects.get().reason) == (302, "now")

    def test_says_nothing_of_what_was_not_put_aside(
        self, engineer: Profile, verified: Organization, as_user: Any
    ) -> None:
        post = make_opportunity(organization=verified)
        make_choice(user=engineer.user, opportunity=post, decision="saved")
        as_user(engineer.user).post(f"/contribute/{post.slug}/why-not/", {"reason": "far"})
        assert list(Choice.objects.values_list("decision", "reason")) == [("saved", "")]


class TestThePage:
    def test_shows_the_rules_and_undoes_each(self, engineer: Profile, verified: Organization, as_user: Any) -> None:
        put_aside(engineer.user, verified, "field", expertise=["welding"])
        put_aside(engineer.user, verified, "far")
        client = as_user(engineer.user)
        page = client.get("/contribute/left-out/")
        (rule,) = page.context["rules"]
        assert (rule["key"], rule["number"], page.context["far"]) == (KEY, 2, 2)
        assert client.post("/contribute/left-out/", {"concept": rule["key"]}).url == "/contribute/left-out/"
        assert (left_out_of(engineer.user).keys, left_out_of(engineer.user).is_far) == ([], True)
        client.post("/contribute/left-out/", {"far": "1"})
        assert (left_out_of(engineer.user).keys, left_out_of(engineer.user).is_far) == ([], False)
        assert Choice.objects.filter(decision="dismissed").count() == 4
        assert "We leave nothing out" in client.get("/contribute/left-out/").content.decode()

    @pytest.mark.parametrize("concept", ["", "none-such", '"', "\x00", "a" * 10_000])
    def test_nothing_else_is_undone(
        self, concept: str, engineer: Profile, verified: Organization, as_user: Any
    ) -> None:
        put_aside(engineer.user, verified, "field", expertise=["welding"])
        as_user(engineer.user).post("/contribute/left-out/", {"concept": concept})
        as_user(make_member().user).post("/contribute/left-out/", {"concept": left_out_of(engineer.user).keys[0]})
        assert len(left_out_of(engineer.user).keys) == 1
