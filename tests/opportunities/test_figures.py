"""Figures of the board: for moderators, and of nobody in particular."""

import csv
from io import StringIO
from typing import Any

import pytest

from opportunities import figures
from opportunities.exporting import write_csv
from profiles.models import Organization
from search import engines
from search.engines.base import EngineError
from taxonomy.lexicon import lexicon
from taxonomy.tree import concept_tree
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member
from tests.search.plugin import SearchIndex

ADDRESSES = ("/admin/board/figures/", "/admin/board/figures/csv/")


def label_above(label: str) -> str:
    """The field of work that a label belongs to."""
    number = lexicon().find(label)
    assert number is not None
    return concept_tree().label(concept_tree().by_id[number].ancestors[-1], "en")


@pytest.fixture
def board(verified: Organization) -> Organization:
    for kind, expertise, places in (
        ("vacancy", ["welding"], [("Osh", "KG")]),
        ("vacancy", ["irrigation"], [("Osh", "KG"), ("Bishkek", "KG")]),
        ("event", [], [("Berlin", "DE")]),
    ):
        make_opportunity(organization=verified, kind=kind, expertise=expertise, places=places)
    make_opportunity(organization=verified, kind="event", live=False, places=[("Paris", "FR")])
    return verified


def test_posts_are_counted_once_each(board: Organization) -> None:
    assert [(bar.label, bar.number, bar.share) for bar in figures.by_kind()] == [("Vacancy", 2, 100), ("Event", 1, 50)]
    assert [(bar.label, bar.number) for bar in figures.by_country()] == [("Kyrgyzstan", 2), ("Germany", 1)]
    assert [bar.number for bar in figures.by_month()] == [3]


def test_posts_that_name_no_country_are_a_row_of_their_own(board: Organization) -> None:
    for places in ([], [("Somewhere", "")], [("Osh", "KG"), ("Somewhere", "")]):
        make_opportunity(organization=board, kind="vacancy", places=places)
    by_country = [(bar.label, bar.number) for bar in figures.by_country()]
    assert by_country == [("Kyrgyzstan", 3), ("Germany", 1), ("No country named", 2)]


def test_members_are_told_of_in_fives_and_scarcity_stands_first(board: Organization, search_index: SearchIndex) -> None:
    for i in range(13):
        make_member(expertise=["welding"] if i < 4 else ["irrigation"])
    make_member(expertise=["welding"], audiences={"expertise": "private"})
    search_index.drain()
    gaps = {gap.label: gap for gap in figures.gaps() if gap.level == 0}
    offered = {label: (gap.asked, gap.offered) for label, gap in gaps.items()}
    assert offered == {label_above("welding"): (1, None), label_above("irrigation"): (1, 5)}
    assert next(iter(gaps)) == label_above("welding")


def test_are_for_moderators_alone(board: Organization, author: Any, moderator: Any, as_user: Any) -> None:
    for address in ADDRESSES:
        assert as_user(moderator).get(address).status_code == 200
        assert as_user(author).get(address).status_code == 302
        assert as_user().get(address).status_code == 302


def test_the_page_has_bars_and_a_table(
    board: Organization, moderator: Any, as_user: Any, search_index: SearchIndex
) -> None:
    search_index.drain()
    page = as_user(moderator).get(ADDRESSES[0]).content.decode()
    assert ('<th scope="row">Kyrgyzstan</th><td>2</td>' in page, "<rect" in page, "fewer than 5" in page) == (
        True,
        True,
        True,
    )


def test_the_file_has_all_of_it(board: Organization, moderator: Any, as_user: Any, search_index: SearchIndex) -> None:
    search_index.drain()
    answer = as_user(moderator).get(ADDRESSES[1])
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Figure", "Of", "Posts", "Members"]
    assert ["Country", "Kyrgyzstan", "2", ""] in rows
    assert ["Expertise", label_above("welding"), "1", "<5"] in rows
    assert answer["Content-Disposition"] == 'attachment; filename="board.csv"'


def test_no_cell_is_a_formula() -> None:
    cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "plain", 5]
    rows = list(csv.reader(StringIO(write_csv([cells]).decode("utf-8-sig"), newline="")))
    assert rows == [["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "plain", "5"]]


def test_while_search_is_away_the_rest_stands(
    board: Organization, moderator: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(kind: str, body: Any) -> Any:
        raise EngineError("it is resting")

    monkeypatch.setattr(engines.get_engine(), "search", away)
    page = as_user(moderator).get(ADDRESSES[0]).content.decode()
    assert ("Kyrgyzstan" in page, "can't be counted now" in page) == (True, True)
    assert as_user(moderator).get(ADDRESSES[1]).status_code == 200
