"""What a document does not hold, nobody finds: an object has one document for each view, and a viewer sees one."""

import pytest

from search.documents import documents_of
from search.queries import complete
from tests.search.conformance.conftest import put_views
from tests.search.documents import KIND

PUBLIC, MEMBERS, GROUP = ("public",), ("members",), ("members", "group-1")


@pytest.fixture(autouse=True)
def aigul(engine):
    """The public sees her name; members also where she is; group-1 even her website."""
    name = {"object_id": 1, "newest": 5, "name": ["Aigul"]}
    for_members = {
        **name,
        "audience": ["members"],
        "unless": ["group-1"],
        "countries": ["KG"],
        "text": "Midwife",
        "people": 9,
    }
    for_group = {**for_members, "audience": ["group-1"], "unless": [], "website": "https://example.org"}
    put_views(engine, 1, {**name, "audience": ["public"]}, for_members, for_group)
    put_views(
        engine, 2, {"object_id": 2, "newest": 4, "audience": ["public", "members"], "name": ["Bakyt"], "people": 3}
    )


def test_everybody_sees_each_object_once(look):
    for audiences in (PUBLIC, MEMBERS, GROUP):
        page = look(viewer_audiences=audiences)
        assert ([hit.object_id for hit in page.hits], page.total) == ([1, 2], 2), audiences


@pytest.mark.parametrize(("audiences", "sees"), [(PUBLIC, []), (MEMBERS, [1]), (GROUP, [1])])
def test_hidden_words_find_nobody(found, audiences, sees):
    assert found("midwife", viewer_audiences=audiences) == sees
    assert found("midwif", viewer_audiences=audiences) == sees
    assert found("midwifee", viewer_audiences=audiences) == sees
    assert found(filters={"countries": ("KG",)}, viewer_audiences=audiences) == sees


@pytest.mark.parametrize(("audiences", "sees"), [(PUBLIC, []), (MEMBERS, []), (GROUP, [1])])
def test_what_a_group_sees_stays_in_the_group(found, audiences, sees):
    assert found(filters={"website": ("https://example.org",)}, viewer_audiences=audiences) == sees
    assert bool(complete(KIND, "website", "https", audiences)) is bool(sees)


def test_facets_count_what_the_viewer_may_see(look):
    def values(audiences, field):
        return [
            (v.value, v.count)
            for v in look(viewer_audiences=audiences, facets=("countries", "website")).facets[field].values
        ]

    assert values(PUBLIC, "countries") == []
    assert values(MEMBERS, "countries") == [("KG", 1)]
    assert values(GROUP, "countries") == [("KG", 1)]
    assert values(MEMBERS, "website") == []
    assert values(GROUP, "website") == [("https://example.org", 1)]


def test_a_chosen_facet_shows_no_more(look):
    page = look(viewer_audiences=PUBLIC, filters={"countries": ("KG",)}, facets=("countries",))
    assert (page.total, page.facets["countries"].values) == (0, ())


def test_hits_and_highlights_hold_what_the_viewer_may_see(look):
    assert set(look("aigul", viewer_audiences=PUBLIC).hits[0].fields) == {"object_id", "newest", "name", "audience"}
    assert look("aigul", viewer_audiences=PUBLIC).hits[0].highlights == {"name": "<mark>Aigul</mark>"}
    assert "website" not in look("aigul", viewer_audiences=MEMBERS).hits[0].fields
    assert look("midwife", viewer_audiences=MEMBERS).hits[0].highlights == {"text": "<mark>Midwife</mark>"}


def test_a_hidden_number_does_not_sort(found):
    assert found(sort="-people", viewer_audiences=PUBLIC) == [2, 1]
    assert found(sort="-people", viewer_audiences=MEMBERS) == [1, 2]


def test_completion_knows_what_the_viewer_may_see(engine):
    put_views(engine, 3, {"object_id": 3, "newest": 1, "audience": ["members"], "name": ["Aizada"]})
    assert complete(KIND, "name", "ai", PUBLIC) == ["Aigul"]
    assert complete(KIND, "name", "ai", MEMBERS) == ["Aigul", "Aizada"]


def test_a_search_without_a_viewer_is_refused(look):
    with pytest.raises(ValueError, match="audiences"):
        look(viewer_audiences=())


def test_views_are_kept_apart_by_the_library(db, make, tested):
    one = make(level="national", website="https://example.org")
    views = documents_of(tested, [one.pk])[one.pk]
    assert [(view["audience"], view.get("unless")) for view in views] == [
        (["public"], None),
        (["members"], ["group-1"]),
        (["group-1"], None),
    ]
