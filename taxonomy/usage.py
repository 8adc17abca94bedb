"""How often terms are used: whatever app tags its objects with terms is counted, and none is named here."""

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from taggit.models import ItemBase

from taxonomy.models import Term


def tag_tables() -> list[type[Model]]:
    """The tables that tag objects with terms."""
    return [
        relation.related_model
        for relation in Term._meta.related_objects
        if issubclass(relation.related_model, ItemBase)
    ]


def with_uses(terms: QuerySet[Term]) -> QuerySet[Term]:
    """Terms with `.uses`, how many tags of all kinds they are on."""
    total: object = Value(0)
    for table in tag_tables():
        rows = (
            table._default_manager.filter(tag=OuterRef("pk"))
            .order_by()
            .values("tag")
            .annotate(n=Count("pk"))
            .values("n")
        )
        total = total + Coalesce(Subquery(rows, output_field=IntegerField()), 0)  # type: ignore[operator]
    return terms.annotate(uses=total)


def uses_of(term: Term) -> int:
    return sum(table._default_manager.filter(tag=term).count() for table in tag_tables())
