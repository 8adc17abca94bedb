"""Writing records: all of a file in one transaction, or nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from idiaspora.records import exporting
from idiaspora.records.lookups import MODELS, Places, Slugs, Terms, by_ref
from idiaspora.records.reading import Fault, NumberedRecord
from idiaspora.records.schema import is_twice
from opportunities.models import Opportunity, OpportunityPlace, RequiredExpertise, UsefulExpertise
from profiles.models import Organization, Profile, TaggedExpertise, TaggedInterest
from profiles.services import record_verifications
from resources.models import Resource, TaggedTopic, Tombstone
from search.outbox import enqueue

KINDS = ("organization", "profile", "opportunity", "resource")  # organizations first, for the others name them
CHUNK = 500
# The fields of a record that hold labels, and the tables that keep them.
TAGS: dict[str, dict[str, Any]] = {
    "organization": {},
    "profile": {"expertise": TaggedExpertise, "interests": TaggedInterest},
    "opportunity": {"expertise": RequiredExpertise, "useful": UsefulExpertise},
    "resource": {"topics": TaggedTopic},
}
COPIED = {
    "organization": ("name", "type", "level", "countries", "website", "description"),
    "profile": (
        "name", "headline", "about", "city", "country", "roots", "roots_consent", "languages", "open_to", "audiences",
    ),
    "opportunity": ("title", "description", "language", "languages", "remote", "zone", "deadline_text", "details"),
    "resource": (
        "type", "title", "summary", "language", "countries", "url", "authors", "year", "licence", "doi", "isbn",
        "sdgs", "gcm",
    ),
}  # fmt: skip


class BadRecords(Exception):  # noqa: N818 - it names what was found
    """Some records can't be written; `faults` says which and why.  Nothing of the file has been."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass
class Report:
    """What an import did: counts of (kind, "added" | "changed" | "unchanged"), and what it could not place."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)


class Importer:
    """Writes records in chunks of one kind: what is new in a few statements, what has changed one by one."""

    def __init__(self) -> None:
        self.report = Report()
        self.faults: list[Fault] = []
        self._places, self._terms, self._slugs = Places(self._warn), Terms(self._warn), Slugs()
        self._organizations: dict[str, Organization] = {}

    def write(self, chunk: Sequence[NumberedRecord]) -> None:
        """Adds or changes the objects of some records of one kind, or leaves those where nothing differs."""
        kind = chunk[0].record.kind
        existing = by_ref(kind, [numbered.record.ref for numbered in chunk])
        self._learn(kind, chunk)
        accounts = self._accounts(chunk) if kind == "profile" else {}
        called = _called(chunk) if kind == "resource" else set()
        new: list[tuple[Any, Any]] = []
        changed: list[tuple[Any, Any]] = []
        for line, record in ((numbered.line, numbered.record) for numbered in chunk):
            obj = self._same(existing.get(record.ref), record)
            if kind == "resource" and not self._keeps_its_uuid(line, obj, record, called):
                continue
            outcome = self._outcome(line, record, obj)
            self.report.counts[kind, outcome] += 1
            if outcome == "unchanged":
                continue
            obj = obj or MODELS[kind](ref=record.ref, slug=self._slugs.free(MODELS[kind], self._name(record)))
            self._fill(obj, record)
            if kind == "profile" and not self._has_account(line, obj, record, accounts):
                continue
            (new if outcome == "added" else changed).append((obj, record))
        if not self.faults:
            self._add(kind, new)
            for obj, record in changed:
                self._change(kind, obj, record)
            if kind == "organization":
                record_verifications(organizations=[obj for obj, _record in new + changed])
            enqueue(kind, [obj.pk for obj, _record in new])

    def _warn(self, line: int, text: str) -> None:
        self.report.warnings.append(f"line {line}: {text}")

    def _learn(self, kind: str, chunk: Sequence[NumberedRecord]) -> None:
        self._terms.learn([(n.line, label) for n in chunk for name in TAGS[kind] for label in getattr(n.record, name)])
        for line, record in ((n.line, n.record) for n in chunk):
            for where in record.places if kind == "opportunity" else [record] if kind == "profile" else []:
                self._places.find(line, where.city, where.country)
            for moment in filter(None, (record.opens, record.closes)) if kind == "opportunity" else ():
                if is_twice(moment, record.zone):
                    self._warn(line, f"the clocks of {record.zone} show {moment} twice; the earlier is taken")
        named = {ref for n in chunk if (ref := getattr(n.record, "organization", None)) is not None}
        self._organizations |= by_ref("organization", named - self._organizations.keys())

    @staticmethod
    def _name(record: Any) -> str:
        return record.name if hasattr(record, "name") else record.title

    def _same(self, obj: Any, record: Any) -> Any:
        """The object that a record means; a made reference (`profile-12`) may be that of another object by chance."""
        if obj is None or obj.ref is not None:
            return obj
        if record.kind == "profile":
            return obj if obj.user.email.lower() == record.email else None
        return obj if self._name(record) == str(obj) else None

    def _outcome(self, line: int, record: Any, obj: Any) -> str:
        if obj is None:
            return "added"
        if getattr(exporting, f"export_{record.kind}")(obj) == self._as_kept(record, obj):
            return "unchanged"
        if record.kind == "profile" and obj.user.last_login:
            self._warn(line, f"{record.ref}: its owner has signed in and keeps it since; nothing was changed")
            return "unchanged"
        return "changed"

    def _keeps_its_uuid(self, line: int, obj: Any, record: Any, called: set[str]) -> bool:
        """Harvesters know a resource by it: it is given once, and to one."""
        if record.uuid is None or (obj is not None and str(obj.uuid) == record.uuid):
            return True
        cure = "the uuid of a resource never changes; leave it out"
        if obj is None:
            if record.uuid not in called:
                return True
            cure = "a resource with another ref has it; leave it out"
        self.faults.append(Fault(line, "uuid", record.uuid, cure))
        return False

    def _as_kept(self, record: Any, obj: Any) -> dict[str, Any]:
        """The record as an export would give it back: labels cleaned, each once."""
        kept = record.model_dump()
        if kept.get("uuid", "") is None:
            kept["uuid"] = str(obj.uuid)
        for name in TAGS[record.kind]:
            kept[name] = [term.name for term in self._terms.of(kept[name])]
        return kept

    def _fill(self, obj: Any, record: Any) -> None:
        for name in COPIED[record.kind]:
            setattr(obj, name, getattr(record, name))
        getattr(self, f"_fill_{record.kind}")(obj, record)

    def _fill_organization(self, obj: Organization, record: Any) -> None:
        if record.verified != obj.is_verified:
            obj.verified_at = timezone.now() if record.verified else None

    def _fill_profile(self, obj: Profile, record: Any) -> None:
        obj.place = self._places.find(0, record.city, record.country)
        obj.joined = datetime.fromisoformat(record.joined).replace(tzinfo=UTC)

    def _fill_opportunity(self, obj: Opportunity, record: Any) -> None:
        obj.organization, obj.kind = self._organizations[record.organization], record.type
        obj.opens, obj.closes = (_instant(moment, record.zone) for moment in (record.opens, record.closes))
        _publish(obj, min(obj.opens or timezone.now(), timezone.now()))

    def _fill_resource(self, obj: Resource, record: Any) -> None:
        obj.organization = self._organizations[record.organization] if record.organization else None
        if obj.pk is None and record.uuid is not None:
            obj.uuid = UUID(record.uuid)
        _publish(obj, timezone.now())

    def _accounts(self, chunk: Sequence[NumberedRecord]) -> dict[str, Any]:
        emails = [numbered.record.email for numbered in chunk]
        rows = get_user_model().objects.annotate(lower=Lower("email")).filter(lower__in=emails)
        return {account.email.lower(): account for account in rows}

    def _has_account(self, line: int, profile: Any, record: Any, accounts: dict[str, Any]) -> bool:
        """Gives a profile its account: made without a password, so that only whoever reads that mailbox can take it."""
        other = accounts.get(record.email)
        if profile.pk is None and other is None:
            profile.user = get_user_model()(email=record.email, password="!")  # noqa: S106  «!» is Django's mark for «no password»
        elif profile.pk is not None and other is None:
            profile.user.email = record.email
        elif profile.pk is None or (other is not None and other.pk != profile.user_id):
            cure = "an account has this address already; it is never taken over by an import"
            self.faults.append(Fault(line, "email", record.email, cure))
            return False
        return True

    def _add(self, kind: str, pairs: list[tuple[Any, Any]]) -> None:
        """Bulk writes send no signals: the caller has the index told."""
        if kind == "profile":
            get_user_model().objects.bulk_create([profile.user for profile, _record in pairs])
            for profile, _record in pairs:
                profile.user = profile.user  # takes over the key that the account has now
        MODELS[kind]._default_manager.bulk_create([obj for obj, _record in pairs])
        if kind == "resource":  # one that was deleted is back
            Tombstone.objects.filter(uuid__in=[obj.uuid for obj, _record in pairs]).delete()
        for name, table in TAGS[kind].items():
            table.objects.bulk_create(
                table(content_object_id=obj.pk, tag_id=term.pk)
                for obj, record in pairs
                for term in self._terms.of(getattr(record, name))
            )
        if kind == "opportunity":
            OpportunityPlace.objects.bulk_create(
                place for obj, record in pairs for place in self._places_of(obj, record)
            )

    def _change(self, kind: str, obj: Any, record: Any) -> None:
        if kind == "profile":
            obj.user.save(update_fields=["email"])
        obj.save()
        for name, table in TAGS[kind].items():
            table.objects.filter(content_object_id=obj.pk).delete()
            table.objects.bulk_create(
                table(content_object_id=obj.pk, tag_id=term.pk) for term in self._terms.of(getattr(record, name))
            )
        if kind == "opportunity":
            OpportunityPlace.objects.filter(opportunity_id=obj.pk).delete()
            OpportunityPlace.objects.bulk_create(self._places_of(obj, record))
        if getattr(obj, "latest_revision_id", None):
            # Whoever edits it next begins from the latest revision: that must be what was imported.
            fresh = MODELS[kind]._default_manager.get(pk=obj.pk)
            fresh.save_revision(clean=False).publish(skip_permission_checks=True)  # type: ignore[attr-defined]
        enqueue(kind, [obj.pk])

    def _places_of(self, obj: Opportunity, record: Any) -> Iterator[OpportunityPlace]:
        for p in record.places:
            place = self._places.find(0, p.city, p.country)
            yield OpportunityPlace(opportunity_id=obj.pk, place=place, city=p.city, country=p.country)


def _called(chunk: Sequence[NumberedRecord]) -> set[str]:
    """The uuids among those of these records that some resource has."""
    asked = [numbered.record.uuid for numbered in chunk if numbered.record.uuid]
    return set(map(str, Resource.objects.filter(uuid__in=asked).values_list("uuid", flat=True)))


def _publish(obj: Any, moment: datetime) -> None:
    if obj.pk is None:
        obj.live = True
        obj.first_published_at = obj.last_published_at = moment


def _instant(local: str | None, zone: str) -> datetime | None:
    if local is None:
        return None
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class _DryRun(Exception):  # noqa: N818 - not an error
    """Rolls a dry run back."""


def import_records(
    records: list[NumberedRecord], *, dry_run: bool = False, progress: Callable[[Any], Any] = iter
) -> Report:
    """Writes records in one transaction and tells what it did; a dry run does the same and takes it back.

    `progress` may wrap the list, as tqdm does.  Raises BadRecords, and then nothing has been written.
    Wagtail's index of references, which its pages «Usage» read, is left to `manage.py rebuild_references_index`.
    """
    importer = Importer()
    ordered = sorted(records, key=lambda r: KINDS.index(r.record.kind))
    try:
        with transaction.atomic(), disable_reference_index_auto_update():
            for _kind, group in groupby(progress(ordered), key=lambda r: r.record.kind):
                for chunk in _chunks(group):
                    importer.write(chunk)
            if importer.faults:
                raise BadRecords(importer.faults)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return importer.report


def _chunks(records: Iterator[NumberedRecord]) -> Iterator[list[NumberedRecord]]:
    chunk: list[NumberedRecord] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
