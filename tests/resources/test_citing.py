"""Citations, as parsers of others read them, and what a page tells machines."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import bibtexparser
import extruct
import pytest
import rispy
from bibtexparser.middlewares.names import split_multiple_persons_names
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from profiles.uploads import PUBLICATIONS, check_upload
from resources import citing
from resources.identifiers import doi_in, isbn_in
from resources.kinds import names_of
from resources.models import Resource
from tests.examples import examples
from tests.profiles.factories import make_organization
from tests.resources.factories import make_resource

PAGE = "http://testserver/learn/sending/"


@pytest.fixture
def resource(db: None) -> Resource:
    return make_resource(
        title="50 % cheaper: R&D_#1 {sic} of $ending", slug="sending", type="dataset", year=2024, language="en",
        summary="How to compare prices.\nIn two lines.", authors=["Aida Toktosunova", "Улан Беков"], doi="10.1234/ab_c",
        isbn="9783161484100", licence="CC-BY-4.0", countries=["KG"], topics=["remittances"],
        organization=make_organization("Osh Water & Sons"),
    )  # fmt: skip


def get(resource: Resource, format: str) -> tuple[str, str]:
    response = Client().get(f"/learn/{resource.slug}/cite.{format}")
    assert response.status_code == 200
    return response["Content-Type"], response.content.decode()


def test_a_line_to_read(resource: Resource) -> None:
    assert citing.in_words(resource, PAGE) == (
        "Aida Toktosunova & Улан Беков. (2024). 50 % cheaper: R&D_#1 {sic} of $ending [Data set]. Osh Water & Sons. "
        "https://doi.org/10.1234/ab_c"
    )
    bare = make_resource(title="A story", type="story", slug="bare")
    assert citing.in_words(bare, PAGE) == f"A story. (n.d.). {PAGE}"
    bare.organization = make_organization("Club Inc.")
    assert citing.in_words(bare, PAGE) == f"Club Inc. (n.d.). A story. {PAGE}"


def test_bibtex_is_read_as_it_was_meant(resource: Resource) -> None:
    kind, written = get(resource, "bib")
    assert kind == "application/x-bibtex; charset=utf-8"
    library = bibtexparser.parse_string(written, append_middleware=[bibtexparser.middlewares.LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    [entry] = library.entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert (entry.entry_type, entry.key) == ("misc", f"toktosunova2024-{resource.uuid.hex[:6]}")
    assert {name: value.replace("{", "").replace("}", "") for name, value in fields.items()} == {
        "title": "50 % cheaper: R&D_#1 sic of $ending",
        "author": "Aida Toktosunova and Улан Беков",
        "year": "2024",
        "howpublished": "Osh Water & Sons",
        "language": "en",
        "doi": "10.1234/ab_c",
        "isbn": "9783161484100",
        "url": "https://doi.org/10.1234/ab_c",
    }


def test_ris_is_read_as_it_was_meant(resource: Resource) -> None:
    kind, written = get(resource, "ris")
    assert kind == "application/x-research-info-systems; charset=utf-8"
    assert rispy.loads(written) == [
        {
            "type_of_reference": "DATA",
            "title": resource.title,
            "authors": ["Aida Toktosunova", "Улан Беков"],
            "year": "2024",
            "publisher": "Osh Water & Sons",
            "language": "en",
            "abstract": "How to compare prices. In two lines.",
            "doi": "10.1234/ab_c",
            "issn": "9783161484100",
            "urls": ["https://doi.org/10.1234/ab_c"],
            "id": str(resource.uuid),
        }
    ]


def test_csl_json_is_whole(resource: Resource) -> None:
    kind, written = get(resource, "json")
    assert kind == "application/vnd.citationstyles.csl+json; charset=utf-8"
    assert json.loads(written) == [
        {
            "id": str(resource.uuid),
            "type": "dataset",
            "title": resource.title,
            "author": [{"literal": "Aida Toktosunova"}, {"literal": "Улан Беков"}],
            "issued": {"date-parts": [[2024]]},
            "publisher": "Osh Water & Sons",
            "language": "en",
            "abstract": "How to compare prices.\nIn two lines.",
            "DOI": "10.1234/ab_c",
            "ISBN": "9783161484100",
            "URL": "https://doi.org/10.1234/ab_c",
        }
    ]


def test_only_what_is_public_is_cited(resource: Resource, as_user: Any, contributor: Any) -> None:
    draft = make_resource(live=False, contributor=contributor)
    assert as_user(contributor).get(f"/learn/{draft.slug}/cite.bib").status_code == 404
    assert Client().get(f"/learn/{resource.slug}/cite.exe").status_code == 404
    page = as_user(contributor).get(f"/learn/{draft.slug}/")
    assert ("citation_title" in page.content.decode(), page.has_header("Link")) == (False, False)


def test_a_page_tells_machines_what_it_is(resource: Resource) -> None:
    response = Client().get("/learn/sending/")
    page = response.content.decode()
    found = extruct.extract(page, base_url="http://testserver/", syntaxes=["json-ld"])["json-ld"]
    assert found == [
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": "https://doi.org/10.1234/ab_c",
            "name": resource.title,
            "description": resource.summary,
            "url": PAGE,
            "inLanguage": "en",
            "author": [{"@type": "Person", "name": name} for name in resource.authors],
            "publisher": {"@type": "Organization", "name": "Osh Water & Sons"},
            "datePublished": "2024",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "about": ["remittances"],
            "spatialCoverage": ["Kyrgyzstan"],
            "identifier": ["https://doi.org/10.1234/ab_c"],
            "isbn": "9783161484100",
            "sameAs": resource.url,
        }
    ]
    assert '<meta name="citation_author" content="Улан Беков">' in page
    assert response["Link"].split(", ") == [
        '<https://doi.org/10.1234/ab_c>; rel="cite-as"',
        '<https://schema.org/Dataset>; rel="type"',
        '<https://schema.org/AboutPage>; rel="type"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
        f'<{resource.url}>; rel="item"',
        f'<{PAGE}cite.bib>; rel="describedby"; type="application/x-bibtex"',
        f'<{PAGE}cite.ris>; rel="describedby"; type="application/x-research-info-systems"',
        f'<{PAGE}cite.json>; rel="describedby"; type="application/vnd.citationstyles.csl+json"',
    ]


@pytest.mark.parametrize(("text", "doi", "isbn"), [
    ("https://doi.org/10.1000/ABC.182.", "10.1000/abc.182", ""),
    ("doi:10.5555/12345678 (2024)", "10.5555/12345678", ""),
    ("978-3-16-148410-0", "", "9783161484100"),
    ("ISBN 0-306-40615-2", "", "9780306406157"),
    ("080442957X", "", "9780804429573"),
    ("978-3-16-148410-1", "", ""),
    ("1234567890123", "", ""),
    ("", "", ""),
])  # fmt: skip
def test_identifiers_are_known_by_their_form(text: str, doi: str, isbn: str) -> None:
    assert (doi_in(text), isbn_in(text)) == (doi, isbn)


def test_a_contributor_writes_either_or_lets_the_address_tell(contributor: Any, as_user: Any) -> None:
    client = as_user(contributor)
    facts = {"title": "A", "type": "report", "summary": "S", "language": "en", "url": "https://doi.org/10.1000/182"}
    client.post("/learn/contribute/", facts)
    client.post("/learn/contribute/", {**facts, "title": "B", "url": "https://e.org/", "identifier": "0-306-40615-2"})
    told = {row.title: (row.doi, row.isbn) for row in Resource.objects.all()}
    assert told == {"A": ("10.1000/182", ""), "B": ("", "9780306406157")}
    wrong = client.post("/learn/contribute/", {**facts, "identifier": "978-1"}).content.decode()
    assert "«978-1» is neither a DOI nor an ISBN" in wrong
    mine = client.get(f"/learn/{Resource.objects.get(title='B').slug}/edit/").content.decode()
    assert 'value="9780306406157"' in mine


@pytest.mark.parametrize("kind", Resource.Type.values)
def test_every_kind_is_read_by_machines_and_its_file_only_where_it_is_open(
    kind: str, db: None, settings: Any, tmp_path: Path
) -> None:
    settings.PRIVATE_ROOT = tmp_path
    keep = check_upload(SimpleUploadedFile("flows.csv", b"year,flow\n2020,1\n2021,2\n"), PUBLICATIONS)
    made = make_resource(title="</script><b>'\"&", slug="flows", type=kind, keep=keep)
    name, media = ("distribution", "DataDownload") if kind == "dataset" else ("encoding", "MediaObject")

    def told() -> dict[str, Any]:
        page = Client().get("/learn/flows/").content.decode()
        [found] = extruct.extract(page, base_url="http://testserver/", syntaxes=["json-ld"])["json-ld"]
        return dict(found)

    found = told()
    assert (found["@type"], found["name"]) == (names_of(made).schema, made.title)
    assert found[name] == {
        "@type": media, "name": "flows.csv", "contentUrl": f"http://testserver{made.file_address}",
        "encodingFormat": "text/csv", "contentSize": f"{keep.size} B", "sha256": keep.checksum,
    }  # fmt: skip
    for rule in ({"access": "members"}, {"access": "request"}, {"access": "embargo", "opens": date(2099, 1, 1)}):
        Resource.objects.update(**rule)
        assert not {"distribution", "encoding"} & set(told())


LETTERS = st.characters(exclude_categories=("Cs", "Cc"))
HARD = st.text(
    st.one_of(LETTERS, st.sampled_from("{}\\$%&#_^~\"'@=,;:-\n\t\u200f\u00a0\ufeff")), min_size=1, max_size=60
)


@given(title=HARD, authors=st.lists(HARD, max_size=3), summary=HARD)
@example(title="TY  - ER  - ", authors=["ER  - "], summary="\nER  - \nTY  - JOUR")
@example(title="a } b", authors=["O'Neil, Jr.", "IOM and others", "{x"], summary="\\end{x}")
@hypothesis_settings(max_examples=examples(150), deadline=None)
def test_readers_of_others_get_hard_letters_whole(title: str, authors: list[str], summary: str) -> None:
    made = Resource(title=title, authors=authors, summary=summary, type="report", year=2020, language="en", slug="s")
    names = [name for name in (" ".join(each.split()) for each in authors) if name]
    written = citing.bibtex(made, PAGE).decode()
    library = bibtexparser.parse_string(written)
    assert (library.failed_blocks, len(library.entries)) == ([], 1)
    latex = library.entries[0].fields_dict["title"].value
    assert _unescaped(latex) == " ".join(title.split())
    assert written.count("{") == written.count("}")
    author = library.entries[0].fields_dict.get("author")
    assert [_unescaped(name) for name in split_multiple_persons_names(author.value if author else "")] == names
    [record] = rispy.loads(citing.ris(made, PAGE).decode())
    assert record.get("title", "") == " ".join(title.split())
    assert record.get("authors", []) == names
    assert record.get("abstract", "") == " ".join(summary.split())
    [item] = json.loads(citing.csl(made, PAGE))
    assert item.get("title", "") == " ".join(title.split())


def _unescaped(latex: str) -> str:
    """What LaTeX would print of the few commands that we write."""
    text = latex.removeprefix("{").removesuffix("}")
    text = text.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    for command, letter in {r"\textbackslash{}": "\0", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}.items():
        text = text.replace(command, letter)
    return re.sub(r"\\([{}&%$#_])", r"\1", text).replace("\0", "\\")
