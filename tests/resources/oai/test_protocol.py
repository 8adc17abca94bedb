"""What harvesters are answered, by the letter of the protocol."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles import reviewing
from profiles.services import delete_account
from resources.models import Resource, Tombstone
from resources.oai import repository
from tests.examples import examples
from tests.resources.factories import make_resource

NAMES = {"": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}
Ask = Callable[..., Element]


@pytest.fixture
def ask(db: None) -> Ask:
    """Asks as anybody may; the whole answer."""

    def ask(**arguments: Any) -> Element:
        response = Client().get("/learn/oai", arguments)
        assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
        return fromstring(response.content)

    return ask


def identifiers(answer: Element) -> list[str]:
    return [each.text.rpartition(":")[2] for each in answer.iterfind(".//header/identifier", NAMES) if each.text]


def errors(answer: Element) -> list[str]:
    return [each.attrib["code"] for each in answer.iterfind("error", NAMES)]


@pytest.mark.parametrize(("arguments", "code"), [
    ({}, "badVerb"),
    ({"verb": "List"}, "badVerb"),
    ({"verb": ["Identify", "Identify"]}, "badVerb"),
    ({"verb": "Identify", "x": "1"}, "badArgument"),
    ({"verb": "ListRecords"}, "badArgument"),
    ({"verb": "GetRecord", "identifier": "oai:localhost:0"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "yesterday"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-02", "until": "2026-01-01"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-01", "until": "2026-01-02T00:00:00Z"},
     "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "nonsense"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "1999-12-31"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "ListRecords", "resumptionToken": "x", "set": "type-report"}, "badArgument"),
    ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:elsewhere:x"}, "idDoesNotExist"),
    ({"verb": "ListMetadataFormats", "identifier": "x"}, "idDoesNotExist"),
])  # fmt: skip
def test_what_is_wrong_is_told(arguments: dict[str, Any], code: str, ask: Ask) -> None:
    make_resource()
    answer = ask(**arguments)
    assert errors(answer) == [code]
    told_back = answer.find("request", NAMES)
    is_understood = code not in ("badVerb", "badArgument")
    assert told_back is not None
    assert (told_back.attrib, told_back.text) == (arguments if is_understood else {}, "http://testserver/learn/oai")


def test_the_last_day_there_is(ask: Ask) -> None:
    row = make_resource()
    bounds = {"from": "0001-01-01", "until": "9999-12-31"}
    assert identifiers(ask(verb="ListIdentifiers", metadataPrefix="oai_dc", **bounds)) == [str(row.uuid)]


def test_a_post_asks_the_same(ask: Ask) -> None:
    make_resource()
    posted = Client(enforce_csrf_checks=True).post(
        "/learn/oai", {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    )
    assert identifiers(fromstring(posted.content)) == identifiers(ask(verb="ListIdentifiers", metadataPrefix="oai_dc"))


def test_a_list_goes_on_where_it_stood_whatever_changes(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resources.oai.answering.PAGE", 2)
    rows = [make_resource() for _ in range(5)]
    gone = make_resource()
    gone.delete()
    seen: list[list[str]] = []
    answer = ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    while True:
        seen.append(identifiers(answer))
        token = answer.find(".//resumptionToken", NAMES)
        assert token is not None
        assert token.attrib == {"cursor": str(2 * (len(seen) - 1)), "completeListSize": "6"}
        if not token.text:
            break
        if len(seen) == 1:
            rows[0].save()  # changed while somebody harvests: told again, behind
        answer = ask(verb="ListIdentifiers", resumptionToken=token.text)
    uuids = [str(row.uuid) for row in rows]
    assert seen == [uuids[:2], uuids[2:4], [uuids[4], str(gone.uuid)], [uuids[0]]]


def test_what_is_gone_is_told_as_deleted_and_nothing_else_of_it(ask: Ask, contributor: Any, moderator: Any) -> None:
    stays, taken_down, deleted = (make_resource(title=f"Title {n}", contributor=contributor) for n in range(3))
    never_public = make_resource(title="Never public", live=False)
    reviewing.take_down(taken_down, user=moderator)
    deleted.delete()
    never_public.delete()
    answer = ask(verb="ListRecords", metadataPrefix="oai_dc")
    statuses = [each.get("status") for each in answer.iterfind(".//header", NAMES)]
    assert identifiers(answer) == [str(each.uuid) for each in (stays, taken_down)] + [str(Tombstone.objects.get().pk)]
    assert statuses == [None, "deleted", "deleted"]
    assert [each.text for each in answer.iterfind(".//dc:title", NAMES)] == ["Title 0"]
    record = ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:localhost:{taken_down.uuid}")
    assert [each.get("status") for each in record.iterfind(".//header", NAMES)] == ["deleted"]
    delete_account(user=contributor)
    assert len(identifiers(ask(verb="ListRecords", metadataPrefix="oai_dc"))) == 3


def test_an_older_version_keeps_its_identifier(contributor: Any) -> None:
    row = make_resource(contributor=contributor)
    revision = row.save_revision()
    del revision.content["uuid"]  # as it was kept before there were uuids
    revision.save()
    revision.publish()
    assert Resource.objects.get().uuid == row.uuid


def test_a_page_takes_as_many_statements_for_many(ask: Ask) -> None:
    counts = []
    for _ in range(2):
        make_resource(topics=["irrigation", "canals"])
        with CaptureQueriesContext(
            connection,
        ) as statements:
            ask(verb="ListRecords", metadataPrefix="oai_dc")
        counts.append(len(statements))
        for _ in range(10):
            make_resource(topics=["irrigation", "welding"])
    assert counts[0] == counts[1]
    assert repository.PAGE == 100


@given(arguments=st.dictionaries(
    st.sampled_from(["verb", "metadataPrefix", "identifier", "from", "until", "set", "resumptionToken"]),
    st.one_of(st.sampled_from(["ListRecords", "GetRecord", "oai_dc", "2026-01-01", "9999-12-31T23:59:59Z", "type-report"]),
              st.text(max_size=20)),
))  # fmt: skip
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_asked_is_too_much(ask: Ask, arguments: dict[str, str]) -> None:
    assert ask(**arguments).tag == "{http://www.openarchives.org/OAI/2.0/}OAI-PMH"
