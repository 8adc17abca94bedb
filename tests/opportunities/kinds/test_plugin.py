"""A kind that another app offers: its form, check, page, card, list, feed of records and warnings need nothing of ours."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from idiaspora.records.schema import OpportunityRecord
from opportunities.kinds import KINDS, Kind, register
from opportunities.models import Opportunity
from profiles.models import Organization
from tests.opportunities.factories import DECLARED, make_opportunity
from tests.profiles.factories import make_member
from tests.search.plugin import SearchIndex

ASK = """
import django, json
django.setup()
from django.apps import apps
from opportunities.kinds import KINDS
print(json.dumps([apps.is_installed("tests.plugin"), list(KINDS)[-1], len(KINDS)]))
"""
RECORD = {"kind": "opportunity", "ref": "r", "organization": "o", "type": "residency", "title": "A room in Osh"}


@pytest.fixture
def residency() -> Iterator[type[Kind]]:
    """The kind, offered while a test runs."""
    from tests.plugin.opportunity_kinds import Residency

    register(Residency)
    yield Residency
    KINDS.pop("residency")


def test_an_installed_app_is_found_at_start_up() -> None:
    here = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.plugin.settings"}
    said = subprocess.run([sys.executable, "-c", ASK], env=here, capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == [True, "residency", 12]


def test_it_is_posted_found_and_read(
    residency: type[Kind], verified: Organization, author: Any, as_user: Any, search_index: SearchIndex
) -> None:
    browser = as_user(author)
    assert "A room and time for artists." in browser.get("/contribute/post/").content.decode()
    facts = {"title": "A room in Osh", "description": "Three months.", "language": "en", "remote": "no"}
    told = {"details_room": "12 m², heated", "details_starts": "2030-05-01T10:00", "details_ends": "2030-04-01T10:00"}
    page = browser.post("/contribute/post/residency/", {**facts, **told}).content.decode()
    assert "Begins must come before Ends." in page
    saved = browser.post("/contribute/post/residency/", {**facts, **told, "details_ends": "2030-08-01T10:00"})
    browser.post(saved.url, {"declared": DECLARED})
    search_index.drain()
    post = Opportunity.objects.get(live=True)
    page, board = (as_user().get(path).content.decode() for path in (post.get_absolute_url(), "/contribute/"))
    assert ("12 m², heated" in page, "Accommodation" in page) == (True, True)
    assert ("12 m², heated" in board, "Residency" in board) == (True, True)


def test_it_is_matched_imported_and_warned_of(
    residency: type[Kind], verified: Organization, as_user: Any, search_index: SearchIndex
) -> None:
    from opportunities.matching import match_opportunities
    from profiles.subjects import subject_of

    closes = timezone.now() + timedelta(days=3)
    post = make_opportunity(organization=verified, kind="residency", closes=closes, expertise=["painting"])
    search_index.drain()
    member = make_member(name="Ulan", expertise=["painting"], open_to=["return"])
    found = match_opportunities(subject_of(member), audiences=("public", "members"))
    assert [(each.hit.object_id, sorted({reason.code for reason in each.said})) for each in found] == [
        (post.pk, ["expertise", "open_to", "words"])
    ]
    assert OpportunityRecord.model_validate(RECORD).type == "residency"
    post.details = {"room": "free for ever"}
    assert [flag.code for flag in residency.red_flags(post)] == ["too_good"]


@pytest.mark.parametrize(("name", "words"), [("", "1 to 30"), ("x" * 31, "1 to 30"), ("vacancy", "already: Vacancy")])
def test_a_name_that_cannot_be_kept_is_refused(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        register(type("Other", (Kind,), {"name": name}))
