"""Published collections are sets; a harvester learns of what joins or leaves one by its datestamp."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from resources.models import Collection, CollectionItem, Resource
from resources.oai.collections import set_of, slug_in
from tests.examples import examples
from tests.resources.factories import make_collection, make_resource

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def settle() -> None:
    """As if nothing had changed for years."""
    Resource.objects.update(updated=LONG_AGO)


def changed() -> set[str]:
    return set(Resource.objects.filter(updated__gt=LONG_AGO).values_list("slug", flat=True))


def test_a_collection_is_harvested_by_itself(full_database: None, live_server: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("resources.oai.answering.PAGE", 2)
    rows = [make_resource(title=f"R {number}") for number in range(7)]
    withdrawn = make_resource(live=False, first_published_at=LONG_AGO)
    draft = make_resource(live=False)
    make_collection("Вода и учёт", *rows[:5], withdrawn, draft, slug="вода-и-учёт")
    make_collection("Hidden", *rows, slug="hidden", live=False)
    make_collection("Welcome", rows[0], slug="welcome")
    client = Sickle(f"{live_server.url}/learn/oai", max_retries=0)
    sets = {each.setSpec: each.setName for each in client.ListSets()}
    [water] = [spec for spec, name in sets.items() if name == "Вода и учёт"]
    assert water.isascii()
    assert {spec for spec in sets if spec.startswith("collection-")} == {water, "collection-welcome"}
    found = list(client.ListRecords(metadataPrefix="oai_dc", set=water))
    told = {each.header.identifier.rpartition(":")[2]: (each.deleted, each.header.setSpecs) for each in found}
    own = ["type-report", "language-en"]
    assert told == {
        str(rows[0].uuid): (False, [*own, "collection-welcome", water]),
        **{str(row.uuid): (False, [*own, water]) for row in rows[1:5]},
        str(withdrawn.uuid): (True, [*own, water]),
    }
    headers = list(client.ListIdentifiers(metadataPrefix="oai_dc", set=water))
    assert [(each.identifier, each.setSpecs) for each in headers] == [
        (each.header.identifier, each.header.setSpecs) for each in found
    ]
    for nothing in ("collection-hidden", "collection-", "collection-xn--", "collection-nowhere"):
        with pytest.raises(NoRecordsMatch):
            list(client.ListRecords(metadataPrefix="oai_dc", set=nothing))


def test_what_joins_or_leaves_is_told_again_and_nothing_else_is(db: None) -> None:
    rows = [make_resource(slug=f"r{number}") for number in range(4)]
    draft = make_resource(slug="draft", live=False)
    made = make_collection("Welcome", rows[0], rows[1], draft, live=False)
    settle()
    made.title = "Come in"
    made.save()
    assert changed() == set()  # nobody sees it yet
    made.save_revision().publish()
    assert changed() == {"r0", "r1"}
    settle()
    made = Collection.objects.get()
    made.introduction = "Read in this order."
    made.items.add(CollectionItem(resource=rows[2]))
    made.save_revision()
    assert changed() == set()  # a draft
    made.get_latest_revision().publish()
    assert changed() == {"r2"}
    settle()
    made = made.get_latest_revision_as_object()  # as editors go on: what came last has no number in it yet
    made.items.remove(made.items.get(resource=rows[0]))
    made.save_revision().publish()
    assert changed() == {"r0"}
    settle()
    made = Collection.objects.get()
    made.slug = "come-in"
    made.save_revision().publish()
    assert changed() == {"r1", "r2"}
    settle()
    Collection.objects.get().unpublish()
    assert changed() == {"r1", "r2"}
    settle()
    Collection.objects.all().delete()
    assert changed() == set()
    shown = make_collection("Shown", rows[3])
    settle()
    shown.delete()
    assert changed() == {"r3"}


def test_headers_are_read_without_the_records(db: None) -> None:
    def ask(verb: str) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as statements:
            Client().get("/learn/oai", {"verb": verb, "metadataPrefix": "oai_dc"})
        return len(statements), " ".join(each["sql"] for each in statements)

    first = make_resource(topics=["irrigation"])
    make_collection("A", first)
    few = [ask(verb)[0] for verb in ("ListIdentifiers", "ListRecords")]
    make_collection("B", first, *(make_resource(topics=["irrigation"]) for _ in range(30)))
    many = [ask(verb)[0] for verb in ("ListIdentifiers", "ListRecords")]
    assert few == many
    assert few[0] < few[1]
    assert '"summary"' not in ask("ListIdentifiers")[1]


@given(slug=st.from_regex(r"[-\w]{1,40}", fullmatch=True), asked=st.text(max_size=30))
@settings(max_examples=examples(200), deadline=None)
def test_a_set_is_named_in_ascii_and_found_again(slug: str, asked: str) -> None:
    spec = set_of(slug)
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in spec)
    assert slug_in(spec.partition("-")[2]) == slug
    slug_in(asked)
    slug_in(f"xn--{asked}")
