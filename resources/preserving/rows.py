# ruff: noqa: SIM905 - names are read more easily in one string
"""What of a row is kept: every column, but what this installation alone can use."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Field, Model

# How it stands with the editors here.  What is kept is public.
LEFT_OUT = frozenset(
    "id live has_unpublished_changes go_live_at expired latest_revision_created_at locked locked_at".split()
)


def columns_of(model: type[Model]) -> list[Field]:
    """Relations are told by the caller, by names that hold elsewhere too."""
    return [field for field in model._meta.concrete_fields if not field.is_relation and field.name not in LEFT_OUT]


def kept(row: Model) -> dict[str, Any]:
    return {field.name: field.value_from_object(row) for field in columns_of(type(row))}


def row_of(model: type[Model], told: Mapping[str, Any]) -> Any:
    """A row that isn't saved.  Raises ValidationError or KeyError where the columns aren't as they were kept."""
    row = model(**{field.name: field.to_python(told[field.name]) for field in columns_of(model)})
    # What is empty was so when it was public.
    row.clean_fields(exclude=[field.name for field in model._meta.fields if not told.get(field.name)])
    return row
