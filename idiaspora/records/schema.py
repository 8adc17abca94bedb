"""The shape of a record: one line of a JSON Lines file.  docs/records.md shows one of each kind."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import URLValidator, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from opportunities.kinds import KINDS
from opportunities.moments import zone_names
from profiles.models import AUDIENCE_FIELDS, Audience, Organization
from profiles.models.profile import OpenTo
from resources.goals import GCM, SDGS
from resources.identifiers import doi_in, isbn_in
from resources.models import Resource
from taxonomy.names import SPOKEN, countries

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")
_HOW_TO_DATE = "write date and time like 2026-07-05T18:00, local to `zone`"
MAX_DEPTH = 8  # levels of details
_check_url = URLValidator(schemes=["http", "https"])


def _one_of(known: Any, cure: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError(cure)
        return value

    return AfterValidator(check)


def _plain(value: str) -> str:
    if "\x00" in value:
        raise ValueError("take out the NUL character")
    return value


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("write something here")
    return _plain(value)


def _shallow(value: Any, depth: int = 0) -> Any:
    """Details are what a page can show: no NUL in them, and not nested without end."""
    if depth > MAX_DEPTH:
        raise ValueError(f"nest at most {MAX_DEPTH} levels")
    if isinstance(value, str):
        _plain(value)
    elif isinstance(value, dict):
        for key, each in value.items():
            _plain(key)
            _shallow(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _shallow(each, depth + 1)
    return value


def _url(value: str) -> str:
    if value:
        try:
            _check_url(value)
        except DjangoValidationError as error:
            raise ValueError("write a whole address, like https://example.org/page") from error
    return value


def _doi(value: str) -> str:
    found = doi_in(value)
    if value and found != value.strip().lower():
        raise ValueError("write a DOI alone, like 10.1000/182")
    return found


def _isbn(value: str) -> str:
    found = isbn_in(value)
    if value and not found:
        raise ValueError("write an ISBN whose check digit is right, like 978-3-16-148410-0")
    return found


def _uuid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError as error:
        raise ValueError("write a UUID, or leave it out and it gets one") from error


def _goals(known: Any) -> AfterValidator:
    """Numbers of goals, ascending and each once."""

    def check(value: list[int]) -> list[int]:
        if unknown := [number for number in value if number not in known]:
            raise ValueError(f"{unknown[0]} is none of {min(known)} to {max(known)}")
        return sorted(set(value))

    return AfterValidator(check)


def _email(value: str) -> str:
    try:
        validate_email(value)
    except DjangoValidationError as error:
        raise ValueError("write an e-mail address, like name@example.org") from error
    if len(value) > 254:
        raise ValueError("an e-mail address has at most 254 characters")
    return value.lower()


def _moment(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(_HOW_TO_DATE) from error
    if moment.tzinfo is not None:
        raise ValueError("leave the offset out: the time is local to `zone`")
    if not _MOMENT.fullmatch(value) or not 1900 <= moment.year <= 2200:
        raise ValueError(_HOW_TO_DATE)
    return moment.isoformat(timespec="minutes" if not moment.second else "seconds")


def is_skipped(local: str, zone: str) -> bool:
    """Whether the clocks of a zone jump over this time."""
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != moment.replace(tzinfo=None)


def is_twice(local: str, zone: str) -> bool:
    """Whether the clocks of a zone show this time twice."""
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    return not is_skipped(local, zone) and moment.utcoffset() != moment.replace(fold=1).utcoffset()


Text = Annotated[str, AfterValidator(_plain)]
Said = Annotated[str, AfterValidator(_said)]
Ref = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_plain)]
_COUNTRY_CURE = "use an ISO 3166-1 code of two capital letters, like KG"
Country = Annotated[str, _one_of(frozenset(countries()), _COUNTRY_CURE)]
CountryOrNone = Annotated[str, _one_of(frozenset([*countries(), ""]), _COUNTRY_CURE)]
Language = Annotated[str, _one_of(frozenset(SPOKEN), "use an ISO 639-1 code, like ky")]
Moment = Annotated[str, AfterValidator(_moment)]
Url = Annotated[str, Field(max_length=500), AfterValidator(_url)]
Labels = list[Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]]


def _kind(value: str) -> str:
    """Asked when a record is read: other apps may offer kinds of their own."""
    if value not in KINDS:
        raise ValueError(f"use one of: {', '.join(KINDS)}")
    return value


def _values(choices: Any) -> AfterValidator:
    return _one_of(frozenset(choices), f"use one of: {', '.join(choices)}")


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    ref: Ref


class OrganizationRecord(Record):
    kind: Literal["organization"]
    name: Annotated[Said, Field(max_length=200)]
    type: Annotated[str, _values(Organization.Type.values)]
    level: Annotated[str, _values(Organization.Level.values)] = "local"
    countries: list[Country] = []
    website: Annotated[Url, Field(max_length=200)] = ""
    description: Annotated[Text, Field(max_length=8000)] = ""
    verified: bool = False


class ProfileRecord(Record):
    kind: Literal["profile"]
    email: Annotated[str, AfterValidator(_email)]
    name: Annotated[Said, Field(max_length=120)]
    headline: Annotated[Text, Field(max_length=160)] = ""
    about: Annotated[Text, Field(max_length=4000)] = ""
    city: Annotated[Text, Field(max_length=200)] = ""
    country: CountryOrNone = ""
    roots: list[Country] = []
    roots_consent: bool = False
    expertise: Labels = []
    interests: Labels = []
    languages: list[Language] = []
    open_to: list[Annotated[str, _values(OpenTo.values)]] = []
    audiences: dict[
        Annotated[str, _values(AUDIENCE_FIELDS)],
        Annotated[str, _values(Audience.values)],
    ] = {}
    joined: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] = Field(
        default_factory=lambda: date.today().isoformat()
    )

    @model_validator(mode="after")
    def _joined_is_a_day(self) -> "ProfileRecord":
        try:
            date.fromisoformat(self.joined)
        except ValueError as error:
            raise ValueError(f"joined: {self.joined} is no day of the calendar; write it like 2024-05-01") from error
        return self


class PlaceRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    city: Annotated[Text, Field(max_length=200)] = ""
    country: CountryOrNone = ""


class OpportunityRecord(Record):
    kind: Literal["opportunity"]
    organization: Ref
    type: Annotated[str, AfterValidator(_kind)]
    title: Annotated[Said, Field(max_length=250)]
    description: Annotated[Text, Field(max_length=20000)] = ""
    language: Language = "en"
    expertise: Labels = []
    useful: Labels = []
    languages: list[Language] = []
    places: list[PlaceRecord] = []
    remote: Literal["no", "hybrid", "yes"] = "no"
    opens: Moment | None = None
    closes: Moment | None = None
    zone: Annotated[str, _one_of(zone_names(), "use a name of the time zone database, like Asia/Bishkek")] = "UTC"
    deadline_text: Annotated[Text, Field(max_length=200)] = ""
    details: Annotated[dict[str, Any], AfterValidator(_shallow)] = {}

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "OpportunityRecord":
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValueError(f"closes: {self.closes} is not after opens ({self.opens}); correct one of them")
        for name in ("opens", "closes"):
            local = getattr(self, name)
            if local and is_skipped(local, self.zone):
                raise ValueError(f"{name}: the clocks of {self.zone} jump over {local}; write a time that there is")
        return self


class ResourceRecord(Record):
    kind: Literal["resource"]
    type: Annotated[str, _values(Resource.Type.values)]
    title: Annotated[Said, Field(max_length=250)]
    summary: Annotated[Text, Field(max_length=8000)] = ""
    language: Language = "en"
    countries: list[Country] = []
    topics: Labels = []
    url: Url
    authors: list[Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]] = []
    year: Annotated[int, Field(ge=1000, le=2100)] | None = None
    doi: Annotated[str, Field(max_length=200), AfterValidator(_doi)] = ""
    isbn: Annotated[str, Field(max_length=40), AfterValidator(_isbn)] = ""
    sdgs: Annotated[list[int], _goals(SDGS)] = []
    gcm: Annotated[list[int], _goals(GCM)] = []
    uuid: Annotated[str, AfterValidator(_uuid)] | None = None
    licence: Annotated[Text, Field(max_length=60)] = ""
    organization: Ref | None = None


AnyRecord = Annotated[
    OrganizationRecord | ProfileRecord | OpportunityRecord | ResourceRecord,
    Field(discriminator="kind"),
]
RECORD: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)
