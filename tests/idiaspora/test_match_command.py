"""`manage.py match`, as an operator and the benchmarks use it."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from opportunities.models import Opportunity
from profiles.models import Organization
from profiles.signals import EACH_EXACT, EXACT, SPOKEN
from search.matching import UNIT
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
Match = Callable[..., list[str]]
FITS = (EXACT + EACH_EXACT + SPOKEN) / UNIT  # the concept and the language


@pytest.fixture
def match(search_index: SearchIndex) -> Match:
    """The lines that the command prints, with an index that is up to date."""

    def run(**options: Any) -> list[str]:
        search_index.drain()
        out = StringIO()
        call_command("match", stdout=out, **options)
        return out.getvalue().splitlines()

    return run


@pytest.fixture
def association() -> Organization:
    return make_organization("Osh Water Users", verified=True)


@pytest.fixture
def canal(association: Organization) -> Opportunity:
    return make_opportunity(
        organization=association, ref="canal", title="Canal engineer", expertise=["irrigation"], useful=["welding"],
        languages=["ru"], places=[("Osh", "KG")],
    )  # fmt: skip


def member(ref: str, **values: Any) -> None:
    profile = make_member(**{"languages": ["ru"], "name": ref.title(), **values})
    profile.ref = ref
    profile.save()


class TestForAProfile:
    def test_prints_one_line_of_json(self, match: Match, canal: Opportunity) -> None:
        member("nurgul", expertise=["ирригация"])
        (line,) = match(profile="nurgul", json=True)
        assert json.loads(line) == {
            "subject": "nurgul",
            "results": [
                {
                    "ref": "canal",
                    "kind": "opportunity",
                    "score": FITS,
                    "reasons": [
                        {"code": "expertise", "text": "You list irrigation"},
                        {"code": "language", "text": "You speak Russian"},
                    ],
                }
            ],
        }

    def test_reads_well_without_json(self, match: Match, canal: Opportunity) -> None:
        member("nurgul", expertise=["irrigation"])
        assert match(profile="nurgul", language="ru")[0] == "Nurgul (nurgul)"

    def test_many_profiles_of_a_file_in_its_order(self, match: Match, canal: Opportunity, tmp_path: Path) -> None:
        for name in ("a", "b", "c"):
            member(name, expertise=["irrigation"] if name != "b" else ["painting"])
        (tmp_path / "subjects").write_text("c\n\nb\na\n")
        answers = [json.loads(line) for line in match(subjects=tmp_path / "subjects", json=True)]
        assert [(a["subject"], len(a["results"])) for a in answers] == [("c", 1), ("b", 0), ("a", 1)]

    def test_other_kinds(self, match: Match) -> None:
        member("nurgul", expertise=["irrigation"])
        member("azamat", expertise=["irrigation"])
        make_resource(ref="manual", topics=["irrigation"])
        answers = {
            kind: json.loads(match(profile="nurgul", kind=kind, json=True)[0]) for kind in ("profile", "resource")
        }
        found = {kind: [result["ref"] for result in answer["results"]] for kind, answer in answers.items()}
        assert found == {"profile": ["azamat"], "resource": ["manual"]}


class TestForAnOpportunity:
    def test_who_could_do_it_best_first(self, match: Match, canal: Opportunity) -> None:
        member("welder", expertise=["welding"])
        member("engineer", expertise=["irrigation"], city="Osh", country="KG")
        member("painter", expertise=["painting"])
        answer = json.loads(match(opportunity="canal", json=True)[0])
        assert answer["subject"] == "canal"
        assert [(result["ref"], result["kind"]) for result in answer["results"]] == [
            ("engineer", "profile"), ("welder", "profile"),
        ]  # fmt: skip
        assert [reason["text"] for reason in answer["results"][0]["reasons"]] == [
            "They list irrigation", "They live there or near", "They speak Russian",
        ]  # fmt: skip

    def test_only_who_speaks_a_language_of_it(self, match: Match, canal: Opportunity) -> None:
        member("english", expertise=["irrigation"], languages=["en"])
        assert match(opportunity="canal") == ["Canal engineer (canal)"]

    def test_what_members_hide_counts_for_nothing(self, match: Match, canal: Opportunity) -> None:
        member("hidden", expertise=["irrigation"], audiences={"expertise": "connections"})
        member("absent", expertise=["irrigation"], audiences={"profile": "private"})
        member("away", expertise=["irrigation"], city="Osh", country="KG", audiences={"place": "private"})
        member("rooted", expertise=["irrigation"], roots=["KG"], roots_consent=True)
        results = json.loads(match(opportunity="canal", json=True)[0])["results"]
        assert {(r["ref"], r["score"]) for r in results} == {("away", FITS), ("rooted", FITS)}

    def test_resources_that_help(self, match: Match, canal: Opportunity) -> None:
        make_resource(ref="manual", topics=["irrigation"])
        (result,) = json.loads(match(opportunity="canal", kind="resource", json=True)[0])["results"]
        assert (result["ref"], result["reasons"]) == (
            "manual",
            [{"code": "expertise", "text": "It is about irrigation"}],
        )

    def test_nothing_for_a_kind_that_makes_no_sense(self, match: Match, canal: Opportunity) -> None:
        with pytest.raises(CommandError, match="--kind: use profile or resource for an opportunity"):
            match(opportunity="canal", kind="opportunity")


class TestMistakes:
    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"profile": "nobody"}, r"No profile has the reference 'nobody' \(1 of 1 are unknown\)"),
            ({"opportunity": "nothing"}, "No opportunity has the reference 'nothing'"),
            ({"profile": "x", "limit": 0}, "--limit: write a number from 1"),
            ({"subjects": Path("/nowhere")}, "No such file"),
        ],
    )
    def test_are_told(self, match: Match, options: dict[str, Any], told: str) -> None:
        with pytest.raises(CommandError, match=told):
            match(**options)
