# ruff: noqa: SIM905 - names are read more easily in one string
"""What of a row is kept: every column, but what this installation alone can use."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Field, Model

# How it stands with the editors here.  What is kept is public.
LEFT_OUT = frozenset(
    "id live has_unpublished_changes go_live_at expired latest_revision_created_at locked locked_at rights"
    " rights_declared".split()
)


def columns_of(model: type[Model], names: Collection[str] = ()) -> list[Field]:
    """Those with these names, or all that are kept.  Relations are told by the caller, by names that hold elsewhere
    too."""
    fields = [field for field in model._meta.concrete_fields if not field.is_relation]
    return [field for field in fields if (field.name in names if names else field.name not in LEFT_OUT)]


def kept(row: Model, names: Collection[str] = ()) -> dict[str, Any]:
    return {field.name: field.value_from_object(row) for field in columns_of(type(row), names)}


def row_of(model: type[Model], told: Mapping[str, Any], names: Collection[str] = ()) -> Any:
    """A row that isn't saved.  Raises ValidationError or KeyError where the columns aren't as they were kept."""
    columns = columns_of(model, names)
    row = model(**{field.name: _value(field, told) for field in columns})
    # What is empty was so when it was public.
    row.clean_fields(
        exclude={field.name for field in model._meta.fields if field not in columns or not told.get(field.name)}
    )
    return row


def _value(field: Field, told: Mapping[str, Any]) -> Any:
    """What may be empty is so where a bag of an earlier release doesn't have it yet."""
    if field.blank and field.name not in told:
        return field.get_default()
    return field.to_python(told[field.name])
