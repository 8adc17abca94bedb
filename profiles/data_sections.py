"""What the copy of a member's data is made of: a section for each file of it.

Each app registers its own in APP/personal_data.py, which is found at start-up.  A section names the relations to the
account that it tells of; tests/trust/test_personal_data.py fails when a model refers to accounts and no section tells
of it, nor any reason says why not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

Label = Promise | str


@dataclass(frozen=True)
class Section:
    """One kind of rows of an account.  `tells_of` are the relations that it covers, as «app.Model.field»."""

    name: str  # of its file
    title: Label
    labels: Mapping[str, Label]  # {a row's key: what a reader sees in its place}
    rows: Callable[[Any], Iterable[Mapping[str, Any]]]  # of an account: numbers, words, moments, and lists of them
    tells_of: Sequence[str]
    files: Callable[[Any], Iterable[tuple[str, FieldFile]]] = lambda user: ()  # (name in the copy, file) of an account


_sections: dict[str, Section] = {}
_left_out: dict[str, str] = {}


def register(*sections: Section) -> None:
    _sections.update({section.name: section for section in sections})


def leave_out(reasons: Mapping[str, str]) -> None:
    """Relations that the copy tells nothing of: {«app.Model.field»: why}."""
    _left_out.update(reasons)


def sections() -> list[Section]:
    """In the order they were registered: the account first."""
    return list(_sections.values())


def left_out() -> dict[str, str]:
    return dict(_left_out)


def discover() -> None:
    autodiscover_modules("personal_data")


def labels_of(model: type[Model], *names: str) -> dict[str, Label]:
    """The labels that fields of a model have anyway."""
    return {name: model._meta.get_field(name).verbose_name for name in names}  # type: ignore[union-attr]


def plain(rows: Iterable[Model], *names: str) -> list[dict[str, Any]]:
    """Fields of rows as they are."""
    return [{name: getattr(row, name) for name in names} for row in rows]
