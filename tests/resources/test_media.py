"""Audio and video elsewhere: said to be what they are, without anything of them here."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from resources import citing
from resources.dublin_core import elements_of
from resources.media import LONGEST, as_clock, as_period, medium_at, read_length
from resources.models import Resource
from tests.resources.factories import make_resource


@given(st.integers(1, LONGEST))
def test_a_length_is_read_as_it_is_written(seconds: int) -> None:
    assert read_length(as_clock(seconds)) == seconds


def test_lengths_and_addresses() -> None:
    assert [as_clock(each) for each in (None, 0, 9, 750, 3900)] == ["", "", "0:09", "12:30", "1:05:00"]
    assert [as_period(each) for each in (None, 9, 750, 3900)] == ["", "PT9S", "PT12M30S", "PT1H5M"]
    for wrong in ("", "12", "12:60", "1:60:00", "0:00", "-1:00", "101:00:00", "1:2", "١٢:٣٠", "12:30:00:00", "x" * 50):
        with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
            read_length(wrong)
    addresses = (
        "https://example.org/a.MP3?x=1",
        "https://example.org/v/film.webm",
        "https://example.org/mp4",
        "https://[",
    )
    assert [medium_at(each) for each in addresses] == ["audio", "video", "", ""]


def test_it_is_contributed_with_its_length(contributor: Any, as_user: Any) -> None:
    hers = as_user(contributor)
    facts = {"title": "Songs", "type": "audio", "summary": "Songs of shepherds.", "language": "en"}
    facts |= {"url": "https://radio.example.org/songs/7"}
    page = hers.post("/learn/contribute/", {**facts, "duration": "an hour"}).content.decode()
    assert "We couldn&#x27;t read «an hour». Write how long it runs like 12:30 or 1:05:00." in page
    assert hers.post("/learn/contribute/", {**facts, "duration": "1:05:00"}).status_code == 302
    assert Resource.objects.values_list("type", "duration").get() == ("audio", 3900)
    assert 'value="1:05:00"' in hers.get("/learn/songs/edit/").content.decode()
    assert hers.post("/learn/songs/edit/", {**facts, "duration": ""}).status_code == 302
    assert Resource.objects.values_list("duration", flat=True).get() is None


@pytest.mark.django_db
def test_its_page_says_where_it_opens_and_loads_nothing_of_it() -> None:
    where = "https://www.tube.example.org/watch?v=1"
    make_resource(slug="film", title="Film", type="video", url=where, duration=750)
    make_resource(slug="songs", title="Songs", type="audio", url="https://example.org/songs.mp3", duration=59)
    make_resource(slug="told", title="Told", type="story", url="https://example.org/told.ogg")
    make_resource(slug="paper", title="Paper", url="https://example.org/paper.html")
    pages = {name: Client().get(f"/learn/{name}/").content.decode() for name in ("film", "songs", "told", "paper")}
    said = (
        "Watch it",
        "Listen to it",
        "Open it",
        "It opens at tube.example.org; nothing",
        "It opens at example.org; nothing",
        "12:30",
    )
    assert {name: [words in page for words in said] for name, page in pages.items()} == {
        "film": [True, False, False, True, False, True],
        "songs": [False, True, False, False, True, False],
        "told": [False, True, False, False, True, False],
        "paper": [False, False, True, False, False, False],
    }
    for page in pages.values():
        assert re.findall(r"<(iframe|video|audio|embed|object)\b", page) == []
        assert [src for src in re.findall(r'\bsrc="([^"]*)"', page) if not src.startswith("/")] == []
    told = {
        name: json.loads(re.findall(r"ld\+json[^>]*>(.*?)</script>", page, re.S)[0]) for name, page in pages.items()
    }
    keys = ("@type", "duration", "contentUrl", "sameAs")
    assert {name: [each.get(key) for key in keys] for name, each in told.items()} == {
        "film": ["VideoObject", "PT12M30S", None, where],
        "songs": ["AudioObject", "PT59S", "https://example.org/songs.mp3", "https://example.org/songs.mp3"],
        "told": ["Article", None, None, "https://example.org/told.ogg"],
        "paper": ["Report", None, None, "https://example.org/paper.html"],
    }
    songs = Resource.objects.for_cards().get(slug="songs")
    songs.translations = []
    assert [text for name, text in elements_of(songs, "https://example.org/") if name == "type"] == ["Sound", "audio"]
    assert "Songs [Audio]" in citing.in_words(songs, "https://example.org/")
    assert b"TY  - SOUND" in citing.FORMATS["ris"].write(songs, "https://example.org/")
