"""Concepts from files, and what editors made of them since."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from taxonomy import versions
from taxonomy.importing import TaxonomyError, import_concepts, read_concepts
from taxonomy.models import Concept, Label, Term, Version
from taxonomy.places import import_places
from taxonomy.resolving import resolve
from taxonomy.services import save_concept, terms_for

FELTING = """
[yurt-craft]
en = "yurt craft | yurt crafts"
ru = "юртостроение"
codes = { "ISCO-08" = "7318" }

[yurt-poles]
parent = "yurt-craft"
en = "yurt pole bending"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "felting.toml"
    path.write_text(FELTING, encoding="utf-8")
    return path


def bring_in(file: Path) -> str:
    out = StringIO()
    call_command("import_taxonomy", file, stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db
class TestImporting:
    def test_an_operator_s_own_file_twice(self, file: Path) -> None:
        (term,) = terms_for(["Yurt crafts"])
        assert bring_in(file) == "2 concepts: 2 added, 0 changed."
        assert (
            Concept.objects.get(key="yurt-poles").parent
            == resolve("юртостроения")
            == Concept.objects.get(key="yurt-craft")
        )
        term.refresh_from_db()
        assert (term.status, term.concept.key) == (Term.Status.RESOLVED, "yurt-craft")
        version, rows = versions.current(), list(Label.objects.order_by("pk").values_list("pk", flat=True))
        assert bring_in(file) == "2 concepts: 0 added, 0 changed."
        assert (versions.current(), list(Label.objects.order_by("pk").values_list("pk", flat=True))) == (version, rows)

    def test_below_a_concept_that_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "own.toml").write_text('[yurt-wheels]\nparent = "welding"\nen = "yurt wheels"\n')
        assert bring_in(tmp_path / "own.toml") == "1 concepts: 1 added, 0 changed."

    def test_what_editors_changed_stays(self, file: Path) -> None:
        bring_in(file)
        concept = Concept.objects.get(key="yurt-craft")
        concept.labels = {"en": ["yurt making", "yurt craft"], "ru": ["юртостроение", "юрты"]}
        save_concept(concept=concept)
        file.write_text(FELTING.replace('"юртостроение"', '"юртостроение | сборка юрт"'), encoding="utf-8")
        assert bring_in(file) == "2 concepts: 0 added, 1 changed."
        assert Concept.objects.get(key="yurt-craft").labels == {
            "en": ["yurt making", "yurt craft"],
            "ru": ["юртостроение", "сборка юрт", "юрты"],
        }
        assert bring_in(file) == "2 concepts: 0 added, 0 changed."

    def test_a_label_taken_out_of_the_file_goes(self, file: Path) -> None:
        bring_in(file)
        file.write_text(FELTING.replace(" | yurt crafts", ""), encoding="utf-8")
        bring_in(file)
        assert Concept.objects.get(key="yurt-craft").labels["en"] == ["yurt craft"]

    def test_other_rules_of_folding_make_all_labels_again(self, file: Path) -> None:
        Label.objects.filter(text="welding").update(folded="spoiled")
        Version.objects.filter(name=versions.FOLDING).update(token="older")
        import_concepts([])
        assert set(Label.objects.filter(text="welding").values_list("folded", flat=True)) == {"welding"}

    def test_the_places_are_read_once(self, django_assert_max_num_queries: object) -> None:
        with django_assert_max_num_queries(4):  # type: ignore[operator]
            assert import_places() == 34_006


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a", r"bad.toml: not a TOML file"),
        ('[a]\nru = "а"', r"bad.toml: \[a\] has no English label; write one as en = "),
        ('[a]\nen = "a"\nparent = "b"', r"\[a\]: no concept has the key of its parent, 'b'"),
        ('[a]\nen = "a"\nparent = "b"\n[b]\nen = "b"\nparent = "a"', r"is its own ancestor: a → b → a|b → a → b"),
        ("a = 1", r"bad.toml: \[a\] is not a table"),
        ('["A B"]\nen = "x"', r"bad.toml: \[A B\]: a key has at most 100 letters"),
        ('[a]\nen = "x"\nde = "y"', r"bad.toml: \[a\]: there is no field 'de'; use parent, codes, en"),
        ('[a]\nen = ["x"]', r"bad.toml: \[a\]: en must be text in quotes"),
        ('[a]\nen = "x | ???"', r"bad.toml: \[a\]: '\?\?\?' is no label"),
        (f'[a]\nen = "{"x" * 201}"', r"is no label; use words, at most 200 characters"),
    ],
)
def test_a_bad_file_is_told_by_name(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=told):
        read_concepts([tmp_path / "bad.toml"])


def test_a_key_twice(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text('[a]\nen = "x"')
    with pytest.raises(TaxonomyError, match=r"two.toml: \[a\] is there twice"):
        read_concepts(tmp_path.glob("*.toml"))


@pytest.mark.django_db
def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        bring_in(tmp_path / "none.toml")
