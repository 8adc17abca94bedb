"""The groups of the demo, and what is written in them."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from idiaspora.demo.writing import Places
from profiles.models import Community, CommunityMembership, Discussion, DiscussionFollow, Post, Profile
from profiles.services.communities import NAMELESS, RESERVED_SLUGS
from profiles.slugs import free_slug

DATA = Path(__file__).parent / "data"
Role, Status = CommunityMembership.Role, CommunityMembership.Status
# How the member with a full profile stands to a group, as the data file says it.
STANDINGS = {
    "moderator": (Role.MODERATOR, Status.ACTIVE),
    "member": (Role.MEMBER, Status.ACTIVE),
    "invited": (Role.MEMBER, Status.INVITED),
}


@dataclass(frozen=True)
class DiscussionSource:
    title: str
    days: int  # so long ago
    posts: list[str]
    is_pinned: bool = False


@dataclass(frozen=True)
class GroupSource:
    """One group as data/groups.toml has it."""

    name: str
    kind: str
    entry: str
    country: str
    place: str
    language: str
    people: int
    login: str
    about: str
    discussions: list[DiscussionSource] = field(default_factory=list)


def read_groups() -> list[GroupSource]:
    tables = tomllib.loads((DATA / "groups.toml").read_text(encoding="utf-8"))["group"]
    return [
        GroupSource(**{**table, "discussions": [DiscussionSource(**each) for each in table["discussions"]]})
        for table in tables
    ]


def write_groups(rng: Random, now: datetime, profiles: list[Profile], member: Any, places: Places) -> None:
    """Writes the groups with people from `profiles`; `member` is the account that stands to each as it says."""
    seen = [profile for profile in profiles if not profile.is_hidden]
    for source in read_groups():
        community = _write_group(source, places, now - timedelta(days=rng.randint(80, 300)))
        people = [profile.user for profile in rng.sample(seen, min(source.people, len(seen)))]
        _write_people(community, people, member, source.login)
        writers = [*people, member] if source.login != "invited" else people
        for discussion in source.discussions:
            _write_discussion(rng, now, community, discussion, writers)


def _write_group(source: GroupSource, places: Places, created: datetime) -> Community:
    city, _comma, country = source.place.partition(", ")
    named = "" if source.entry == Community.Entry.INVITED else source.name
    return Community.objects.create(
        slug=free_slug(Community, named, word=NAMELESS, reserved=RESERVED_SLUGS),
        name=source.name,
        about=source.about,
        kind=source.kind,
        entry=source.entry,
        country=source.country,
        place=places.find(city, country),
        language=source.language,
        created=created,
    )


def _write_people(community: Community, people: list[Any], member: Any, login: str) -> None:
    role, status = STANDINGS[login]
    rows = [(user, Role.MODERATOR if number == 0 else Role.MEMBER) for number, user in enumerate(people)]
    CommunityMembership.objects.bulk_create(
        CommunityMembership(community=community, user=user, role=each, created=community.created) for user, each in rows
    )
    CommunityMembership.objects.create(
        community=community, user=member, role=role, status=status, created=community.created
    )


def _write_discussion(
    rng: Random, now: datetime, community: Community, source: DiscussionSource, writers: list[Any]
) -> None:
    """Two who take turns, and a third at the end, write one post after another; each follows what they wrote in."""
    begun = now - timedelta(days=source.days, minutes=rng.randint(1, 600))
    first, second, third = rng.sample(writers, 3)
    turns = [first, second, third, first]
    moments = [begun + timedelta(hours=7 * number, minutes=rng.randint(0, 90)) for number in range(len(source.posts))]
    discussion = Discussion.objects.create(
        community=community,
        author=first,
        title=source.title,
        is_pinned=source.is_pinned,
        created=moments[0],
        last_post=moments[-1],
    )
    Post.objects.bulk_create(
        Post(discussion=discussion, author=turns[number], text=text, is_opening=number == 0, created=moments[number])
        for number, text in enumerate(source.posts)
    )
    DiscussionFollow.objects.bulk_create(
        DiscussionFollow(discussion=discussion, user=user, wish=DiscussionFollow.Wish.FOLLOW, last_seen=moments[-1])
        for user in dict.fromkeys(turns[: len(source.posts)])
    )
