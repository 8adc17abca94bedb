"""Filters of the library: what is found, how much is counted, and what stays in the address."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from profiles.services import save_search
from resources.goals import GCM, SDGS, goals_in, subjects_of
from resources.library import SEARCHABLE, years_in_words, years_of
from resources.models import Resource
from tests.profiles.factories import make_member
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(search_index: SearchIndex) -> Iterator[None]:
    make_resource(title="Wells", year=2014, licence="CC-BY-4.0", sdgs=[6], gcm=[19])
    make_resource(title="Canals", year=2018, licence="CC-BY-4.0", sdgs=[6, 13], gcm=[20])
    make_resource(title="Schools", year=2020, licence="all-rights-reserved", sdgs=[4])
    make_resource(title="Undated")
    search_index.drain()
    return


def listed(query: str) -> Any:
    return Client().get(f"/learn/?{query}").context["listing"]


def titles(query: str) -> list[str]:
    return sorted(each.title for each in listed(query).objects)


def counts(query: str, field: str) -> list[tuple[str, int]]:
    [group] = [each for each in listed(query).filters if each.field == field]
    return [(each.label, each.count) for each in group.values]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from=2018", ["Canals", "Schools"]),
        ("to=2018", ["Canals", "Wells"]),
        ("from=2015&to=2019", ["Canals"]),
        ("from=2019&to=2015", ["Canals"]),  # whoever mixes them up is understood
        ("from=&to=", ["Canals", "Schools", "Undated", "Wells"]),
        ("from=20x8&to=-1&from=", ["Canals", "Schools", "Undated", "Wells"]),
        ("from=%D9%A2%D9%A0%D9%A1%D9%A8", ["Canals", "Schools", "Undated", "Wells"]),
        ("licence=CC-BY-4.0", ["Canals", "Wells"]),
        ("sdgs=6", ["Canals", "Wells"]),
        ("sdgs=6&sdgs=4", ["Canals", "Schools", "Wells"]),
        ("sdgs=6&from=2015", ["Canals"]),
        ("gcm=19", ["Wells"]),
        ("gcm=24&sdgs=0&sdgs=x", ["Canals", "Schools", "Undated", "Wells"]),
    ],
)
def test_filters(shelf: None, query: str, found: list[str]) -> None:
    assert titles(query) == found


def test_counts_are_of_what_is_found_with_the_other_filters(shelf: None) -> None:
    assert counts("", "sdgs") == [
        ("4. Quality education", 1),
        ("6. Clean water and sanitation", 2),
        ("13. Climate action", 1),
    ]
    assert counts("from=2015&sdgs=4", "sdgs") == [
        ("4. Quality education", 1), ("6. Clean water and sanitation", 1), ("13. Climate action", 1),
    ]  # fmt: skip
    assert counts("to=2014", "licence") == [("Free with the author's name (CC BY 4.0)", 1)]
    assert counts("licence=CC-BY-4.0", "gcm") == [
        ("19. What migrants and diasporas contribute", 1),
        ("20. Remittances: faster, safer, cheaper", 1),
    ]


def test_the_years_stand_above_the_list_and_can_be_taken_off(shelf: None) -> None:
    found = listed("q=canals&from=2019&sdgs=6")
    assert [(each.label, each.url) for each in found.chosen] == [
        ("6. Clean water and sanitation", "?q=canals&from=2019"),
        ("from 2019", "?q=canals&sdgs=6"),
    ]
    assert ("from 2019", "?q=canals&sdgs=6", 1) in [(r.label, r.url, r.count) for r in found.relaxations]
    page = Client().get("/learn/?from=2019").content.decode()
    assert 'name="from" inputmode="numeric" min="1500" max="2100" value="2019"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [("from=2015&to=2020", "2015–2020"), ("from=2015&to=2015", "2015"), ("to=2015", "until 2015"), ("from=x", "")],
)
def test_years_in_words(query: str, words: str) -> None:
    assert years_in_words(QueryDict(query)) == words


def test_a_search_by_year_is_kept_under_its_name() -> None:
    saved = save_search(user=make_member().user, kind="resource", query="to=2020&from=2015&page=3&sort=newest")
    assert (saved.name, saved.query) == ("2015–2020", "from=2015&to=2020")
    assert years_of(QueryDict(saved.query)) == (2015, 2020)
    junk = SEARCHABLE.normalised(QueryDict("from=junk&to="))
    assert junk == ""


def test_goals_among_the_subjects_of_catalogues() -> None:
    said = subjects_of([4, 13], [19])
    assert said == [
        "SDG 4: Quality education", "SDG 13: Climate action", "GCM 19: What migrants and diasporas contribute",
    ]  # fmt: skip
    assert goals_in([*said, "sdg13", "SDG 18", "SDG indicators", "Water"]) == (
        [4, 13], [19], ["SDG 18", "SDG indicators", "Water"],
    )  # fmt: skip
    for language in ("ar", "es", "fr", "ru"):
        with translation.override(language):
            assert len({str(name) for name in [*SDGS.values(), *GCM.values()]}) == 40


def test_a_contributor_ticks_them_and_the_page_leads_on(contributor: Any, as_user: Any) -> None:
    browser = as_user(contributor)
    form = {"title": "Wells", "type": "report", "summary": "Water", "language": "en", "url": "https://example.org/w"}
    browser.post("/learn/contribute/", {**form, "sdgs": ["13", "6"], "gcm": ["19"]})
    wells = Resource.objects.get(title="Wells")
    assert (wells.sdgs, wells.gcm) == ([6, 13], [19])
    assert 'value="13" id="id_sdgs_12" checked' in browser.get(f"/learn/{wells.slug}/edit/").content.decode()
    page = browser.get(f"/learn/{wells.slug}/").content.decode()
    assert '<a class="chip" href="/learn/?sdgs=6">' in page
    refused = browser.post("/learn/contribute/", {**form, "sdgs": ["18"]})
    assert (refused.status_code, Resource.objects.count()) == (200, 1)


def test_an_editor_changes_them_in_the_admin(moderator: Any, as_user: Any) -> None:
    moderator.is_superuser = True
    moderator.save()
    wells = make_resource(title="Wells", sdgs=[6])
    page = as_user(moderator).get(f"/admin/snippets/resources/resource/edit/{wells.pk}/")
    assert page.status_code == 200
    assert 'name="sdgs" value="6"' in page.content.decode()


def test_the_form_says_what_to_send_in_the_readers_language(contributor: Any, as_user: Any) -> None:
    page = as_user(contributor).get("/learn/contribute/", headers={"accept-language": "ar"}).content.decode()
    assert ("Instead of an address" in page, "PDF, DOCX" in page) == (False, True)
