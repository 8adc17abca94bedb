"""Searchable documents: the base class and the registry.  Each app declares its own in APP/documents.py."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, TypeVar

import orjson
from django.db.models import BigIntegerField, Func, Model, Q, QuerySet
from elasticsearch.dsl import Document as ElasticsearchDocument
from elasticsearch.dsl import Keyword, Long

from search.audiences import audiences_of

Fields = dict[str, Any]


@dataclass(frozen=True)
class Follows:
    """For `related`: which objects a row concerns.  A save of fields that are not among `fields` is passed over."""

    ids: Callable[[Any], Iterable[Any]]
    fields: tuple[str, ...]

    def __call__(self, instance: Any) -> Iterable[Any]:
        return self.ids(instance)


class Document(ElasticsearchDocument):
    """One searchable view of one object: what some audiences may see of it, and nothing more.

    Subclasses declare fields, a `class Django` (kind, model, related, facets, weights), `queryset()` and `read()`.
    """

    object_id = Long()
    audience = Keyword(multi=True)  # all who see exactly this view
    unless = Keyword(multi=True)  # who sees a fuller view of the same object; filled in by the library
    newest = Long()  # a unique integer that sorts by time: newest_key()

    class Django:
        kind: ClassVar[str]
        model: ClassVar[type[Model]]
        related: ClassVar[
            dict[type[Model], Any]
        ] = {}  # model → name of the attribute with the object's id, or callable(instance) → ids, or Follows
        facets: ClassVar[tuple[str, ...]] = ()  # keyword fields a page may ask counts of
        weights: ClassVar[dict[str, int]] = {}  # text field → what a word found in it is worth (1 when not named)
        joined: ClassVar[tuple[str, ...]] = ()  # foreign keys that whoever shows an object reads: hydrate() joins them
        concepts: ClassVar[tuple[str, ...]] = ()  # keyword fields with keys of concepts: found by any label of these
        most_views: ClassVar[int] = 2  # how many distinct views an object may have
        newest_first: ClassVar[tuple[str, ...]] = ("-pk",)  # how the database puts them in order without the engine

    @classmethod
    def queryset(cls) -> QuerySet[Any]:
        """The rows that belong in the index."""
        raise NotImplementedError(f"{cls.__name__}.queryset() must say which rows belong in the index")

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[Fields]:
        """The exact JSON of every document of these rows; of an object the scantest view first, the fullest last."""
        raise NotImplementedError(f"{cls.__name__}.read() must give the documents of these rows")

    @classmethod
    def portions(cls, pks: Sequence[int]) -> Iterator[list[int]]:
        """The same keys, in parts that are read one after the other: where documents may be so large that not many fit
        into memory together."""
        yield list(pks)

    @classmethod
    def hidden_from(cls, viewer: Any) -> tuple[int, ...]:
        """Objects that this very viewer must not find, whatever their audience: every list leaves them out."""
        return ()

    @classmethod
    def audiences_for(cls, viewer: Any) -> tuple[str, ...]:
        """The audiences as which a viewer searches this kind; a kind with audiences of its own adds the viewer's."""
        return audiences_of(viewer)

    @classmethod
    def build(cls, obj: Model) -> list[Fields]:
        """The documents of one object, as the index would hold them."""
        return cls.read([obj.pk])


DocumentClass = type[Document]
D = TypeVar("D", bound=DocumentClass)
_registry: dict[str, DocumentClass] = {}


def register(document: D) -> D:
    """Class decorator: puts a document in the registry by its kind, and has changes of its rows noticed."""
    from search import receivers

    options = document.Django
    for name in ("related", "facets", "weights", "joined", "concepts", "most_views", "newest_first"):
        if not hasattr(options, name):
            setattr(options, name, getattr(Document.Django, name))
    kind = options.kind
    if kind in _registry and _registry[kind].__qualname__ != document.__qualname__:
        raise ValueError(
            f"Two documents are registered as {kind!r}: {_registry[kind].__name__} and {document.__name__}"
        )
    _registry[kind] = document
    receivers.connect(document)
    return document


def unregister(document: DocumentClass) -> None:
    """The opposite of register(), for tests."""
    from search import receivers

    receivers.disconnect(document)
    del _registry[document.Django.kind]


def kinds() -> list[str]:
    return sorted(_registry)


def document_for(kind: str) -> DocumentClass:
    """The document class of a kind; KeyError with the known kinds when there is none."""
    try:
        return _registry[kind]
    except KeyError:
        raise KeyError(f"No document is registered as {kind!r}; known kinds: {', '.join(kinds()) or 'none'}") from None


@cache
def mapping_of(document: DocumentClass) -> dict[str, Any]:
    """The fields of a document in Elasticsearch's words: {name: {"type": …}}, ordered by name.

    The order of elasticsearch.dsl changes from process to process; an embedded index knows its fields by their number.
    """
    return dict(sorted(document._doc_type.mapping.to_dict()["properties"].items()))


class Epoch(Func):
    """The whole seconds since 1970 of a moment, by the database: to make a datetime takes longer than to read a row."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint")


def newest_key(moment: datetime | int | None, pk: int) -> int:
    """A unique integer that sorts by time (a datetime, or an Epoch), and by primary key within a second."""
    seconds = int(moment.timestamp()) if isinstance(moment, datetime) else moment or 0
    return seconds * 2**20 + pk % 2**20


def among(pks: Sequence[int], column: str = "pk") -> Q:
    """A condition for the rows of many objects: where their keys lie close together, all from the first to the last.

    The database takes that in a fraction of the time of a list.  Who reads so passes over rows not asked for.
    """
    if len(pks) > 100 and max(pks) - min(pks) < 4 * len(pks):
        return Q((f"{column}__gte", min(pks)), (f"{column}__lte", max(pks)))
    return Q((f"{column}__in", pks))


def documents_of(document: DocumentClass, pks: Sequence[int]) -> dict[int, list[Fields]]:
    """What the index must hold of these objects: [] for those that do not belong in it."""
    views: dict[int, list[Fields]] = {pk: [] for pk in pks}
    for fields in document.read(pks):
        views[fields["object_id"]].append(fields)
    for each in views.values():
        if len(each) > 1:
            _separate(each)
    return views


def _separate(views: list[Fields]) -> None:
    """Has every viewer see one view of an object, the last that is theirs.  The public has but one, without a note."""
    fuller: list[str] = []
    for fields in reversed(views):
        if fuller and fields["audience"] != ["public"]:
            fields["unless"] = sorted(fuller)
        fuller += fields["audience"]


def document_id(fields: Fields) -> str:
    return f"{fields['object_id']}-{fields['audience'][0]}"


def digest(fields: Fields) -> bytes:
    """Equal for documents with equal content, whatever the order of their keys."""
    return hashlib.blake2b(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS), digest_size=16).digest()


def chunks_of_keys(document: DocumentClass, size: int) -> Iterator[list[int]]:
    """The primary keys of all rows that belong in the index, ascending, read by keyset."""
    rows = document.queryset().order_by("pk")
    last: int | None = None
    while True:
        following = rows if last is None else rows.filter(pk__gt=last)
        pks = list(following.values_list("pk", flat=True)[:size])
        if not pks:
            return
        yield from document.portions(pks)
        last = pks[-1]
