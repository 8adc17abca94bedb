"""Notices changes.  All that a signal does is to insert outbox rows, in the transaction of the change."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import ForeignKey, Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from search import outbox
from search.documents import DocumentClass, Follows, document_for, kinds
from taxonomy.models import Term
from taxonomy.signals import terms_changed

Ids = Callable[[Any], Iterable[Any]]  # of the objects that a changed row concerns


def connect(document: DocumentClass) -> None:
    """Notices saves and deletes of the document's rows, of related rows, and changes of its many-to-many fields."""
    _each(document, "connect")


def disconnect(document: DocumentClass) -> None:
    _each(document, "disconnect")


def _each(document: DocumentClass, do: str) -> None:
    options = document.Django
    watched: dict[type[Model], Ids] = {options.model: lambda instance: (instance.pk,)}
    watched |= {model: _ids_by(how) for model, how in options.related.items()}
    for model, ids in watched.items():
        uid = f"search.{options.kind}.{model._meta.label}"
        # What a deleted row leaves behind may not refer to it any more afterwards: it is looked up before.
        signals = (post_save, pre_delete, post_delete) if model is not options.model else (post_save, post_delete)
        for signal in signals:
            if do == "connect":
                signal.connect(_on_change(options.kind, ids), sender=model, weak=False, dispatch_uid=uid)
            else:
                signal.disconnect(sender=model, dispatch_uid=uid)
    for field in options.model._meta.many_to_many:
        uid = f"search.{options.kind}.{field.name}"
        through = field.remote_field.through
        if do == "connect":
            m2m_changed.connect(_on_m2m(options.kind, options.model), sender=through, weak=False, dispatch_uid=uid)
        else:
            m2m_changed.disconnect(sender=through, dispatch_uid=uid)


def _ids_by(how: str | Ids) -> Ids:
    if callable(how):
        return how
    return lambda instance: (getattr(instance, how),)


def _on_change(kind: str, ids: Ids) -> Callable[..., None]:
    fields = ids.fields if isinstance(ids, Follows) else ()

    def note(sender: Any, instance: Model, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if not (fields and update_fields) or set(fields) & set(update_fields):
            outbox.enqueue(kind, ids(instance))

    return note


def _on_m2m(kind: str, model: type[Model]) -> Callable[..., None]:
    def note(sender: Any, instance: Model, action: str, reverse: bool, pk_set: set[Any] | None, **kwargs: Any) -> None:
        if action in ("post_add", "post_remove", "pre_clear", "post_clear"):
            outbox.enqueue(
                kind, [instance.pk] if isinstance(instance, model) else _others(sender, instance, model, pk_set)
            )

    return note


def _others(through: Any, instance: Model, model: type[Model], pk_set: set[Any] | None) -> Iterable[Any]:
    """The objects at the other end of a change made from the far side; before a clear they are read from the table."""
    if pk_set is not None:
        return pk_set
    near = next(field for field in through._meta.get_fields() if field.is_relation and field.related_model is model)
    far = next(
        field for field in through._meta.get_fields() if field.is_relation and isinstance(instance, field.related_model)
    )
    return list(through._default_manager.filter(**{far.name: instance}).values_list(near.attname, flat=True))


def on_terms(sender: Any, term_ids: list[int], **kwargs: Any) -> None:
    """What carries a term that now means something else must be indexed again: every related table that refers to
    terms says what."""
    for kind in kinds():
        for model, how in document_for(kind).Django.related.items():
            for name in _term_columns(model):
                rows = model._default_manager.filter(**{f"{name}__in": term_ids})
                if callable(how):
                    outbox.enqueue(kind, (pk for row in rows for pk in how(row)))
                else:
                    outbox.enqueue(kind, rows.values_list(how, flat=True))


def _term_columns(model: type[Model]) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and f.related_model is Term]


terms_changed.connect(on_terms, dispatch_uid="search.terms")
