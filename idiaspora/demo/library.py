"""The resources of the demo's library."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from idiaspora.demo.organizations import Organizations
from idiaspora.demo.vocabulary import Vocabulary
from idiaspora.demo.writing import Terms
from profiles.slugs import free_slug
from resources import services
from resources.models import Collection, CollectionItem, Comment, Resource, TaggedTopic
from taxonomy.names import country_name

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class ResourceSource:
    """One resource as the data files have it."""

    type: str
    title: str
    summary: str
    language: str
    topics: list[str]
    year: int
    licence: str
    countries: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    by: str = ""  # an organization
    state: str = "published"  # or waiting, draft
    minutes: int | None = None  # how long it runs
    sdgs: list[int] = field(default_factory=list)
    gcm: list[int] = field(default_factory=list)
    translation_of: str = ""  # a title
    comments: list[str] = field(default_factory=list)


def read_library() -> list[ResourceSource]:
    """All resources, those of a series one for each country."""
    tables: list[dict[str, Any]] = []
    for path in sorted(DATA.glob("library*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        tables += read["resource"]
        for series in read.get("series", []):
            for country in series["countries"]:
                title = series["title"].format(country=country_name(country, series["language"]))
                tables.append({**series, "title": title, "countries": [country]})
    return [ResourceSource(**table) for table in tables]


def write_library(
    sources: list[ResourceSource],
    rng: Random,
    now: datetime,
    organizations: Organizations,
    contributors: list[Any],
    vocabulary: Vocabulary,
) -> None:
    """Writes the resources: published ones in bulk, drafts and those that wait as their contributors would."""
    rows: list[Resource] = []
    published = [(number, source) for number, source in enumerate(sources) if source.state == "published"]
    for number, source in published:
        since = now - timedelta(days=rng.randint(2, 400), minutes=rng.randint(1, 1000))
        taken = [*services.RESERVED_SLUGS, *(row.slug for row in rows)]
        rows.append(
            Resource(
                slug=free_slug(Resource, source.title, reserved=taken),
                title=source.title,
                contributor=organizations.owners[source.by] if source.by else rng.choice(contributors),
                live=True,
                uuid=uuid5(NAMESPACE_URL, f"demo-resource-{number + 1:03}"),
                created=since,
                first_published_at=since,
                last_published_at=since,
                **_fields(number, source, organizations),
            )
        )
    _link_translations(published, rows)
    Resource.objects.bulk_create(rows)
    _write_comments(published, rows, rng, now, contributors)
    terms = Terms(label for _n, source in published for label in _labels(source, vocabulary))
    tagged = [
        TaggedTopic(content_object=row, tag=terms[label])
        for row, (_n, source) in zip(rows, published, strict=True)
        for label in _labels(source, vocabulary)
    ]
    TaggedTopic.objects.bulk_create(tagged)
    for number, source in enumerate(sources):
        if source.state != "published":
            _keep_or_submit(number, source, rng.choice(contributors), organizations, vocabulary)
    _write_collections({row.title: row for row in rows})


Numbered = list[tuple[int, ResourceSource]]


def _link_translations(sources: Numbered, rows: list[Resource]) -> None:
    by_title = {row.title: row for row in rows}
    for (_number, source), row in zip(sources, rows, strict=True):
        if source.translation_of:
            row.work = by_title[source.translation_of].uuid


def _write_comments(
    sources: Numbered, rows: list[Resource], rng: Random, now: datetime, contributors: list[Any]
) -> None:
    Comment.objects.bulk_create(
        Comment(
            uuid=uuid5(NAMESPACE_URL, f"demo-comment-{number + 1:03}-{place}"),
            resource=row,
            author=rng.choice(contributors),
            text=text,
            created=now - timedelta(hours=rng.randint(1, 40)),
        )
        for (number, source), row in zip(sources, rows, strict=True)
        for place, text in enumerate(source.comments)
    )


def _write_collections(resources: dict[str, Resource]) -> None:
    for source in tomllib.loads((DATA / "collections.toml").read_text(encoding="utf-8"))["collection"]:
        collection = Collection(
            slug=source["slug"],
            title=source["title"],
            introduction=source["introduction"],
            language=source["language"],
            audience=source.get("audience", ""),
            is_featured=source.get("featured", False),
        )
        collection.items = [
            CollectionItem(resource=resources[item["title"]], note=item.get("note", ""), sort_order=place)
            for place, item in enumerate(source["resources"])
        ]
        collection.save()


def _labels(source: ResourceSource, vocabulary: Vocabulary) -> list[str]:
    return list(dict.fromkeys(vocabulary.preferred(key, source.language) for key in source.topics))


def _fields(number: int, source: ResourceSource, organizations: Organizations) -> dict[str, Any]:
    organization = organizations.rows[source.by] if source.by else None
    return {
        "ref": f"demo-resource-{number + 1:03}",
        "type": source.type,
        "summary": source.summary,
        "language": source.language,
        "countries": source.countries,
        "url": f"https://example.org/library/{number + 1:03}",
        "authors": source.authors or ([organization.name] if organization else []),
        "year": source.year,
        "licence": source.licence,
        "duration": source.minutes and source.minutes * 60,
        "sdgs": source.sdgs,
        "gcm": source.gcm,
        "organization": organization,
    }


def _keep_or_submit(
    number: int, source: ResourceSource, contributor: Any, organizations: Organizations, vocabulary: Vocabulary
) -> None:
    fields = _fields(number, source, organizations)
    draft = services.create_draft(
        contributor=contributor, title=source.title, topics=_labels(source, vocabulary), **fields
    )
    if source.state == "waiting":
        services.submit_resource(resource=draft, contributor=contributor)
