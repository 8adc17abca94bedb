"""The posts of the demo's board.  Their moments are days from today, so that there are always deadlines ahead."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from idiaspora.demo.organizations import Organizations
from idiaspora.demo.vocabulary import Vocabulary
from idiaspora.demo.writing import Places, Terms
from opportunities import services
from opportunities.declarations import DECLARATIONS
from opportunities.kinds import get_kind
from opportunities.models import Opportunity, OpportunityPlace, RequiredExpertise, UsefulExpertise
from profiles.slugs import free_slug

DATA = Path(__file__).parent / "data"
MOMENT = re.compile(r"([+-]?\d+) (\d\d):(\d\d)")
ANNOUNCED = ("tender", "consultancy", "open_call", "vacancy")  # kinds that say the deadline in words


@dataclass(frozen=True)
class Post:
    """One post as the data files have it."""

    by: str
    kind: str
    title: str  # {city} stands for the name of the first place
    text: str
    asks: list[str]
    language: str = ""  # the organization's when left out
    useful: list[str] = field(default_factory=list)
    speaks: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # «City, CC»
    remote: str = "no"
    opens: str = ""
    closes: str = ""
    state: str = "published"  # or draft
    details: dict[str, Any] = field(default_factory=dict)


def read_posts() -> list[Post]:
    """All posts, those of a series one by one."""
    tables: list[dict[str, Any]] = []
    for path in sorted(DATA.glob("posts.*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        tables += read.get("post", [])
        for series in read.get("series", []):
            where = series.pop("where")
            tables += [_one_of(series, by, place, closes) for by, place, closes in where]
    return [Post(**table) for table in tables]


def _one_of(series: dict[str, Any], by: str, place: str, closes: str) -> dict[str, Any]:
    return {**series, "by": by, "places": [place], "closes": closes, "speaks": [series["language"]]}


def moment(written: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant of «+5 18:00»: five days from today, in the post's zone; None of anything else."""
    found = MOMENT.fullmatch(written)
    if found is None:
        return None
    days, hour, minute = map(int, found.groups())
    today = now.astimezone(zone)
    return (today + timedelta(days=days)).replace(
        hour=hour, minute=minute, second=59 if minute == 59 else 0, microsecond=0
    )


def settle(value: Any, now: datetime, zone: ZoneInfo) -> Any:
    """`details` with every moment written as the board keeps them."""
    if isinstance(value, dict):
        return {key: settle(inner, now, zone) for key, inner in value.items()}
    if isinstance(value, list):
        return [settle(inner, now, zone) for inner in value]
    at = moment(value, now, zone) if isinstance(value, str) else None
    return at.strftime("%Y-%m-%dT%H:%M") if at else value


class PostWriter:
    """Writes posts: published ones in bulk, drafts and those that wait for a moderator as their authors would."""

    def __init__(
        self, rng: Random, now: datetime, organizations: Organizations, vocabulary: Vocabulary, places: Places
    ) -> None:
        self.rng, self.now, self.organizations, self.vocabulary, self.places = (
            rng,
            now,
            organizations,
            vocabulary,
            places,
        )

    def write(self, posts: list[Post]) -> None:
        numbered = list(enumerate(posts))
        self._publish([(number, post) for number, post in numbered if self._is_public(post)])
        for number, post in numbered:
            if not self._is_public(post):
                self._keep_or_submit(number, post)

    def _is_public(self, post: Post) -> bool:
        organization = self.organizations.rows[post.by]
        return post.state == "published" and (organization.is_verified or organization.is_hidden)

    def _language(self, post: Post) -> str:
        return post.language or self.organizations.languages[post.by]

    def _title(self, post: Post) -> str:
        if "{city}" not in post.title:
            return post.title
        city, _comma, country = post.places[0].partition(", ")
        return post.title.format(city=self.places.find(city, country).label(self._language(post)))

    def _labels(self, post: Post, keys: list[str]) -> list[str]:
        return list(dict.fromkeys(self.vocabulary.preferred(key, self._language(post)) for key in keys))

    def _fields(self, number: int, post: Post) -> dict[str, Any]:
        zone = ZoneInfo(self.places.zone(post.places))
        closes, opens = moment(post.closes, self.now, zone), moment(post.opens, self.now, zone)
        announced = ""
        if closes and post.kind in ANNOUNCED:
            announced = format_datetime(closes, "d MMMM y, HH:mm", tzinfo=zone, locale=self._language(post))
        return {
            "ref": f"demo-opportunity-{number + 1:03}",
            "description": post.text,
            "language": self._language(post),
            "languages": post.speaks,
            "remote": post.remote,
            "opens": opens.astimezone(UTC) if opens else None,
            "closes": closes.astimezone(UTC) if closes else None,
            "zone": zone.key,
            "deadline_text": announced,
            "details": self._details(post, zone),
        }

    def _details(self, post: Post, zone: ZoneInfo) -> dict[str, Any]:
        """The facts of a post; people answer it here where that is how its kind begins."""
        details: dict[str, Any] = settle(post.details, self.now, zone)
        if get_kind(post.kind).is_answered_here:
            details.setdefault("apply", {"here": True})
        return details

    def _publish(self, posts: list[tuple[int, Post]]) -> None:
        rows: list[Opportunity] = []
        for number, post in posts:
            fields = self._fields(number, post)
            latest = min(self.now, fields["closes"] or self.now)
            published = latest - timedelta(days=self.rng.randint(1, 35), minutes=self.rng.randint(1, 1000))
            taken = [*services.RESERVED_SLUGS, *(row.slug for row in rows)]
            slug = free_slug(Opportunity, self._title(post), reserved=taken)
            rows.append(
                Opportunity(
                    organization=self.organizations.rows[post.by],
                    author=self.organizations.owners[post.by],
                    kind=post.kind,
                    title=self._title(post),
                    slug=slug,
                    live=True,
                    created=published,
                    first_published_at=published,
                    last_published_at=published,
                    **fields,
                )
            )
        Opportunity.objects.bulk_create(rows)
        terms = Terms(label for _n, post in posts for label in self._labels(post, [*post.asks, *post.useful]))
        pairs = [(row, post) for row, (_n, post) in zip(rows, posts, strict=True)]
        required, useful, places = [], [], []
        for row, post in pairs:
            required += [
                RequiredExpertise(content_object=row, tag=terms[label]) for label in self._labels(post, post.asks)
            ]
            useful += [
                UsefulExpertise(content_object=row, tag=terms[label]) for label in self._labels(post, post.useful)
            ]
            places += [OpportunityPlace(opportunity=row, **place) for place in map(self.places.fields, post.places)]
        RequiredExpertise.objects.bulk_create(required)
        UsefulExpertise.objects.bulk_create(useful)
        OpportunityPlace.objects.bulk_create(places)

    def _keep_or_submit(self, number: int, post: Post) -> None:
        author = self.organizations.owners[post.by]
        draft = services.create_draft(
            organization=self.organizations.rows[post.by],
            author=author,
            kind=post.kind,
            title=self._title(post),
            expertise=self._labels(post, post.asks),
            useful=self._labels(post, post.useful),
            places=[OpportunityPlace(**place) for place in map(self.places.fields, post.places)],
            created=self.now - timedelta(hours=self.rng.randint(2, 90)),
            **self._fields(number, post),
        )
        if post.state == "published":
            services.submit_opportunity(opportunity=draft, author=author, declared=DECLARATIONS)
