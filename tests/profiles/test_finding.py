"""Finding people by what lies near: narrower concepts, cities around, the map, saved searches, who complements whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import services
from profiles.directory_map import shown_counts
from profiles.models import Profile, SavedSearch
from profiles.rounding import FEWEST
from profiles.saved_searches import kept_by
from taxonomy.tree import concept_tree
from tests.profiles.factories import make_member
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Any]


def found(page: Any) -> list[str]:
    return sorted(view.name for view in page.context["people"])


class TestFilters:
    def test_a_broad_concept_finds_what_is_narrower(
        self, stranger: Profile, browser_of: BrowserOf, search_index: SearchIndex
    ) -> None:
        make_member(name="Welder", expertise=["welding"])
        make_member(name="Nurse", expertise=["nursing"])
        search_index.drain()
        browser = browser_of(stranger)
        assert found(browser.get("/connect/?expertise=welding")) == ["Welder"]
        broad = concept_tree().by_key["welding"].ancestors[-1]
        assert found(browser.get(f"/connect/?expertise={broad}")) == ["Welder"]

    def test_near_a_city(self, stranger: Profile, browser_of: BrowserOf, search_index: SearchIndex) -> None:
        make_member(name="In Potsdam", city="Potsdam", country="DE")
        make_member(name="In Berlin", city="Berlin", country="DE")
        make_member(name="In Hamburg", city="Hamburg", country="DE")
        search_index.drain()
        page = browser_of(stranger).get("/connect/?near=Berlin, Germany")
        assert found(page) == ["In Berlin", "In Potsdam"]
        assert [chosen.label for chosen in page.context["listing"].chosen] == ["within 40 km of Berlin, Germany"]

    def test_roots_find_only_who_shows_them(
        self, stranger: Profile, browser_of: BrowserOf, search_index: SearchIndex
    ) -> None:
        make_member(name="Shows", roots=["KG"], audiences={"roots": "members"})
        make_member(name="Hides", roots=["KG"], audiences={"roots": "private"})
        search_index.drain()
        assert found(browser_of(stranger).get("/connect/?roots=KG")) == ["Shows"]

    def test_words_say_how_many_organizations_they_find(
        self, stranger: Profile, organization: Any, browser_of: BrowserOf, search_index: SearchIndex
    ) -> None:
        search_index.drain()
        assert browser_of(stranger).get("/connect/?q=canals").context["others"] == 1

    def test_for_members_only(
        self, stranger: Profile, browser_of: BrowserOf, settings: Any, search_index: SearchIndex
    ) -> None:
        settings.DIRECTORY_FOR_MEMBERS_ONLY = True
        shown = make_member(name="Public", audiences={"profile": "public"})
        for page in ("/connect/", "/connect/organizations/", "/connect/map/"):
            assert browser_of(None).get(page)["Location"].startswith("/accounts/login/")
            assert browser_of(stranger).get(page).status_code == 200
        assert browser_of(None).get(shown.get_absolute_url()).status_code == 200


class TestMap:
    @pytest.mark.parametrize(
        ("counts", "shown"),
        [
            ({"KG": 9, "DE": 6}, {"DE": 5, "KG": 5}),
            ({"DE": 4, "KG": 10}, {"KG": 10}),
            ({"KG": 4}, {}),
            ({}, {}),
        ],
    )
    def test_nobody_stands_alone(self, counts: dict[str, int], shown: dict[str, int]) -> None:
        assert list(shown_counts(counts).items()) == list(shown.items())

    def test_counts_only_where_people_say_they_live(
        self, stranger: Profile, browser_of: BrowserOf, search_index: SearchIndex
    ) -> None:
        for i in range(FEWEST + 2):
            make_member(name=f"Shown {i}", city="Berlin", country="DE")
            make_member(name=f"Hidden {i}", city="Osh", country="KG", audiences={"place": "private"})
        search_index.drain()
        drawn = browser_of(stranger).get("/connect/map/").context["map"]
        assert [(spot.name, spot.count) for spot in drawn.spots] == [("Germany", FEWEST)]
        assert (drawn.total, drawn.elsewhere) == (3 * FEWEST, 2 * FEWEST)
        cells = browser_of(stranger).get("/connect/map/?country=DE").context["map"]
        assert [(spot.name, spot.count) for spot in cells.spots] == [("around Berlin", FEWEST)]


class TestSavedSearches:
    def test_saved_seen_and_new_since(self, owner: Profile, browser_of: BrowserOf, search_index: SearchIndex) -> None:
        make_member(name="Here before", expertise=["welding"])
        search_index.drain()
        browser = browser_of(owner)
        browser.post("/saved-searches/", {"kind": "profile", "query": "page=3&expertise=welding&q=&sort=newest"})
        saved = SavedSearch.objects.get()
        assert (saved.query, saved.name) == ("expertise=welding", "welding and metalwork")
        SavedSearch.objects.update(seen=timezone.now() - timedelta(hours=1))
        Profile.objects.exclude(user=owner.user).update(joined=timezone.now() - timedelta(days=9))
        search_index.rebuild("profile")
        assert [each.new for each in kept_by(owner.user)] == [0]
        make_member(name="New", expertise=["welding"])
        search_index.drain()
        assert [each.new for each in kept_by(owner.user)] == [1]
        assert browser.post(f"/saved-searches/{saved.token}/see/")["Location"] == "/connect/?expertise=welding"
        SavedSearch.objects.update(seen=timezone.now() + timedelta(seconds=5))
        assert [each.new for each in kept_by(owner.user)] == [0]

    def test_the_same_again_is_the_same(self, owner: Profile) -> None:
        for query in ("q=osh&country=KG", "country=KG&q=osh&page=2"):
            services.save_search(user=owner.user, kind="profile", query=query)
        assert SavedSearch.objects.count() == 1

    def test_renamed_and_deleted(self, owner: Profile, browser_of: BrowserOf) -> None:
        saved = services.save_search(user=owner.user, kind="opportunity", query="q=osh")
        browser = browser_of(owner)
        browser.post(f"/saved-searches/{saved.token}/rename/", {"name": "Work in Osh"})
        assert SavedSearch.objects.get().name == "Work in Osh"
        assert browser.get(f"/saved-searches/{saved.token}/delete/").status_code == 200
        browser.post(f"/saved-searches/{saved.token}/delete/")
        assert not SavedSearch.objects.exists()

    def test_many_take_as_many_statements_as_one(
        self, owner: Profile, browser_of: BrowserOf, search_index: SearchIndex
    ) -> None:
        counts, browser = [], browser_of(owner)
        for some in (["osh"], ["naryn", "talas", "batken"]):
            for word in some:
                services.save_search(user=owner.user, kind="profile", query=f"q={word}")
            browser.get("/saved-searches/")
            with CaptureQueriesContext(connection) as statements:
                browser.get("/saved-searches/")
            counts.append(len(statements))
        assert counts[0] == counts[1]


class TestMeeting:
    def test_who_offers_what_one_looks_for(self, browser_of: BrowserOf, search_index: SearchIndex) -> None:
        learner = make_member(name="Learner", expertise=["accounting"], interests=["welding"], languages=["ky"])
        make_member(name="Mentor", expertise=["welding"], open_to=["mentoring"], languages=["ky"])
        make_member(name="Double", expertise=["accounting"], languages=["ky"])
        search_index.drain()
        page = browser_of(learner).get("/connect/meet/")
        lists = page.context["found"]
        assert [meeting.person.name for meeting in lists.complementing] == ["Mentor"]
        assert "Double" in [meeting.person.name for meeting in lists.alike]
        assert all(meeting.reasons for meeting in (*lists.alike, *lists.complementing))

    def test_somebody_who_is_blocked_is_never_met(self, browser_of: BrowserOf, search_index: SearchIndex) -> None:
        learner = make_member(name="Learner", interests=["welding"])
        mentor = make_member(name="Mentor", expertise=["welding"])
        services.block_member(blocker=mentor.user, blocked=learner.user)
        search_index.drain()
        lists = browser_of(learner).get("/connect/meet/").context["found"]
        assert (lists.alike, lists.complementing) == ([], [])
