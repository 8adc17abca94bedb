"""Citations, as parsers of others read them, and what a page tells machines."""

import json
from typing import Any

import bibtexparser
import extruct
import pytest
import rispy
from django.test import Client

from resources import citing
from resources.identifiers import doi_in, isbn_in
from resources.models import Resource
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
