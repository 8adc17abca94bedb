"""What the rows of a table say, read by the same form in which one types a post."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from opportunities.forms import OpportunityForm
from opportunities.importing.columns import BY_NAME
from opportunities.kinds import KINDS
from opportunities.models import Opportunity
from opportunities.moments import zone_names
from profiles.models import Organization
from taxonomy.folding import fold
from taxonomy.names import country_codes, country_name, language_choices

MOMENT = re.compile(r"^(?P<day>\S+?)(?:[T ,]+(?P<time>\d{1,2}[:.]\d\d)(?::\d\d)?)?\.?$")
# The fields of the form that a column fills, so that a message stands at the column.
COLUMN_OF = {
    "title": "title", "description": "description", "language": "language", "remote": "remote", "place_1": "place",
    "opens_date": "opens", "opens_time": "opens", "closes_date": "closes", "closes_time": "closes", "zone": "zone",
    "expertise": "expertise", "useful": "useful", "languages": "languages", "details_apply_url": "url",
    "details_apply_email": "email",
}  # fmt: skip
YES = ("yes", "remote", "true", "1", "да", "удалённо", "удаленно", "oui", "sí", "si", "نعم")
NO = ("no", "false", "0", "нет", "non", "لا")
LONGEST_REFERENCE = 60


@dataclass(frozen=True)
class Defaults:
    """What holds for rows that don't say it themselves."""

    kind: str
    language: str
    zone: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell: the column as people call it, and what to do."""

    column: str
    message: str


@dataclass(frozen=True)
class CheckedRow:
    """A row as it would become a draft.  `number` counts as the spreadsheet does: the first post stands in row 2."""

    number: int
    ref: str
    kind: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    is_known: bool = False  # a post with this reference is here already

    @property
    def is_new(self) -> bool:
        return not self.problems and not self.is_known


def check_rows(
    rows: Sequence[Sequence[str]], mapping: Mapping[str, int], *, organization: Organization, defaults: Defaults
) -> list[CheckedRow]:
    """Every row of a table; one whose reference came before, in the table or on the board, is known."""
    cells = [{what: row[number] for what, number in mapping.items() if number < len(row)} for row in rows]
    refs = [reference_of(organization, each) for each in cells]
    known = set(Opportunity.objects.filter(ref__in=refs).values_list("ref", flat=True))
    checked: list[CheckedRow] = []
    for number, (each, ref) in enumerate(zip(cells, refs, strict=True), 2):
        if ref in known:
            row = CheckedRow(number, ref, "", each.get("title", ""), is_known=True)
        else:
            row = _check(number, each, ref, defaults)
        if row.is_new:
            known.add(ref)
        checked.append(row)
    return checked


def reference_of(organization: Organization, cells: Mapping[str, str]) -> str:
    """The name under which a row is known for ever: its reference among its organization's, else what it says."""
    given = " ".join(cells.get("reference", "").split())
    if not given or len(given) > LONGEST_REFERENCE:
        said = "\n".join([given, *(cells.get(what, "") for what in ("title", "closes", "url"))])
        given = hashlib.sha256(said.encode()).hexdigest()[:32]
    return f"table-{organization.pk}-{given}"


def _check(number: int, cells: Mapping[str, str], ref: str, defaults: Defaults) -> CheckedRow:
    problems: list[Problem] = []
    kind = _named(_kinds(), cells, "kind", defaults.kind, problems)
    data = {
        "title": cells.get("title", ""),
        "description": cells.get("description", ""),
        "language": _named(_languages(), cells, "language", defaults.language, problems),
        "remote": _named(_ways_of_working(), cells, "remote", Opportunity.Remote.NO, problems),
        "place_1": _place(cells, problems),
        **_moment(cells, "opens"),
        **_moment(cells, "closes"),
        "zone": _zone(cells, defaults, problems),
        "expertise": cells.get("expertise", ""),
        "useful": cells.get("useful", ""),
        "languages": _several_languages(cells, problems),
        "details_apply_url": cells.get("url", ""),
        "details_apply_email": cells.get("email", ""),
    }
    form = OpportunityForm(data, kind=KINDS[kind], draft=True)
    problems += [
        Problem(_column(COLUMN_OF.get(name, "")), " ".join(map(str, errors))) for name, errors in form.errors.items()
    ]
    title = str(data["title"])
    if problems:
        return CheckedRow(number, ref, kind, title, problems=problems)
    return CheckedRow(number, ref, kind, title, values=form.values())


def _column(what: str) -> str:
    return capfirst(BY_NAME[what].label) if what in BY_NAME else ""


def _named(names: Mapping[str, str], cells: Mapping[str, str], what: str, default: str, problems: list[Problem]) -> str:
    """The value that a cell names in any language; the default where it says nothing."""
    written = cells.get(what, "").strip()
    if not written:
        return default
    if fold(written) in names:
        return names[fold(written)]
    problems.append(Problem(_column(what), _("We don't know «%(word)s» here.") % {"word": written[:60]}))
    return default


def _place(cells: Mapping[str, str], problems: list[Problem]) -> str:
    """«Osh, Kyrgyzstan» of one column or two; a country alone is no place, and not said here."""
    city, country = cells.get("place", "").strip(), cells.get("country", "").strip()
    if not city or not country:
        return city
    code = country_codes().get(fold(country))
    if code is None:
        problems.append(Problem(_column("country"), _("We don't know «%(word)s» here.") % {"word": country[:60]}))
        return city
    return f"{city.split(',')[0]}, {country_name(code)}"


def _moment(cells: Mapping[str, str], what: str) -> dict[str, str]:
    """Day and time of one cell; what can't be told apart is left to the form, which says so."""
    written = cells.get(what, "").strip()
    match = MOMENT.match(written)
    if match is None:
        return {f"{what}_date": written}
    return {f"{what}_date": match["day"], f"{what}_time": (match["time"] or "").replace(".", ":")}


def _zone(cells: Mapping[str, str], defaults: Defaults, problems: list[Problem]) -> str:
    written = cells.get("zone", "").strip()
    if not written or written in zone_names():
        return written or defaults.zone
    problems.append(Problem(_column("zone"), _("Write a time zone like Asia/Bishkek.")))
    return ""


def _several_languages(cells: Mapping[str, str], problems: list[Problem]) -> list[str]:
    written = [word.strip() for word in re.split(r"[,;/\n]", cells.get("languages", "")) if word.strip()]
    found = [_named(_languages(), {"languages": word}, "languages", "", problems) for word in written]
    return [code for code in dict.fromkeys(found) if code]


def _in_all_languages(named: Any) -> dict[str, str]:
    """{folded name: value} of pairs (value, name), which `named` gives for the language that is active."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(name)): value for value, name in named(language)}
    return found


@cache
def _kinds() -> dict[str, str]:
    names = _in_all_languages(lambda language: [(kind.name, kind.label) for kind in KINDS.values()])
    return {**names, **{fold(name.replace("_", " ")): name for name in KINDS}, **{fold(name): name for name in KINDS}}


@cache
def _languages() -> dict[str, str]:
    codes = {code: code for code, _name in language_choices("en")}
    return {**codes, **_in_all_languages(language_choices)}


@cache
def _ways_of_working() -> dict[str, str]:
    names = _in_all_languages(lambda language: Opportunity.Remote.choices)
    said = {fold(word): str(Opportunity.Remote.YES) for word in YES} | {
        fold(word): str(Opportunity.Remote.NO) for word in NO
    }
    return {**names, **said, "hybrid": str(Opportunity.Remote.HYBRID)}
