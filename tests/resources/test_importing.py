"""Editors import resources from files of others: they look first, then take what is new."""

from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from resources import citing
from resources.importing.checking import check_records
from resources.importing.files import MAX_RECORDS, read_file
from resources.importing.services import forget_files
from resources.models import ImportedFile, Resource, TaggedTopic
from taxonomy.services import terms_for
from tests.profiles.factories import make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

UPLOAD = "/admin/library/import/"
DEFAULTS = {"type": "toolkit", "language": "en"}
OAI = "{http://www.openarchives.org/OAI/2.0/}"
SAMPLE = r"""
@comment{ignored}
@string{iom = {International Organization for Migration}}
@techreport{a, title = {{Sending \"Uber money: 50 \% \& more}}, author = {Toktosunova, Aida and {IOM, Bishkek}},
  year = 2024, institution = iom, doi = {10.1000/ABC}, language = {french}, keywords = {Remittances, banks},
  abstract = {How \emph{families} send.}, copyright = {https://creativecommons.org/licenses/by/4.0/deed.ru}}
@misc{b, title = {No address}, year = {soon}, langid = {klingon}}
@book{b, title = {Same key}, isbn = {978-3-16-148410-0}, url = {https://example.org/50%25}, author = {O'Neil, Jr., Ann}}
@misc{broken, title = {x}
"""
RIS = """TY  - DATA\r
TI  - Flows of\r
money\r
AU  - Беков, Улан\r
PY  - 2021/05/01\r
LA  - rus\r
UR  - https://example.org/flows\r
ER  - \r
\r
TY  - VIDEO\r
TI  - Without end\r
"""


def outcome(data: bytes | str) -> list[Any]:
    """What each record becomes: the problems' cures, or what is known of it."""
    found = []
    for each in check_records(read_file(data.encode() if isinstance(data, str) else data), DEFAULTS):
        made = each.resource
        problems = [(problem.field, problem.value, problem.cure) for problem in each.problems]
        known = (made.type, made.title, made.authors, made.year, made.language, made.url, made.doi or made.isbn,
                 made.licence, made.ref, each.topics, each.notes)  # fmt: skip
        found.append((each.number, problems or known))
    return found


def test_bibtex_and_ris_as_they_are_meant(db: None) -> None:
    address = ("Address", "", "Say where it can be found.")
    first, second, third, broken = outcome(SAMPLE)
    assert first == (4, (
        "report", "Sending Über money: 50 % & more", ["Aida Toktosunova", "IOM, Bishkek"], 2024, "fr",
        "https://doi.org/10.1000/abc", "10.1000/abc", "CC-BY-4.0", "doi:10.1000/abc", ["Remittances", "banks"],
        ["«International Organization for Migration» is no organization here. It is left out."],
    ))  # fmt: skip
    assert second == (7, [address, ("Year", "soon", "Write the year it appeared in, with four digits."),
                          ("Language", "klingon", "Write the code of a language, like «en».")])  # fmt: skip
    assert third[1][:7] == ("report", "Same key", ["O'Neil, Jr., Ann"], None, "en", "https://example.org/50%25",
                            "9783161484100")  # fmt: skip
    assert (broken[0], broken[1][0][2].startswith("This entry can't be read:")) == (9, True)
    flows, endless = outcome(RIS)
    assert flows[1][:6] == ("dataset", "Flows of money", ["Улан Беков"], 2021, "ru", "https://example.org/flows")
    assert (flows[0], flows[1][8][:7], outcome(RIS)[0]) == (1, "sha256:", flows)
    assert endless == (10, [("", "", "This record has no end. Add a line «ER  - ».")])


def test_what_we_export_comes_back(db: None) -> None:
    organization = make_organization("Osh Water")
    made = make_resource(title="50 % of {A} & B_#1 }", authors=["Aida", "Улан Беков"], year=2020, doi="10.1000/x",
                         organization=organization, language="ky")  # fmt: skip
    expected = ("report", made.title, made.authors, 2020, "ky", "https://doi.org/10.1000/x", "10.1000/x")
    for write in (citing.bibtex, citing.ris):
        [(_number, known)] = outcome(write(made, "https://example.org/p"))
        assert (known[:7], known[8], known[10]) == (expected, "doi:10.1000/x", [])


def test_others_harvests(db: None) -> None:
    header = "<header><identifier>oai:e.org:{}</identifier></header>"
    dc = ('<record>{}<metadata><d:dc xmlns:d="http://www.openarchives.org/OAI/2.0/oai_dc/"'
          ' xmlns="http://purl.org/dc/elements/1.1/">{}</d:dc></metadata></record>')  # fmt: skip
    told = (
        "<title>Thesis</title><type>info:eu-repo/semantics/doctoralThesis</type><date>2019-03-01</date><language>eng"
        "</language><identifier>1234567890</identifier><identifier>https://doi.org/10.1/x</identifier><identifier>"
        "https://e.org/1</identifier><source>https://journal.org</source><rights>Some words</rights>"
    )
    other = "<record><header status='deleted'><identifier>oai:e.org:2</identifier></header></record>"
    page = '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{}</ListRecords></OAI-PMH>'
    first = dc.format(header.format("1"), told)
    assert outcome(page.format(first + other) + "\n" + page.format(first)) == [
        (1, ("report", "Thesis", [], 2019, "en", "https://e.org/1", "", "Some words",
             "oai:e.org:1", [], [])),
        (2, [("", "oai:e.org:2", "It is deleted where it comes from.")]),
        (3, [("Reference", "oai:e.org:1", "The file has it twice. Nothing has to be done.")]),
    ]  # fmt: skip


@pytest.mark.parametrize(("data", "told"), [
    (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "defines entities"),
    (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "defines entities"),
    (b"<OAI-PMH", "no XML"),
    (b'<?xml version="1.0" encoding="nothing"?><a/>', "no XML"),
    (b"<a/>", "no record"),
    (b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badVerb">No</error></OAI-PMH>', "badVerb No"),
    (b"PK\x03\x04\xff\xff", "read this table"),
    (b"name;value", "table is empty"),
    (b"write to a@example.org", "neither"),
    (b"title;year\n" + b"Wells;2020\n" * 5001, "more than 5000 rows"),
    (b"\x00@", "neither"),
    (b"TY  - GEN\nER  - \n" * (MAX_RECORDS + 1), "more than 10000 records"),
    (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    (b"<" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
])  # fmt: skip
def test_hostile_files_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_file(data)
    assert told in " ".join(refused.value.messages)


def harvest(client: Client) -> bytes:
    """Answers of our own, one after the other, as a harvester keeps them."""
    arguments, answers = {"metadataPrefix": "oai_dc"}, []
    while arguments:
        answers.append(client.get("/learn/oai", {"verb": "ListRecords", **arguments}).content)
        token = fromstring(answers[-1]).findtext(f".//{OAI}resumptionToken")
        arguments = {"resumptionToken": token} if token else {}
    return b"\n".join(answers)


def elements(data: bytes) -> list[list[tuple[str, str | None]]]:
    """The elements of each record; its own page, which is another in another library, without its address."""
    records = [each for page in data.split(b"<?xml")[1:] for each in fromstring(b"<?xml" + page).iter(f"{OAI}record")]
    told = [[(each.tag.partition("}")[2], each.text) for each in record.findall("*/*/*")] for record in records]
    return sorted([each for each in record if "/learn/" not in (each[1] or "")] for record in told)


def test_a_harvest_comes_back_equal_and_twice_changes_nothing(
    moderator: Any, as_user: Any, search_index: SearchIndex, django_capture_on_commit_callbacks: Any
) -> None:
    organization = make_organization("Osh Water")
    made = [
        Resource(
            slug=f"r-{n}", live=True, first_published_at=timezone.now(), title=f"Report № {n} & <more>", type=("report", "policy", "dataset", "toolkit")[n % 4], language="ru",
            summary=f"Über\n\n{n}", url=f"https://example.org/{n}?a=1&b=2", authors=["Aida", f"Author, {n}"],
            year=2000 + n % 26, licence=("CC-BY-4.0", "all-rights-reserved", "", "My words")[n % 4], countries=["KG"],
            doi=f"10.1234/{n}" if n % 2 else "", isbn="" if n % 3 else "9783161484100",
            organization=organization if n % 2 else None,
        )
        for n in range(300)
    ]  # fmt: skip
    [topic] = terms_for(["irrigation"])
    TaggedTopic.objects.bulk_create(
        TaggedTopic(content_object=each, tag=topic) for each in Resource.objects.bulk_create(made)
    )
    before = harvest(Client())
    TaggedTopic.objects.all().delete()
    Resource.objects.all()._raw_delete("default")
    desk = as_user(moderator)

    def upload() -> str:
        file = SimpleUploadedFile("harvest.xml", before)
        return str(desk.post(UPLOAD, {"file": file, **DEFAULTS})["Location"])

    check = upload()
    shown = desk.get(check, {"p": "2"}).context
    assert ([shown[name] for name in ("new", "known", "faulty")], shown["page"].number) == ([300, 0, 0], 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(check, {"publish": "on"}).status_code == 302
    assert elements(harvest(Client())) == elements(before)
    assert (Resource.objects.filter(live=True).count(), TaggedTopic.objects.count()) == (300, 300)
    search_index.drain()
    assert Client().get("/learn/", {"q": "Report"}).context["listing"].page.total == 300

    changed = list(Resource.objects.values_list("pk", "updated"))
    again = upload()
    shown = desk.get(again).context
    assert [shown[name] for name in ("new", "known", "faulty")] == [0, 300, 0]
    desk.post(again)
    assert (list(Resource.objects.values_list("pk", "updated")), ImportedFile.objects.count()) == (changed, 0)


def test_an_editor_looks_takes_and_leaves(
    moderator: Any, stranger: Any, as_user: Any, search_index: SearchIndex
) -> None:
    make_resource(title="Sending Uber money: 50 % and more", url="https://example.org/50%25")
    search_index.drain()
    desk, other = as_user(moderator), as_user(stranger)
    assert "Import resources" in desk.get("/admin/").content.decode()
    assert [each.get(UPLOAD).status_code for each in (desk, other, Client())] == [200, 302, 302]
    wrong = desk.post(UPLOAD, {"file": SimpleUploadedFile("a.bib", b"none"), **DEFAULTS})
    assert (wrong.status_code, "neither a table nor BibTeX" in wrong.content.decode()) == (422, True)
    check = desk.post(UPLOAD, {"file": SimpleUploadedFile("a.bib", SAMPLE.encode()), **DEFAULTS})["Location"]
    page = desk.get(check).content.decode()
    for words in ("Can be taken: 1", "In the library already: 1", "Can't be taken: 2", "nearly the same title",
                  "the same address", "Write the year it appeared in", "DOI 10.1000/abc", "ISBN 9783161484100"):  # fmt: skip
        assert words in page, words
    assert [each.get(check).status_code for each in (other, Client())] == [302, 302]
    assert "a.bib" in desk.get(UPLOAD).content.decode()
    assert desk.post(check).status_code == 302
    made = Resource.objects.get(ref="doi:10.1000/abc")
    assert (made.live, made.contributor, Client().get(made.get_absolute_url()).status_code) == (False, None, 404)
    edit = f"/admin/snippets/resources/resource/edit/{made.pk}/"
    assert "Sending Über money" in desk.get(edit).content.decode()

    for _ in range(5):
        check = desk.post(UPLOAD, {"file": SimpleUploadedFile("b.ris", RIS.encode()), **DEFAULTS})["Location"]
    full = desk.post(UPLOAD, {"file": SimpleUploadedFile("b.ris", RIS.encode()), **DEFAULTS})
    assert (full.status_code, "several unfinished" in full.content.decode()) == (422, True)
    assert (desk.post(f"{check}discard/").status_code, ImportedFile.objects.count()) == (302, 4)
    ImportedFile.objects.filter(pk__in=ImportedFile.objects.values("pk")[:1]).update(
        created=timezone.now() - timedelta(days=3)
    )
    assert (forget_files(), ImportedFile.objects.count()) == (1, 3)
