"""The benchmarks run, at a tiny size: what they measure is nobody's business here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from benchmarks import data
from opportunities.documents import OpportunityDocument
from opportunities.models import Opportunity, RequiredExpertise
from profiles.documents import ProfileDocument
from profiles.models import Profile, TaggedExpertise
from taxonomy import versions
from tests.databases import Database, Sqlite

ROOT = Path(__file__).parent.parent.parent


def run(var_dir: Path, *command: str, database_url: str = "") -> str:
    """What a command prints, with an index in this folder, and a SQLite database too unless there is another."""
    environment = {**os.environ, "VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "idiaspora.settings"}
    environment["LOG_LEVEL"] = "ERROR"
    environment.pop("DATABASE_URL", None)
    if database_url:
        environment["DATABASE_URL"] = database_url
    made = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


@pytest.fixture(scope="module")
def empty(database: Database, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A VAR_DIR with a migrated database."""
    folder = tmp_path_factory.mktemp("empty")
    if isinstance(database, Sqlite):
        with database.another(folder):
            yield folder
    else:
        run(folder, "manage.py", "migrate", "--verbosity", "0")
        yield folder


@pytest.fixture(scope="module")
def filled(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One with 200 profiles."""
    folder = tmp_path_factory.mktemp("filled") / "var"
    shutil.copytree(empty, folder)
    run(folder, "-m", "benchmarks.data", "--profiles", "200", "--opportunities", "20")
    return folder


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("filling --rounds 1", "rebuild / floor"),
        ("asking --times 3 --seconds 0.1 --members 20", "together / alone"),
        ("digests --rounds 1 --members 60", "digests together / alone"),
        ("changing --times 3 --rows 100", "commit → searchable"),
        ("snippets --times 1 --resources 2 --pages 3", "fr: 2 found, 2 with their page"),
    ],
)
def test_each_runs_to_its_end(filled: Path, command: str, said: str) -> None:
    name, *options = command.split()
    assert said in run(filled, "-m", f"benchmarks.{name}", *options)


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize(
    ("command", "of"), [("board --applications 20", "20 opportunities"), ("library --resources 40", "40 resources")]
)
def test_every_page_answers_and_visitors_get_kept_ones(filled: Path, command: str, of: str) -> None:
    run(filled, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    name, *options = command.split()
    first, *pages = run(filled, "-m", f"benchmarks.{name}", "--times", "1", *options).splitlines()
    assert first.startswith(of)
    for line in pages:
        assert ("x plain  304 " if "unchanged" in line else "x plain  200 ") in line
        assert (", kept" in line or ", unchanged" in line) == (" 0 statements" in line)


@pytest.mark.on_sqlite_alone
def test_growth_compares_each_size_with_the_one_before(empty: Path) -> None:
    said = run(empty, "-m", "benchmarks.growth", "--sizes", "50", "100", "--times", "3", "--empty", str(empty))
    assert [line for line in said.splitlines() if "profiles" in line] == ["50 profiles", "100 profiles"]
    assert "×" in said.split("100 profiles")[1]


def test_a_storm_of_edits_and_kills_leaves_every_document_equal(
    database: Database, django_db_setup: None, tmp_path: Path
) -> None:
    if not os.environ.get("ELASTICSEARCH_URL"):
        pytest.skip("ELASTICSEARCH_URL is not set: Elasticsearch is needed")
    storm = ("-m", "benchmarks.storm", "--edits", "60", "--rounds", "1", "--profiles", "50")
    with database.another(tmp_path) as url:
        said = run(tmp_path, *storm, database_url=url)
    assert said.splitlines()[-1] == "every document equal"


def test_a_seed_gives_the_same_rows_and_all_can_be_indexed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "CHUNK", 30)
    first, again, other = rows(seed=1), rows(seed=1), rows(seed=2)
    assert first == again
    assert first != other


def rows(seed: int) -> tuple[list[Any], ...]:
    """What is written, which is then undone."""
    with transaction.atomic():
        data.make(profiles=70, opportunities=10, seed=seed)
        versions.forget()  # its concepts are written past the vocabulary's own ways
        listed = list(Profile.objects.listed().order_by("pk").values_list("pk", flat=True))
        posts = list(Opportunity.objects.published().order_by("pk").values_list("pk", flat=True))
        documents, announced = ProfileDocument.read(listed), OpportunityDocument.read(posts)
        assert (len(documents), len(announced)) == (70, 10)
        assert all(document["expertise"] and document["city"] for document in [*documents, *announced])
        assert all(len(document["about"].split()) == data.WORDS for document in documents)
        tags = [
            list(model.objects.order_by("pk").values_list("content_object_id", "tag__slug"))
            for model in (TaggedExpertise, RequiredExpertise)
        ]
        transaction.set_rollback(True)
    versions.forget()
    without_clock = [{name: value for name, value in each.items() if name != "closes"} for each in announced]
    return documents, without_clock, *tags
