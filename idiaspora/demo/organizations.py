"""The organizations of the demo, and who belongs to them."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from profiles.models import Membership, Organization, OrganizationLink, Profile, Verification
from profiles.services import record_verifications
from profiles.slugs import free_slug

DATA = Path(__file__).parent / "data"
REF = "demo-organization-"


@dataclass(frozen=True)
class OrganizationSource:
    """One organization as data/organizations.toml has it."""

    key: str
    name: str
    type: str
    level: str
    countries: list[str]
    language: str
    text: str
    state: str = "verified"  # or unverified, hidden
    member_of: str = ""  # the key of another
    asks: str = ""  # what it writes to be verified


@dataclass
class Organizations:
    """What posts and resources need to know of the written organizations, by key."""

    rows: dict[str, Organization] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    owners: dict[str, Any] = field(default_factory=dict)  # accounts


def read_organizations() -> list[OrganizationSource]:
    tables = tomllib.loads((DATA / "organizations.toml").read_text(encoding="utf-8"))
    return [OrganizationSource(key=key, **table) for key, table in tables.items()]


def write_organizations(rng: Random, now: datetime, profiles: list[Profile], owners: dict[str, Any]) -> Organizations:
    """Writes the organizations, with their people from `profiles`.  `owners` settles some owners by key."""
    written = Organizations()
    sources, memberships = read_organizations(), []
    rows = Organization.objects.bulk_create(_organization(rng, source, now) for source in sources)
    for source, organization in zip(sources, rows, strict=True):
        people = _people_of(rng, source, profiles)
        owner = owners.get(source.key) or people[0].user
        roles = [
            (owner, Membership.Role.OWNER),
            *((profile.user, _role(number)) for number, profile in enumerate(people[1:])),
        ]
        memberships += [
            Membership(organization=organization, user=user, role=role)
            for user, role in roles
            if user != owner or role == "owner"
        ]
        written.rows[source.key], written.languages[source.key], written.owners[source.key] = (
            organization,
            source.language,
            owner,
        )
    Membership.objects.bulk_create(memberships)
    # The database writes today whatever a new row says; afterwards it takes what is said.
    for organization in rows:
        organization.created = now - timedelta(days=rng.randint(30, 800))
    Organization.objects.bulk_update(rows, ["created"])
    record_verifications(organizations=rows)
    _ask_moderators(sources, written)
    _tie(sources, written, now)
    return written


def _ask_moderators(sources: list[OrganizationSource], written: Organizations) -> None:
    Verification.objects.bulk_create(
        Verification(organization=written.rows[each.key], asked_by=written.owners[each.key], statement=each.asks)
        for each in sources
        if each.asks
    )


def _tie(sources: list[OrganizationSource], written: Organizations, now: datetime) -> None:
    OrganizationLink.objects.bulk_create(
        OrganizationLink(
            parent=written.rows[each.member_of],
            child=written.rows[each.key],
            kind=OrganizationLink.Kind.MEMBER,
            status=OrganizationLink.Status.ACCEPTED,
            is_asked_by_parent=False,
            answered=now,
        )
        for each in sources
        if each.member_of
    )


def _organization(rng: Random, source: OrganizationSource, now: datetime) -> Organization:
    return Organization(
        ref=REF + source.key,
        slug=free_slug(Organization, source.name, word="organization"),
        name=source.name,
        type=source.type,
        level=source.level,
        countries=source.countries,
        website=f"https://example.org/{source.key}",
        description=source.text,
        verified_at=now - timedelta(days=rng.randint(20, 700)) if source.state == "verified" else None,
        is_hidden=source.state == "hidden",
    )


def _role(number: int) -> str:
    return Membership.Role.EDITOR if number == 0 else Membership.Role.MEMBER


def _people_of(rng: Random, source: OrganizationSource, profiles: list[Profile]) -> list[Profile]:
    """Two to seven people, preferably from those who live where the organization works or come from there."""
    seen = [profile for profile in profiles if not profile.is_hidden]
    near = [
        profile for profile in seen if profile.country in source.countries or set(profile.roots) & set(source.countries)
    ]
    wanted = rng.randint(2, 7)
    chosen = near if len(near) >= wanted else seen
    return rng.sample(chosen, min(wanted, len(chosen)))
