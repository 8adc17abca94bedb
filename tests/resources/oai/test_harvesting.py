"""A harvester's own client (sickle) takes the library along, over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from resources.models import Resource
from tests.resources.factories import make_resource

MANY = 5000


@pytest.fixture
def library(full_database: None) -> list[Resource]:
    """MANY public resources, ten to the second, the last hundred of them in March; one draft."""
    made = [
        Resource(
            title=f"Report № {n} & <more>", slug=f"r-{n}", type="report" if n % 2 else "dataset", summary=f"Über {n}\x0b.",
            language="ru" if n % 3 else "en", url=f"https://example.org/{n}?a=1&b=2", authors=["Aida", f"Author {n}"],
            year=2000 + n % 26, licence="CC-BY-4.0", doi=f"10.1234/{n}", live=True, first_published_at=timezone.now(),
        )
        for n in range(MANY)
    ]  # fmt: skip
    rows = Resource.objects.bulk_create(made)
    for n, row in enumerate(rows):
        late = timedelta(days=60) if n >= MANY - 100 else timedelta()
        row.updated = datetime(2026, 1, 1, tzinfo=UTC) + late + timedelta(seconds=n // 10)
    Resource.objects.bulk_update(rows, ["updated"], batch_size=500)
    make_resource(live=False)
    return rows


def test_everything_comes_back_equal(library: list[Resource], live_server: Any) -> None:
    client = Sickle(f"{live_server.url}/learn/oai", max_retries=0)
    harvested = {record.header.identifier: record for record in client.ListRecords(metadataPrefix="oai_dc")}
    assert len(harvested) == MANY
    expected = {
        f"oai:localhost:{row.uuid}": {
            "title": [row.title],
            "creator": row.authors,
            "description": [row.summary.replace("\x0b", "")],
            "date": [str(row.year)],
            "type": ["Text", "report"] if row.type == "report" else ["Dataset", "dataset"],
            "identifier": [f"{live_server.url}{row.get_absolute_url()}", f"https://doi.org/{row.doi}"],
            "source": [row.url],
            "language": [row.language],
            "rights": ["https://creativecommons.org/licenses/by/4.0/"],
        }
        for row in library
    }
    assert {identifier: record.metadata for identifier, record in harvested.items()} == expected

    late = client.ListIdentifiers(metadataPrefix="oai_dc", **{"from": "2026-03-01", "until": "2026-03-02"})
    assert {header.identifier for header in late} == {f"oai:localhost:{row.uuid}" for row in library[-100:]}
    russian = list(client.ListRecords(metadataPrefix="oai_dc", set="language-ru"))
    assert len(russian) == sum(row.language == "ru" for row in library)
    with pytest.raises(NoRecordsMatch):
        list(client.ListRecords(metadataPrefix="oai_dc", set="language-fr"))

    one = client.GetRecord(metadataPrefix="oai_dc", identifier=f"oai:localhost:{library[0].uuid}")
    assert (one.header.datestamp, one.header.setSpecs) == ("2026-01-01T00:00:00Z", ["type-dataset", "language-en"])
    told = client.Identify()
    assert (told.deletedRecord, told.earliestDatestamp) == ("persistent", "2026-01-01T00:00:00Z")
    assert told.granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert [each.metadataPrefix for each in client.ListMetadataFormats()] == ["oai_dc"]
    specs = {each.setSpec: each.setName for each in client.ListSets()}
    assert (specs["type-dataset"], specs["language-ru"]) == ("Data set", "Russian")
