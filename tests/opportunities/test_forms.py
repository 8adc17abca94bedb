"""The form of a post: places, zones, clocks that go forward and back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from opportunities.forms import OpportunityForm
from opportunities.kinds import KINDS
from profiles.models import Organization
from taxonomy.places import find_place
from tests.opportunities.factories import make_opportunity

pytestmark = pytest.mark.django_db
MINIMUM = {"title": "T", "description": "D", "language": "en", "remote": "no"}


def form(opportunity: Any = None, browser_zone: str = "", **data: str) -> OpportunityForm:
    return OpportunityForm(
        {**MINIMUM, **data}, kind=KINDS["vacancy"], opportunity=opportunity, browser_zone=browser_zone
    )


def values(**data: str) -> dict[str, Any]:
    filled = form(**data)
    assert filled.errors == {}
    return filled.values()


class TestZone:
    def test_is_that_of_the_first_place(self) -> None:
        assert values(place_1="Osh, Kyrgyzstan", place_2="Paris, France")["zone"] == "Asia/Bishkek"

    def test_else_that_of_the_browser_else_utc(self) -> None:
        assert [values(browser_zone=zone)["zone"] for zone in ("Asia/Seoul", "")] == ["Asia/Seoul", "UTC"]

    def test_unless_one_is_chosen(self) -> None:
        assert values(place_1="Osh", zone="Europe/Paris", browser_zone="Asia/Seoul")["zone"] == "Europe/Paris"


class TestClosing:
    @pytest.mark.parametrize(
        ("day", "time", "zone", "instant"),
        [
            ("2026-07-05", "18:00", "Asia/Bishkek", datetime(2026, 7, 5, 12, 0, tzinfo=UTC)),
            ("2026-07-05", "", "Asia/Bishkek", datetime(2026, 7, 5, 17, 59, tzinfo=UTC)),
            ("05.07.2026", "18:00", "Europe/Berlin", datetime(2026, 7, 5, 16, 0, tzinfo=UTC)),
            ("2026-12-05", "18:00", "Europe/Berlin", datetime(2026, 12, 5, 17, 0, tzinfo=UTC)),
            (
                "2026-10-25",
                "02:30",
                "Europe/Berlin",
                datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            ),  # happens twice: the later one
        ],
    )
    def test_is_an_instant(self, day: str, time: str, zone: str, instant: datetime) -> None:
        assert values(closes_date=day, closes_time=time, zone=zone)["closes"] == instant

    def test_may_be_left_open(self) -> None:
        assert values()["closes"] is None

    @pytest.mark.parametrize(
        ("data", "errors"),
        [
            (
                {"closes_date": "2026-03-29", "closes_time": "02:30", "zone": "Europe/Berlin"},
                {"closes_time": ["There is no 02:30 on that day in Berlin: the clocks go forward. Set an hour later."]},
            ),
            ({"closes_time": "18:00"}, {"closes_date": ["Say on which day, too."]}),
            ({"closes_date": "tomorrow"}, {"closes_date": ["We couldn't read that date. Write it like 2026-07-05."]}),
            (
                {"closes_date": "9999-12-31", "zone": "America/New_York"},
                {"closes_date": ["We can't use that date. Set one in the next years."]},
            ),
            (
                {"closes_date": "0001-01-01", "zone": "Asia/Bishkek"},
                {"closes_date": ["We can't use that date. Set one in the next years."]},
            ),
        ],
    )
    def test_what_it_can_not_be(self, data: dict[str, str], errors: dict[str, list[str]]) -> None:
        assert form(**data).errors == errors


class TestOpening:
    def test_is_an_instant_and_may_be_left_out(self) -> None:
        data = {"zone": "Asia/Bishkek", "opens_date": "2026-07-05"}
        assert [values(**data, opens_time=at)["opens"] for at in ("09:00", "")] == [
            datetime(2026, 7, 5, 3, 0, tzinfo=UTC),
            datetime(2026, 7, 4, 18, 0, tzinfo=UTC),
        ]
        assert values()["opens"] is None

    def test_of_an_hour_that_happens_twice_is_the_first(self) -> None:
        found = values(opens_date="2026-10-25", opens_time="02:30", zone="Europe/Berlin")
        assert found["opens"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("data", "errors"),
        [
            ({"opens_time": "18:00"}, {"opens_date": ["Say on which day, too."]}),
            ({"opens_date": "tomorrow"}, {"opens_date": ["We couldn't read that date. Write it like 2026-07-05."]}),
            (
                {"opens_date": "2026-07-05", "closes_date": "2026-07-04"},
                {"closes_date": ["It would close before it opens."]},
            ),
        ],
    )
    def test_what_it_can_not_be(self, data: dict[str, str], errors: dict[str, list[str]]) -> None:
        assert form(**data).errors == errors

    def test_stays_as_it_was_when_a_post_is_edited(self, verified: Organization) -> None:
        opens = datetime(2026, 7, 5, 3, 0, tzinfo=UTC)
        opportunity = make_opportunity(organization=verified, opens=opens, closes=None, live=False, zone="Asia/Bishkek")
        shown = OpportunityForm(kind=KINDS["vacancy"], opportunity=opportunity)
        written = {name: str(shown[name].value()) for name in ("opens_date", "opens_time", "zone")}
        assert values_of(form(opportunity, **written))["opens"] == opens


class TestPlaces:
    def test_known_ones_by_their_names_in_any_script(self) -> None:
        places = values(place_1="Ош", place_2="Bishkek, Kyrgyzstan")["places"]
        assert [(place.place, place.city, place.country) for place in places] == [
            (find_place("Osh", "KG"), "Osh", "KG"),
            (find_place("Bishkek", "KG"), "Bishkek", "KG"),
        ]

    def test_unknown_ones_are_named(self) -> None:
        assert list(form(place_1="Atlantis-on-Sea").errors) == ["place_1"]

    def test_what_a_record_wrote_may_stay(self, verified: Organization) -> None:
        opportunity = make_opportunity(
            organization=verified, places=[("Kök-Art aiyl", "KG"), ("A", ""), ("B", ""), ("A fourth", "")]
        )
        shown = OpportunityForm(kind=KINDS["vacancy"], opportunity=opportunity)
        written = {name: shown[name].value() for name in ("place_1", "place_2", "place_3")}
        places = values_of(form(opportunity, **written))["places"]
        assert [(place.city, place.country) for place in places] == [
            ("Kök-Art aiyl", "KG"),
            ("A", ""),
            ("B", ""),
            ("A fourth", ""),
        ]


def values_of(filled: OpportunityForm) -> dict[str, Any]:
    assert filled.errors == {}
    return filled.values()


def test_a_draft_needs_a_title_only() -> None:
    half = OpportunityForm({"title": "T"}, kind=KINDS["event"], draft=True)
    assert (half.is_valid(), half.values()["language"], half.values()["remote"]) == (True, "en", "no")
    assert list(OpportunityForm({}, kind=KINDS["event"], draft=True).errors) == ["title"]
    assert list(OpportunityForm({}, kind=KINDS["event"]).errors) == ["title", "description", "language", "remote"]
