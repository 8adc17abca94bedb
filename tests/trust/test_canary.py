"""A canary in every field at every level: no page, list, count, completion or document shows it to whom it isn't for.

A canary is two invented words: one to search for, and one that nobody types, which therefore is nowhere but where the
field is shown.
"""

from typing import Any

import pytest
from django.test import Client

from profiles.documents import ProfileDocument
from profiles.models import AUDIENCE_FIELDS, Audience
from profiles.services import save_section
from profiles.visibility import WIDTH
from search import documents, engines
from tests.search.plugin import SearchIndex
from tests.trust.world import World, addresses, make_world, routes

FIELDS = ("headline", "about", "expertise", "interests", "links", "place")  # that hold words; the others are choices
ASKED = {field: f"zqask{field.replace('_', '')}" for field in FIELDS}
SECRET = {field: f"vjsecret{field.replace('_', '')}" for field in FIELDS}
NAME = "Vjsecretname Planted"
VIEWERS = {"visitor": Audience.PUBLIC, "stranger": Audience.MEMBERS, "connection": Audience.CONNECTIONS}
# Where whoever wrote a word is the only one to see it, and where all a page does is to end a session.
LEFT_ALONE = {"account_logout"}
NO_SEARCH = {"profiles:connections"}  # it lists those one is connected with, whatever else the address says
DECLARED = {"profiles:invitation"}  # whoever was invited by her learns by whom


@pytest.fixture
def world(db: None) -> World:
    words = {field: f"{ASKED[field]} {SECRET[field]}" for field in FIELDS}
    world = make_world(
        name=NAME,
        headline=words["headline"],
        about=words["about"],
        expertise=[words["expertise"]],
        interests=[words["interests"]],
        links=[f"https://{ASKED['links']}.example/{SECRET['links']}"],
    )
    world.planted.city = words["place"]
    world.planted.save()
    return world


def choose(world: World, level: str, index: SearchIndex) -> None:
    save_section(profile=world.planted, values={}, audiences=dict.fromkeys(AUDIENCE_FIELDS, level))
    index.drain()


def browsers(world: World) -> dict[str, Client]:
    found = {"visitor": Client(), "stranger": Client(), "connection": Client()}
    found["stranger"].force_login(world.stranger.user)
    found["connection"].force_login(world.connection.user)
    return found


def text_of(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace") + str(response.headers)


def asked_of(address: str) -> list[str]:
    """An address as it is, and where it may be a list or a completion, with each word that one could search for."""
    return [address, *(f"{address}?q={word}" for word in ASKED.values())]


def shown(world: World, browser: Client, *, lists_alone: bool = False) -> dict[str, set[str]]:
    """{field: the addresses that show its secret word, or find her by the other}"""
    found: dict[str, set[str]] = {field: set() for field in FIELDS}
    for name, address in addresses(world).items():
        is_list = address.startswith(LISTS) and not routes()[name] and name not in NO_SEARCH
        if name in LEFT_ALONE or (lists_alone and not is_list):
            continue
        for each in asked_of(address) if is_list else [address]:
            text = text_of(browser.get(each))
            for field in FIELDS:
                asks_for_it = each.endswith(f"={ASKED[field]}")
                if SECRET[field] in text or (asks_for_it and world.planted.get_absolute_url() in text):
                    found[field].add(each)
    return found


LISTS = ("/connect/", "/search/", "/contribute/", "/learn/", "/taxonomy/", "/for-you/")


@pytest.mark.parametrize("level", Audience.values)
def test_only_whom_it_is_for_sees_a_field(level: str, world: World, search_index: SearchIndex) -> None:
    choose(world, level, search_index)
    for who, browser in browsers(world).items():
        found = shown(world, browser)
        if WIDTH[Audience(level)] >= WIDTH[VIEWERS[who]]:
            own_page = world.planted.get_absolute_url()
            assert {field for field in FIELDS if own_page in found[field]} == set(FIELDS), who
        else:
            assert found == {field: set() for field in FIELDS}, who


def test_what_is_lowered_is_gone_everywhere(world: World, search_index: SearchIndex) -> None:
    """Pages, lists and the index forget at once what everyone could see a moment ago."""
    choose(world, Audience.PUBLIC, search_index)
    opened = browsers(world)
    assert shown(world, opened["visitor"])["about"] != set()  # what a cache could keep is kept now
    choose(world, Audience.PRIVATE, search_index)
    for who, browser in opened.items():
        assert shown(world, browser) == {field: set() for field in FIELDS}, who


@pytest.mark.parametrize("field", FIELDS)
def test_one_field_alone(field: str, world: World, search_index: SearchIndex) -> None:
    """Everything is public but one field: nobody is led to her by it, nor told of it."""
    choose(world, Audience.PUBLIC, search_index)
    save_section(profile=world.planted, values={}, audiences={field: Audience.PRIVATE})
    search_index.drain()
    for who, browser in browsers(world).items():
        assert shown(world, browser, lists_alone=True)[field] == set(), who


@pytest.mark.parametrize("level", [Audience.CONNECTIONS, Audience.PRIVATE])
def test_whoever_hides_is_named_to_nobody(level: str, world: World, search_index: SearchIndex) -> None:
    choose(world, Audience.PUBLIC, search_index)
    save_section(profile=world.planted, values={}, audiences={"profile": level})
    search_index.drain()
    for who in ("visitor", "stranger"):
        browser = browsers(world)[who]
        named = set()
        for name, address in addresses(world).items():
            text = "" if name in LEFT_ALONE else text_of(browser.get(address))
            # «There is nothing here» repeats the address that it was asked for.
            if NAME in text or (world.planted.slug in text and world.planted.slug not in address):
                named.add(name)
        assert named <= DECLARED, who


@pytest.mark.parametrize("level", Audience.values)
def test_a_document_has_what_its_audience_may_see(level: str, world: World, search_index: SearchIndex) -> None:
    choose(world, level, search_index)
    found = {
        audience: {field for field in FIELDS if SECRET[field] in str(document)}
        for document in ProfileDocument.read([world.planted.pk])
        for audience in document["audience"]
    }
    in_index = {"public": set(FIELDS), "members": set(FIELDS)}
    expected = {
        audience: in_index[audience]
        - {"links", "interests"}  # links are on the page alone; interests are keys of concepts
        for audience in in_index
        if WIDTH[Audience(level)] >= WIDTH[Audience(audience)]
    }
    assert found == expected


@pytest.mark.parametrize("level", [Audience.CONNECTIONS, Audience.PRIVATE])
def test_nothing_of_it_is_in_any_index(level: str, world: World, search_index: SearchIndex) -> None:
    choose(world, Audience.PUBLIC, search_index)
    choose(world, level, search_index)
    engine = engines.get_engine()
    for kind in documents.kinds():
        hits = engine.search(kind, {"query": {"match_all": {}}, "size": 1000}).hits
        assert (kind, [hit.object_id for hit in hits if hit.object_id == world.planted.pk and kind == "profile"]) == (
            kind,
            [],
        )
