"""What a harvester may ask, and how it is told what is wrong with a question: section 3 and 4 of the protocol."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from resources.oai.repository import Place, Selection

PREFIX = "oai_dc"
_SALT = "resources.oai"
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LIST = frozenset({"from", "until", "set", "metadataPrefix", "resumptionToken"})
# verb → the arguments that it takes
VERBS: dict[str, frozenset[str]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({"resumptionToken"}),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
}


class OaiError(Exception):
    """`code` is one of the protocol's; the words say what is wrong."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Position:
    """Where a list stands: `number` records of `total` were given."""

    selection: Selection
    after: Place | None = None
    number: int = 0
    total: int | None = None  # counted with the first answer


def read_arguments(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """{argument: value} with its verb.  Raises OaiError badVerb or badArgument."""
    verb = given.get("verb", ())
    if len(verb) != 1 or verb[0] not in VERBS:
        raise OaiError("badVerb", f"Ask with one of the verbs {', '.join(VERBS)}.")
    for name, values in given.items():
        if name != "verb" and name not in VERBS[verb[0]]:
            raise OaiError("badArgument", f"{verb[0]} takes no argument «{name}».")
        if len(values) > 1:
            raise OaiError("badArgument", f"«{name}» is given twice.")
    return {name: values[0] for name, values in given.items()}


def needed(arguments: Mapping[str, str], *names: str) -> None:
    """Raises OaiError badArgument for the first that is missing."""
    for name in names:
        if not arguments.get(name):
            raise OaiError("badArgument", f"{arguments['verb']} needs the argument «{name}».")


def check_prefix(prefix: str) -> None:
    if prefix != PREFIX:
        raise OaiError("cannotDisseminateFormat", f"Records are given as {PREFIX}, not as «{prefix}».")


def identifier_of(domain: str, uuid: UUID) -> str:
    """As the guidelines for oai-identifiers have it."""
    return f"oai:{domain}:{uuid}"


def uuid_in(identifier: str, domain: str) -> UUID:
    """Raises OaiError idDoesNotExist of what is no identifier of this repository."""
    try:
        scheme, of, uuid = identifier.split(":")
        if (scheme, of) == ("oai", domain):
            return UUID(uuid)
    except ValueError:
        pass
    raise unknown(identifier)


def unknown(identifier: str) -> OaiError:
    return OaiError("idDoesNotExist", f"There is no record «{identifier}» here.")


def position_of(arguments: Mapping[str, str]) -> Position:
    """Where the list begins, or goes on.

    Raises OaiError badArgument, cannotDisseminateFormat or badResumptionToken.
    """
    if "resumptionToken" in arguments:
        if len(arguments) > 2:
            raise OaiError("badArgument", "A resumptionToken stands alone: it has the other arguments in it.")
        return _resumed(arguments["resumptionToken"])
    needed(arguments, "metadataPrefix")
    check_prefix(arguments["metadataPrefix"])
    return Position(selection_of(arguments))


def selection_of(arguments: Mapping[str, str]) -> Selection:
    """Raises OaiError badArgument for dates that can't be read, differ in granularity, or are the wrong way round."""
    given = [arguments[name] for name in ("from", "until") if name in arguments]
    if len({len(each) for each in given}) > 1:
        raise OaiError("badArgument", "Write «from» and «until» alike: both with the time of day, or both without.")
    since, _step = _moment(arguments, "from")
    until, step = _moment(arguments, "until")
    if since and until and since > until:
        raise OaiError("badArgument", "«from» is later than «until».")
    return Selection(since, _end_of(until, step), arguments.get("set", ""))


def _end_of(until: datetime | None, step: timedelta) -> datetime | None:
    """The first moment that isn't asked for; None also of the last day that there is."""
    try:
        return until + step if until else None
    except OverflowError:
        return None


def _moment(arguments: Mapping[str, str], name: str) -> tuple[datetime | None, timedelta]:
    """The moment, in UTC, and how long it lasts: a day, or a second."""
    text = arguments.get(name)
    if text is None:
        return None, timedelta()
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC), timedelta(days=1)
        if _SECOND.fullmatch(text):
            return datetime.fromisoformat(text), timedelta(seconds=1)
    except ValueError:
        pass
    raise OaiError("badArgument", f"«{name}» can't be read. Write it like 2026-07-05 or 2026-07-05T18:00:00Z, in UTC.")


def token_of(position: Position) -> str:
    """A resumptionToken: the whole position, signed, so that nothing has to be kept here and none grows old."""
    chosen, after = position.selection, position.after
    kept: list[Any] = [
        chosen.since.isoformat() if chosen.since else None,
        chosen.before.isoformat() if chosen.before else None,
        chosen.set,
        [after.datestamp.isoformat(), after.uuid.hex] if after else None,
        position.number,
        position.total,
    ]
    return signing.dumps(kept, salt=_SALT, compress=True)


def _resumed(token: str) -> Position:
    try:
        since, before, chosen, after, number, total = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise OaiError("badResumptionToken", "This resumptionToken is none of ours. Begin the list again.") from None
    first, last = (datetime.fromisoformat(each) if each else None for each in (since, before))
    place = Place(datetime.fromisoformat(after[0]), UUID(after[1])) if after else None
    return Position(Selection(first, last, chosen), place, number, total)
