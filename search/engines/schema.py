"""A tantivy schema from a document's mapping, and tantivy documents from its JSON."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import tantivy

from search.documents import Fields
from search.engines.far_texts import packed
from search.languages import FOLDED, LANGUAGES, SPACED, VERSION, analysed, analyzer, comparable

SOURCE = "_source"
_SPLIT = "whitespace"  # tantivy's own
_SPACES = {ord(space): 0xE000 + ord(space) for space in "\t\n\f\r "}  # those that part values, to private letters


@dataclass(frozen=True)
class Field:
    """A field that can be asked for: `about.ru` is one, of type text and analysed as Russian."""

    name: str
    type: str  # text, keyword, long, boolean, date
    analyzer: str = ""
    has_positions: bool = True
    is_counted: bool = True  # whether its values can be counted, and it be asked which documents have any

    @property
    def source(self) -> str:
        """The key that holds its value in a document."""
        return self.name.split(".")[0]

    @property
    def is_analysed(self) -> bool:
        """Whether the field gets its words analysed already, by search.languages.analysed()."""
        return "." in self.name

    def term(self, value: str) -> str:
        """A value of a keyword field as the index has it."""
        return value if self.is_counted else value.translate(_SPACES)


def fields_of(mapping: Mapping[str, Any], facets: Collection[str], prefix: str = "") -> dict[str, Field]:
    """Every indexed field of a mapping by its full name."""
    fields: dict[str, Field] = {}
    for name, options in mapping.items():
        full = prefix + name
        kind = options["type"]
        if kind not in {"text", "keyword", "long", "boolean", "date"}:
            raise TypeError(f"Field {full!r} has type {kind!r}; use text, keyword, long, boolean or date")
        if options.get("index", True):
            analysis = options.get("analyzer", FOLDED) if kind == "text" else ""
            is_counted = full in facets if kind == "keyword" else kind != "text"
            fields[full] = Field(full, kind, analysis, options.get("index_options") != "freqs", is_counted)
        fields |= fields_of(options.get("fields", {}), (), f"{full}.")
    return fields


def fingerprint(fields: Mapping[str, Field]) -> str:
    """Changes when an index made for these fields would no longer fit."""
    said = repr((sorted(map(repr, fields.values())), sorted(LANGUAGES.items()), VERSION))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def schema_of(fields: Mapping[str, Field]) -> tantivy.Schema:
    """Counts and sorts need columns (`fast`), which other keywords are spared: a column of texts is dear to make."""
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field(SOURCE, stored=True)
    for field in fields.values():
        match field.type:
            case "text":
                builder.add_text_field(
                    field.name,
                    tokenizer_name=SPACED if field.is_analysed else field.analyzer,
                    index_option="position" if field.has_positions else "freq",
                )
            case "keyword":
                tokenizer = "raw" if field.is_counted else _SPLIT
                builder.add_text_field(
                    field.name, tokenizer_name=tokenizer, index_option="basic", fast=field.is_counted
                )
            case "long":
                builder.add_integer_field(field.name, indexed=True, fast=True)
            case "boolean":
                builder.add_boolean_field(field.name, indexed=True, fast=True)
            case "date":
                builder.add_date_field(field.name, indexed=True, fast=True)
    return builder.build()


def register_analyzers(index: tantivy.Index) -> None:
    for name in (*LANGUAGES, FOLDED, SPACED):
        index.register_tokenizer(name, analyzer(name))


def to_moment(value: Any) -> datetime:
    """A date of a document or a query, to the millisecond: ISO text, epoch milliseconds, or a datetime; without a zone
    it is UTC."""
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, (int, float)):
        moment = datetime.fromtimestamp(value / 1000, UTC)
    else:
        moment = datetime.fromisoformat(value)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _to_second(value: Any) -> datetime:
    """A date of a document: tantivy keeps whole seconds."""
    moment = to_moment(value)
    if moment.microsecond:
        raise ValueError(f"The date {value!r} has fractions of a second; give whole seconds")
    return moment


Convert = Callable[[Fields], tantivy.Document]


def converter(fields: Mapping[str, Field], schema: tantivy.Schema) -> Convert:
    """A function from a document's JSON to a tantivy document.

    It is called for every document of a rebuild, and each value that it hands over has its price: values that tantivy
    need not tell apart are handed over as one text.
    """
    ways = {f.name: _way(f) for f in fields.values() if not f.is_analysed}
    texts: dict[str, dict[str, str]] = {}  # field → {analysis: subfield}
    for f in fields.values():
        if f.is_analysed:
            ways[f.source] = _TEXT
            texts.setdefault(f.source, {})[f.analyzer] = f.name
    # Prose first: it tells the language of the titles beside it.
    texts = dict(sorted(texts.items(), key=lambda item: FOLDED in item[1]))
    document = tantivy.Document.from_dict

    def convert(values: Fields) -> tantivy.Document:
        made: dict[str, Any] = {SOURCE: packed(values)}
        written: dict[str, str | list[str]] = {}
        for name, value in values.items():
            if not value and value != 0:  # None, "", []
                continue
            way = ways.get(name)
            if way == _AS_IT_IS:
                made[name] = value
            elif way == _VALUES:
                made[name] = _spaced(value if isinstance(value, list) else [value])
            elif way == _LINES:
                made[name] = comparable("\n".join(value) if isinstance(value, list) else value)
            elif way == _WORDS:
                made[name] = [comparable(each) for each in value] if isinstance(value, list) else comparable(value)
            elif way == _TEXT:
                written[name] = value
            elif way == _DATES:
                made[name] = [_to_second(each) for each in (value if isinstance(value, list) else [value])]
            else:
                raise ValueError(f"A document has {name!r}, which its class does not declare")
        if written:
            add_texts(made, written)
        return document(made, schema)

    def add_texts(made: dict[str, Any], written: dict[str, str | list[str]]) -> None:
        told: list[str] = []
        for name, subfields in texts.items():
            if text := written.get(name):
                is_title = FOLDED in subfields
                by_analysis = analysed(text, with_neutral=is_title, known=told)
                for analysis, words in by_analysis.items():
                    made[subfields[analysis]] = words
                if not is_title:
                    told += by_analysis

    return convert


# How a field's value is handed over: as it is, its values parted by spaces or on lines, each, analysed, as datetimes.
_AS_IT_IS, _VALUES, _LINES, _WORDS, _TEXT, _DATES = range(6)


def _way(field: Field) -> int:
    match field.type:
        case "keyword":
            return _AS_IT_IS if field.is_counted else _VALUES
        case "text":
            return _WORDS if field.has_positions else _LINES
        case "date":
            return _DATES
    return _AS_IT_IS


def _spaced(values: list[str]) -> str:
    """The values of a keyword field, parted by spaces."""
    text = " ".join(values)
    if text.split() == values:
        return text
    return " ".join([value.translate(_SPACES) for value in values if value])
