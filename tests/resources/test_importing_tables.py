"""Resources from a table: its columns are guessed in five languages and corrected by hand, each row is shown first."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import Workbook, load_workbook

from profiles.table_columns import guess_columns
from resources.importing.tables import TARGETS, template
from resources.importing.words import kinds_in_words
from resources.models import ImportedFile, Resource
from tests.profiles.factories import make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

UPLOAD = "/admin/library/import/"
DEFAULTS = {"type": "toolkit", "language": "en"}
HEADER = ["№", "Название", "Тип", "Авторы", "Год", "Язык", "Ссылка", "Ключевые слова", "Страны", "Издатель", "Прочее"]
ROWS = [
    ["1", "Как платят", "Отчёт", "Aida Toktosunova; IOM, Bishkek", "2024", "русский", "https://example.org/1",
     "Remittances, banks", "Кыргызстан; DE", "Osh Water", "x"],
    ["2", "@home", "dataset", "", "2021-05-01", "", "https://example.org/2", "", "", "Nobody", ""],
]  # fmt: skip
FAULTY = ["3", "", "tome", "", "soon", "klingon", "example.org", "", "Atlantis", "", ""]


def as_csv(*rows: Sequence[str]) -> bytes:
    return "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows).encode()


def as_xlsx(*rows: Sequence[Any], sheet: str = "Library") -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.title = sheet  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()


def upload(desk: Client, content: bytes, name: str = "table.csv") -> str:
    return str(desk.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **DEFAULTS})["Location"])


def columns_of(desk: Client, path: str) -> dict[str, str]:
    """What the form of columns would send as it stands."""
    form = desk.get(path).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


@pytest.fixture
def desk(moderator: Any, as_user: Any) -> Client:
    client: Client = as_user(moderator)
    return client


@pytest.mark.parametrize(("language", "header"), [
    ("en", ["Title", "Author", "Year", "Web address", "Keywords", "Publisher", "Licence"]),
    ("ru", ["Название", "Автор", "Год издания", "Ссылка", "Ключевые слова", "Издательство", "Лицензия"]),
    ("fr", ["Titre", "Auteurs", "Année", "Lien", "Mots-clés", "Éditeur", "Licence"]),
    ("es", ["Título", "Autores", "Año", "Enlace", "Palabras clave", "Editorial", "Licencia"]),
    ("ar", ["العنوان", "المؤلف", "السنة", "الرابط", "الكلمات المفتاحية", "الناشر", "الترخيص"]),
])  # fmt: skip
def test_columns_are_known_by_their_headings(language: str, header: list[str]) -> None:
    expected = dict(
        zip(("title", "authors", "year", "url", "topics", "organization", "licence"), range(7), strict=True)
    )
    assert guess_columns(TARGETS, header) == expected
    with translation.override(language):  # the template in that language is understood whole
        sheet = load_workbook(io.BytesIO(template())).worksheets[0]
    headings = [str(cell.value) for cell in sheet[1]]
    assert guess_columns(TARGETS, headings) == {target.name: place for place, target in enumerate(TARGETS)}


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_a_table_is_looked_at_and_taken(name: str, desk: Client) -> None:
    make_organization("Osh Water")
    content = as_csv(HEADER, *ROWS, [""], FAULTY) if name.endswith("csv") else as_xlsx(HEADER, *ROWS, [""], FAULTY)
    path = upload(desk, content, name)
    page = desk.get(path).content.decode()
    assert path.endswith("/columns/")
    assert [words in page for words in ("Как платят", "Ключевые слова", "What is in which column?")] == [True] * 3
    asked = columns_of(desk, path)
    assert {what: place for what, place in asked.items() if place} == {
        "type": "toolkit", "language": "en", "column_title": "1", "column_type": "2", "column_authors": "3",
        "column_year": "4", "column_language": "5", "column_url": "6", "column_topics": "7", "column_countries": "8",
        "column_organization": "9",
    }  # fmt: skip
    assert desk.get(path.removesuffix("columns/")).url == path  # type: ignore[attr-defined]
    assert "chosen for something else too" in desk.post(path, {**asked, "column_ref": "1"}).content.decode()
    check = desk.post(path, {**asked, "column_ref": "0"})["Location"]
    page = desk.get(check)
    assert [page.context[each] for each in ("new", "known", "faulty", "all")] == [2, 0, 1, 3]
    assert [each.number for each in page.context["checked"]] == [2, 3, 5]
    faulty = desk.get(check, {"show": "faulty"})
    [row] = faulty.context["checked"]
    kinds = f"Write one of these: {kinds_in_words()}."
    assert [(each.column, each.value, each.cure) for each in row.problems] == [
        ("Название", "", "This field cannot be blank."),
        ("Год", "soon", "Write the year it appeared in, with four digits."),
        ("Язык", "klingon", "Write the code of a language, like «en»."),
        ("Тип", "tome", kinds),
        ("Страны", "Atlantis", "Write the name or the code of a country, like «KG»."),
        ("Ссылка", "example.org", "Write a web address that begins with https:// or http://."),
    ]
    assert ("Sheet: Library" in faulty.content.decode()) == name.endswith("xlsx")
    assert "«Nobody» is no organization here." in page.content.decode()

    desk.post(check)
    first, second = Resource.objects.order_by("year")[::-1]
    assert (first.title, first.type, first.authors, first.year, first.language, first.url, first.countries) == (
        "Как платят", "report", ["Aida Toktosunova", "IOM, Bishkek"], 2024, "ru", "https://example.org/1", ["KG", "DE"],
    )  # fmt: skip
    assert (first.organization.name, [tagged.tag.name for tagged in first.tagged_topics.all()]) == (
        "Osh Water", ["Remittances", "banks"],
    )  # fmt: skip
    assert (second.title, second.type, second.language, second.live) == ("@home", "dataset", "en", False)
    # The same table again changes nothing; another one that counts its rows from 1 too is another.
    path = upload(desk, content, name)
    check = desk.post(path, {**asked, "column_ref": "0"})["Location"]
    assert [desk.get(check).context[each] for each in ("new", "known")] == [0, 2]
    other = as_csv(["ID", "Title", "URL"], ["1", "Another", "https://example.org/3"])
    path = upload(desk, other)
    check = desk.post(path, columns_of(desk, path))["Location"]
    assert [desk.get(check).context[each] for each in ("new", "known")] == [1, 0]


def test_columns_can_be_changed_after_a_look(desk: Client) -> None:
    path = upload(desk, as_csv(["A", "B", "C"], ["Wells", "Felt", "https://example.org/1"]))
    refused = desk.post(path, columns_of(desk, path))
    assert (refused.status_code, ImportedFile.objects.get().outcomes) == (422, [])
    asked = {**columns_of(desk, path), "column_title": "0", "column_url": "2"}
    check = desk.post(path, asked)["Location"]
    assert [each.resource.title for each in desk.get(check).context["checked"]] == ["Wells"]
    assert path in desk.get(check).content.decode()
    desk.post(path, {**asked, "column_title": "1"})
    assert [each.resource.title for each in desk.get(check).context["checked"]] == ["Felt"]


def test_the_template_says_what_belongs_where_and_is_for_editors(desk: Client, stranger: Any, as_user: Any) -> None:
    response = desk.get(f"{UPLOAD}template.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="resources.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    assert [sheet.title for sheet in book.worksheets] == ["Resources", "How to fill it in"]
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["Reference", "Title", "Type"]
    assert book.worksheets[1].max_row == len(TARGETS)
    path = upload(desk, as_csv(HEADER, *ROWS))
    for who in (as_user(stranger), Client()):
        assert [who.get(each).status_code for each in (path, f"{UPLOAD}template.xlsx")] == [302, 302]
    other = desk.post(UPLOAD, {"file": SimpleUploadedFile("resources.xlsx", response.content), **DEFAULTS})
    assert (other.status_code, "The table is empty." in other.content.decode()) == (422, True)


def test_a_page_of_the_look_costs_the_same_for_many(desk: Client, search_index: SearchIndex) -> None:
    make_resource(title="How herders pay for water in Osh 1", url="https://example.org/other")
    search_index.drain()
    counts = []
    for number in (1, 40):
        rows = [[f"How herders pay for water in Osh {n}", f"https://example.org/{n}"] for n in range(number)]
        path = upload(desk, as_csv(["Title", "URL"], *rows))
        check = desk.post(path, columns_of(desk, path))["Location"]
        desk.get(check)
        with CaptureQueriesContext(connection) as statements:
            page = desk.get(check)
        counts.append(len(statements))
        assert [[twin.why for twin in each.twins] for each in page.context["checked"]] == [
            ["nearly the same title"]
        ] * number
    assert counts[0] == counts[1]
