"""Posts from tables and feed files: every row is shown before it is a draft, and never a draft twice."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from opportunities.importing.columns import TARGETS
from opportunities.importing.feed_files import read_feed
from opportunities.importing.forms import MAX_ROWS
from opportunities.models import ImportedTable, Opportunity
from profiles.models import Membership, Organization
from profiles.table_columns import guess_columns
from profiles.tables import read_table

read = partial(read_table, max_rows=MAX_ROWS)
HEADER = ["Ref", "Title", "Description", "Type", "City", "Country", "Deadline", "Skills", "Language", "Link"]
ROWS = [
    ["A1", "Welder", "Three months.", "Vacancy", "Osh", "Kyrgyzstan", "2099-07-05 18:00", "welding; irrigation", "en", "https://x.example/1"],
    ["A2", "Концерт", "В парке.", "событие", "Bishkek", "", "05.07.2099", "", "русский", ""],
]  # fmt: skip


def as_csv(*rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\r\n".join(quoted).encode(encoding)


def as_xlsx(*rows: Sequence[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(ValidationError) as raised:
        read(data)
    return " ".join(raised.value.messages)


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_csv_as_spreadsheets_save_it(self, encoding: str, delimiter: str) -> None:
        table = read(as_csv(HEADER, *ROWS, delimiter=delimiter, encoding=encoding))
        assert (list(table.columns), [list(row) for row in table.rows]) == (HEADER, ROWS)

    def test_xlsx_says_the_same(self) -> None:
        table = read(as_xlsx(HEADER, *ROWS))
        assert (list(table.columns), [list(row) for row in table.rows]) == (HEADER, ROWS)

    def test_cells_of_every_kind_become_what_one_would_type(self) -> None:
        row = ["x", datetime(2099, 7, 5, 18, 0), datetime(2099, 7, 5), 7.0, 7.5, None, True, "=1+1"]
        table = read(as_xlsx(["a", "b", "c", "d", "e", "f", "g", "h"], row))
        assert table.rows == (("x", "2099-07-05 18:00", "2099-07-05", "7", "7.5", "", "True", ""),)

    def test_rows_of_any_length_and_empty_ones(self) -> None:
        table = read(b"a,b,c,,\n1\n\n,,\n1,2,3,4,5,6\n")
        assert table.rows == (("1", "", ""), ("1", "2", "3"))

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "The table is empty."),
            (b"title\n", "The table is empty."),
            (b"title\n" + b"x\n" * (MAX_ROWS + 1), "more than 500 rows"),
            (b",".join([b"c"] * 41) + b"\nx", "1 to 40 columns"),
            (b"\xff\xd8\xff\xe0 picture", "read the letters"),
            (b"a\x00b,c\nd,e", "This is no table."),
            (b"PK\x03\x04 and no more", "couldn't read this table"),
            (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
            (b'a\n"' + b"x" * 140_000 + b'"', "couldn't read this table"),
        ],
    )
    def test_what_is_no_table_is_refused_in_words(self, data: bytes, words: str) -> None:
        assert words in refusal(data)

    def test_what_unpacks_to_far_more_is_not_unpacked(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b" " * (30 * 1024 * 1024))
        assert "unpacks to far more" in refusal(file.getvalue())

    def test_xml_that_defines_things_is_refused(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(as_xlsx(HEADER, *ROWS))) as source, zipfile.ZipFile(file, "w") as archive:
            for name in source.namelist():
                content = source.read(name)
                if name == "xl/workbook.xml":
                    content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
                archive.writestr(name, content)
        assert "couldn't read this table" in refusal(file.getvalue())

    def test_another_archive_is_no_table(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("hello.txt", "hello")
        assert "couldn't read this table" in refusal(file.getvalue())


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Job title", "Deadline", "Skills"], {"title": 0, "closes": 1, "expertise": 2}),
        (["Название", "Крайний срок", "Город", "Навыки"], {"title": 0, "closes": 1, "place": 2, "expertise": 3}),
        (["Intitulé", "Date limite", "Ville", "Compétences"], {"title": 0, "closes": 1, "place": 2, "expertise": 3}),
        (["Título", "Fecha límite", "Ciudad", "Habilidades"], {"title": 0, "closes": 1, "place": 2, "expertise": 3}),
        (["العنوان", "آخر موعد", "المدينة", "المهارات"], {"title": 0, "closes": 1, "place": 2, "expertise": 3}),
        (["DEADLINE_", "title (short)", "", "Title"], {"title": 3, "closes": 0}),
        (["Foo", "Bar"], {}),
    ],
)
def test_columns_are_guessed_in_five_languages(columns: list[str], expected: dict[str, int]) -> None:
    assert guess_columns(TARGETS, columns) == expected


class Importer:
    """A browser that goes through the three steps."""

    def __init__(self, client: Any, organization: Organization) -> None:
        self.client, self.organization = client, organization

    def upload(self, data: bytes, name: str = "posts.csv") -> Any:
        file = SimpleUploadedFile(name, data)
        return self.client.post("/contribute/import/", {"organization": self.organization.slug, "file": file})

    def settle(self, data: bytes, **changes: str) -> str:
        """Uploads and takes the guessed columns; returns the address of the check."""
        address = self.upload(data).url
        form = self.client.get(address).context["form"]
        chosen = {name: form[name].value() or "" for name in form.fields}
        return str(self.client.post(address, {**chosen, **changes}).url)


@pytest.fixture
def importer(verified: Organization, author: Any, as_user: Any) -> Importer:
    return Importer(as_user(author), verified)


class TestThreeSteps:
    def test_a_table_becomes_drafts(
        self, importer: Importer, verified: Organization, author: Any, as_user: Any
    ) -> None:
        check = importer.settle(as_csv(HEADER, *ROWS))
        page = importer.client.get(check)
        assert (page.context["new"], page.context["known"], page.context["faulty"]) == (2, 0, 0)
        assert Opportunity.objects.count() == 0
        assert importer.client.post(check).url == "/contribute/mine/"
        welder, concert = Opportunity.objects.order_by("pk")
        assert [post.live for post in (welder, concert)] == [False, False]
        assert (welder.title, welder.kind, welder.organization, welder.author) == (
            "Welder",
            "vacancy",
            verified,
            author,
        )
        assert (welder.closes, welder.zone) == (datetime(2099, 7, 5, 12, tzinfo=UTC), "Asia/Bishkek")
        assert [str(place) for place in welder.places.all()] == ["Osh, Kyrgyzstan"]
        assert {item.tag.name for item in welder.required_expertise.all()} == {"welding", "irrigation"}
        assert welder.details == {"apply": {"url": "https://x.example/1"}}
        assert (concert.kind, concert.language) == ("event", "ru")
        assert concert.closes == datetime(2099, 7, 5, 17, 59, tzinfo=UTC)
        assert not ImportedTable.objects.exists()
        assert as_user().get(welder.get_absolute_url()).status_code == 404

    def test_the_same_table_again_makes_nothing(self, importer: Importer) -> None:
        importer.client.post(importer.settle(as_csv(HEADER, *ROWS)))
        before = list(Opportunity.objects.values_list("pk", "updated"))
        changed = [[*ROWS[0][:1], "Another title", *ROWS[0][2:]], ROWS[1]]
        check = importer.settle(as_xlsx(HEADER, *changed))
        page = importer.client.get(check)
        assert (page.context["new"], page.context["known"]) == (0, 2)
        importer.client.post(check)
        assert list(Opportunity.objects.values_list("pk", "updated")) == before

    def test_without_references_it_is_known_by_its_words(self, importer: Importer) -> None:
        data = as_csv(["Title", "Deadline"], ["Welder", "2099-07-05"], ["Welder", "2099-07-05"], ["Nurse", ""])
        check = importer.settle(data)
        assert (importer.client.get(check).context["new"], importer.client.get(check).context["known"]) == (2, 1)
        importer.client.post(check)
        importer.client.post(importer.settle(data))
        assert Opportunity.objects.count() == 2

    def test_references_are_each_organizations_own(
        self, importer: Importer, unverified: Organization, author: Any, as_user: Any
    ) -> None:
        importer.client.post(importer.settle(as_csv(HEADER, *ROWS)))
        other = Importer(as_user(author), unverified)
        other.client.post(other.settle(as_csv(HEADER, *ROWS)))
        assert Opportunity.objects.count() == 4

    def test_wrong_cells_are_told_by_row_and_column_and_left_out(self, importer: Importer) -> None:
        wrong = [
            ["B1", "", "No title", "", "", "", "", "", "", ""],
            ["B2", "Bad date", "", "", "", "", "tomorrow", "", "", ""],
            ["B3", "Bad city", "", "", "Xanadupolis", "", "", "", "", ""],
            ["B4", "Bad kind", "", "robbery", "", "", "", "", "klingon", "javascript:alert(1)"],
        ]
        check = importer.settle(as_csv(HEADER, ROWS[0], *wrong))
        page = importer.client.get(check)
        told = {
            row.number: [problem.column for problem in row.problems] for row in page.context["rows"] if row.problems
        }
        assert told == {
            3: ["Title"], 4: ["Last day"], 5: ["Place"], 6: ["Kind", "Language of the post", "Web address"],
        }  # fmt: skip
        assert "We couldn&#x27;t read that date. Write it like 2026-07-05." in page.content.decode()
        assert importer.client.post(check).url == check
        assert list(Opportunity.objects.values_list("title", flat=True)) == ["Welder"]

    def test_columns_can_be_corrected_and_none_is_used_twice(self, importer: Importer) -> None:
        address = importer.upload(as_csv(["Foo", "Bar"], ["Welder", "Nurse"])).url
        start = {"kind": "mentoring", "language": "en", "zone": ""}
        assert importer.client.post(address, start).status_code == 422
        twice = importer.client.post(address, {**start, "column_title": "1", "column_description": "1"})
        assert (twice.status_code, "chosen for something else" in twice.content.decode()) == (422, True)
        check = importer.client.post(address, {**start, "column_title": "1"}).url
        importer.client.post(check)
        assert list(Opportunity.objects.values_list("title", "kind")) == [("Nurse", "mentoring")]

    def test_many_rows_are_made_in_portions_and_can_be_left_and_taken_up(self, importer: Importer) -> None:
        check = importer.settle(as_csv(["Title"], *([f"Post {number}"] for number in range(60))))
        assert importer.client.post(check).url == check
        assert Opportunity.objects.count() == 50
        assert importer.client.post(check).url == "/contribute/mine/"
        assert Opportunity.objects.count() == 60

    def test_a_wrong_file_is_told_beside_the_field(self, importer: Importer) -> None:
        page = importer.upload(b"\x89PNG\r\n\x1a\n\xff", "posts.xlsx")
        assert (page.status_code, "We couldn&#x27;t read the letters of this file" in page.content.decode()) == (
            422,
            True,
        )
        assert (
            importer.client.post("/contribute/import/", {"organization": importer.organization.slug}).status_code == 422
        )

    def test_five_at_a_time(self, importer: Importer) -> None:
        for _number in range(5):
            assert importer.upload(as_csv(HEADER, *ROWS)).status_code == 302
        page = importer.upload(as_csv(HEADER, *ROWS))
        assert (page.status_code, "several unfinished imports" in page.content.decode()) == (422, True)
        token = ImportedTable.objects.first().token  # type: ignore[union-attr]
        assert importer.client.post(f"/contribute/import/{token}/discard/").url == "/contribute/import/"
        assert ImportedTable.objects.count() == 4

    @pytest.mark.parametrize(
        "words", ['"', "\x00", "=HYPERLINK(1)", "<script>x</script>", "'; DROP TABLE x; --", "a" * 9_000]
    )
    def test_hostile_words_are_words(self, importer: Importer, words: str) -> None:
        address = importer.upload(as_xlsx(HEADER, [words.replace("\x00", "")] * len(HEADER), ROWS[0])).url
        for page in (address, f"{address}check/"):
            response = importer.client.get(page)
            assert (response.status_code < 400, b"<script>x" in response.content) == (True, False)


class TestWhoImports:
    @pytest.fixture
    def table(self, importer: Importer) -> str:
        return str(importer.upload(as_csv(HEADER, *ROWS)).url)

    def test_only_its_owner_sees_a_table(
        self, table: str, author: Any, colleague: Any, stranger: Any, as_user: Any
    ) -> None:
        people = {"author": author, "colleague": colleague, "stranger": stranger, "visitor": None}
        expected = {"author": 200, "colleague": 404, "stranger": 404, "visitor": 302}
        assert {name: as_user(who).get(table).status_code for name, who in people.items()} == expected
        assert {name: as_user(who).get(f"{table}check/").status_code for name, who in people.items()} == {
            **expected,
            "author": 302,
        }
        del people["author"]
        refused = {name: as_user(who).post(f"{table}discard/").status_code for name, who in people.items()}
        assert refused == {"colleague": 404, "stranger": 404, "visitor": 302}

    def test_whoever_no_longer_posts_for_it_goes_on_with_nothing(self, table: str, author: Any, as_user: Any) -> None:
        Membership.objects.filter(user=author).update(role=Membership.Role.MEMBER)
        assert as_user(author).get(table).status_code == 404

    def test_not_for_others(self, verified: Organization, stranger: Any, colleague: Any, as_user: Any) -> None:
        assert "Register an organization" in as_user(stranger).get("/contribute/import/").content.decode()
        assert as_user().get("/contribute/import/").status_code == 302
        Importer(as_user(stranger), verified).upload(as_csv(HEADER, *ROWS))
        assert not ImportedTable.objects.exists()
        assert as_user(colleague).get("/contribute/import/").status_code == 200


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>T</title>
<entry><id>tag:x,2026:1</id><title>Soudeur &amp;amp; co</title><link rel="self" href="https://x.example/self"/>
<link href="https://x.example/1"/><summary type="html">&lt;p&gt;Un&lt;/p&gt;&lt;p&gt;deux&lt;script&gt;x&lt;/script&gt;&lt;/p&gt;</summary></entry>
<entry><id>2</id><title></title></entry></feed>"""
RSS = """<rss version="2.0"><channel><language>ru-RU</language><item><title>Сварщик</title><link>javascript:alert(1)</link>
<guid>a</guid><description>Текст</description></item></channel></rss>"""


class TestFeedFiles:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "feed.xml"
        path.write_text(ATOM)
        return path

    def test_atom_and_rss(self) -> None:
        (item,) = read_feed(ATOM.encode())
        assert (item.title, item.text, item.link, item.language) == (
            "Soudeur & co",
            "Un\ndeuxx",
            "https://x.example/1",
            "fr",
        )
        (item,) = read_feed(RSS.encode())
        assert (item.title, item.text, item.link, item.language) == ("Сварщик", "Текст", "", "ru")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('<!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>', "DOCTYPE"),
            ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><rss><channel/></rss>', "DOCTYPE"),
            ("<html/>", "neither Atom nor RSS"),
            ("not xml", "no XML"),
            ("", "no XML"),
        ],
    )
    def test_what_is_no_feed_is_refused_in_words(self, text: str, words: str) -> None:
        with pytest.raises(ValidationError) as raised:
            read_feed(text.encode())
        assert words in " ".join(raised.value.messages)

    def test_its_entries_become_drafts_once(self, file: Path, verified: Organization, capsys: Any) -> None:
        for _time in range(2):
            call_command("import_feed", str(file), organization=verified.slug, kind="volunteering")
        (post,) = Opportunity.objects.all()
        assert (post.title, post.live, post.kind, post.language) == ("Soudeur & co", False, "volunteering", "fr")
        assert post.details == {"apply": {"url": "https://x.example/1"}}
        assert capsys.readouterr().out.splitlines() == [
            "1 drafts made, 0 were here already.",
            "0 drafts made, 1 were here already.",
        ]

    def test_a_dry_run_writes_nothing(self, file: Path, verified: Organization) -> None:
        call_command("import_feed", str(file), organization=verified.slug, dry_run=True)
        assert not Opportunity.objects.exists()

    def test_mistakes_are_told(self, file: Path, verified: Organization) -> None:
        with pytest.raises(CommandError, match="No organization has the address «none»"):
            call_command("import_feed", str(file), organization="none")
        with pytest.raises(CommandError, match="No such file"):
            call_command("import_feed", "/nowhere.xml", organization=verified.slug)
        file.write_text("<html/>")
        with pytest.raises(CommandError, match="neither Atom nor RSS"):
            call_command("import_feed", str(file), organization=verified.slug)
