"""What each kind asks for, keeps and shows; records from elsewhere read well."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from opportunities.kinds import KINDS, Kind, get_kind
from opportunities.models import Opportunity
from profiles.models import Organization

TENDER = {
    "procedure": "Quality-Cost Based Selection",
    "questions_until": "2018-05-20T23:59",
    "answers_on": "2018-05-21T17:00",
    "submit": {"by_hand": "6, Ryskulov street, Bishkek"},
    "lots": [{"number": 1, "title": "Quantitative research"}, {"number": 2, "title": "Qualitative research"}],
    "site_visit": {"day": "Monday", "contacts": [{"name": "Aida", "phone": "+996 1"}]},
}
VACANCY = {
    "grade": "G3",
    "duty_station": "Bishkek",
    "apply": {"email": "hr@example.org", "by_hand": "in a sealed envelope"},
    "documents": ["CV", "references"],
}
CLUB = {
    "@type": "Organization",
    "name": "Club",
    "sameAs": "https://club.example.org",
    "url": "https://club.example.org",
}
FULL = {
    "title": "T",
    "organization": Organization(name="Club", website="https://club.example.org", countries=["KG"]),
    "description": "</script><b>&",
    "zone": "Asia/Bishkek",
    "first_published_at": datetime(2026, 6, 1, tzinfo=UTC),
    "closes": datetime(2026, 7, 5, 12, tzinfo=UTC),
    "live": True,
}


def post(kind: str, details: dict[str, Any], **fields: Any) -> Opportunity:
    return Opportunity(kind=kind, details=details, **{"zone": "Asia/Bishkek", **fields})


def shown(opportunity: Opportunity) -> list[tuple[str, Any]]:
    return [(fact.label, fact.items or fact.text) for fact in opportunity.kind_class.show(opportunity)]


def test_the_kinds() -> None:
    assert list(KINDS) == [
        "vacancy",
        "consultancy",
        "tender",
        "volunteering",
        "mentoring",
        "training",
        "event",
        "open_call",
        "investment",
        "scholarship",
        "expert-assignment",
    ]
    for name, kind in KINDS.items():
        assert (kind.name, bool(kind.label), bool(kind.description), bool(kind.verb)) == (name, True, True, True)


def test_a_tender_of_a_record_reads_well() -> None:
    assert shown(post("tender", TENDER)) == [
        ("Procedure", "Quality-Cost Based Selection"),
        ("2 lots", ("Lot 1: Quantitative research", "Lot 2: Qualitative research")),
        ("Site visit", ("Day: Monday", "Contacts: Name: Aida, Phone: +996 1")),
        ("Questions until", "Sun 20 May 2018, 23:59 Bishkek"),
        ("Answers on", "Mon 21 May 2018, 17:00 Bishkek"),
    ]


def test_a_card_shows_the_few_facts_that_decide() -> None:
    posts = [
        post("scholarship", {"amount": "800 euros a month", "level": "master"}),
        post("investment", {"sought": "40,000 euros", "instrument": "loan"}),
        post("expert-assignment", {"duration": "6 weeks", "how": "once"}),
        post("scholarship", {"amount": ""}),
        post("vacancy", VACANCY),
    ]
    assert [[(fact.label, fact.text) for fact in each.kind_class.show_on_card(each)] for each in posts] == [
        [("How much", "800 euros a month")],
        [("What is sought", "40,000 euros")],
        [("How long", "6 weeks")],
        [],
        [],
    ]


def test_how_to_answer_is_said_as_given() -> None:
    tender, vacancy = post("tender", TENDER), post("vacancy", VACANCY)
    ways = [opportunity.kind_class.ways(opportunity) for opportunity in (tender, vacancy)]
    assert [(way["url"], way["email"], [(note.label, note.text) for note in way["notes"]]) for way in ways] == [
        ("", "", [("By hand", "6, Ryskulov street, Bishkek")]),
        ("", "hr@example.org", [("By hand", "in a sealed envelope")]),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", 5, None, ["https://example.org"]]
)
def test_a_link_that_is_none_is_no_button(url: Any) -> None:
    assert Kind.ways(post("vacancy", {"apply": {"url": url, "email": "a@b.c?bcc=x"}})) == {
        "url": "",
        "email": "",
        "notes": [],
    }


@pytest.mark.parametrize(
    "details",
    [
        {"lots": "one"},
        {"lots": [1, None]},
        {"starts": 5},
        {"starts": "9999-99-99T99:99"},
        {"apply": []},
        {"grade": {"a": [[]]}},
        {"x": True},
    ],
)
def test_details_of_any_shape_are_shown(details: dict[str, Any]) -> None:
    for kind in KINDS:
        assert isinstance(shown(post(kind, details)), list)


def test_a_kind_that_is_no_longer_offered_still_shows_all() -> None:
    opportunity = post("diaspora_return", {"stipend": "300"})
    assert (str(get_kind("diaspora_return").label), shown(opportunity)) == ("Diaspora return", [("Stipend", "300")])


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_keeps_it_shows_again(kind: str) -> None:
    """Opening a form and saving it changes nothing, whatever else a record had."""
    details = {"tender": TENDER, "vacancy": VACANCY, "event": {"venue": "Hall", "starts": "2017-09-26T19:30"}}.get(
        kind, {"unknown": {"a": [1]}}
    )
    form_class = KINDS[kind]
    cleaned = {}
    for fact in form_class.fields():
        initial = form_class.initial_from(details)[fact.field_name]
        field = fact.form_field()
        sent = field.widget.format_value(initial) if initial is not None else ""
        cleaned[fact.field_name] = field.clean(sent[0] if isinstance(sent, list) else sent)
    assert form_class.details_from(cleaned, details) == details


def test_emptying_a_field_removes_its_key() -> None:
    cleaned = {"details_apply_email": "", "details_apply_by_hand": "", "details_grade": ""}
    assert KINDS["vacancy"].details_from(cleaned, VACANCY) == {
        "duty_station": "Bishkek",
        "documents": ["CV", "references"],
    }


@pytest.mark.django_db
@time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC))
@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        (
            "vacancy",
            {"hours": "part"},
            {"@type": "JobPosting", "employmentType": "PART_TIME", "validThrough": "2026-07-05T18:00:00+06:00"},
        ),
        ("consultancy", {}, {"@type": "JobPosting", "employmentType": "CONTRACTOR"}),
        ("volunteering", {}, {"@type": "JobPosting", "employmentType": "VOLUNTEER"}),
        ("investment", {}, {"@type": "InvestmentOrDeposit", "provider": CLUB}),
        ("scholarship", {}, {"@type": "MonetaryGrant", "funder": CLUB, "name": "T"}),
        ("expert-assignment", {}, {"@type": "JobPosting", "employmentType": "TEMPORARY"}),
        ("event", {"starts": "2026-08-01T10:00"}, {"@type": "Event", "startDate": "2026-08-01T10:00:00+06:00"}),
        (
            "training",
            {"starts": "2026-08-01T10:00", "ends": "2026-08-02T10:00"},
            {"@type": "Course", "name": "T"},
        ),
    ],
)
def test_structured_data(kind: str, details: dict[str, Any], expected: dict[str, Any]) -> None:
    opportunity = post(kind, details, **FULL)
    document = opportunity.kind_class.json_ld(opportunity, "https://x.example/") or {}
    assert {key: document.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("kind", "details"),
    [("tender", {}), ("mentoring", {}), ("open_call", {}), ("event", {}), ("event", {"starts": "soon"})],
)
def test_kinds_and_posts_without_structured_data(kind: str, details: dict[str, Any]) -> None:
    assert get_kind(kind).json_ld(post(kind, details), "https://x.example/") is None
