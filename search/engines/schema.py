"""A tantivy schema from a document's mapping, and tantivy documents from its JSON."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
import tantivy

from search.documents import Fields, document_id
from search.languages import FOLDED, LANGUAGES, SPACED, VERSION, analysed, analyzer, comparable

SOURCE = "_source"
ID = "_id"


@dataclass(frozen=True)
class Field:
    """A field that can be asked for: `about.ru` is one, of type text and analysed as Russian."""

    name: str
    type: str  # text, keyword, long, boolean, date
    analyzer: str = ""
    has_positions: bool = True

    @property
    def source(self) -> str:
        """The key that holds its value in a document."""
        return self.name.split(".")[0]

    @property
    def is_analysed(self) -> bool:
        """Whether the field gets its words analysed already, by search.languages.analysed()."""
        return "." in self.name


def fields_of(mapping: Mapping[str, Any], prefix: str = "") -> dict[str, Field]:
    """Every indexed field of a mapping by its full name."""
    fields: dict[str, Field] = {}
    for name, options in mapping.items():
        full = prefix + name
        if options["type"] not in {"text", "keyword", "long", "boolean", "date"}:
            raise TypeError(f"Field {full!r} has type {options['type']!r}; use text, keyword, long, boolean or date")
        if options.get("index", True):
            analysis = options.get("analyzer", FOLDED) if options["type"] == "text" else ""
            fields[full] = Field(full, options["type"], analysis, options.get("index_options") != "freqs")
        fields |= fields_of(options.get("fields", {}), f"{full}.")
    return fields


def fingerprint(fields: Mapping[str, Field]) -> str:
    """Changes when an index made for these fields would no longer fit."""
    declared = sorted((f.name, f.type, f.analyzer, f.has_positions, f.is_analysed) for f in fields.values())
    said = repr((declared, sorted(LANGUAGES.items()), VERSION))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def schema_of(fields: Mapping[str, Field]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, tokenizer_name="raw", index_option="basic")
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
                builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic", fast=True)
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
    """A function from a document's JSON to a tantivy document.  It is called for every document of a rebuild."""
    plain = {f.name for f in fields.values() if f.type not in ("date", "text")}
    words = {f.name for f in fields.values() if f.type == "text" and not f.is_analysed}
    dates = {f.name for f in fields.values() if f.type == "date"}
    prose: dict[str, dict[str, str]] = {}  # field → {analysis: subfield}
    for f in fields.values():
        if f.is_analysed:
            prose.setdefault(f.source, {})[f.analyzer] = f.name

    def convert(values: Fields) -> tantivy.Document:
        made: dict[str, Any] = {ID: document_id(values), SOURCE: orjson.dumps(values)}
        for name, value in values.items():
            if value is None or value == "" or value == []:
                continue
            if name in plain:
                made[name] = value
            elif name in words:
                made[name] = [comparable(each) for each in value] if isinstance(value, list) else comparable(value)
            elif name in prose:
                subfields = prose[name]
                if isinstance(value, list):
                    value = "\n".join(value)
                for analysis, text in analysed(value).items():
                    if analysis in subfields:
                        made[subfields[analysis]] = text
            elif name in dates:
                made[name] = [_to_second(each) for each in (value if isinstance(value, list) else [value])]
            else:
                raise ValueError(f"A document has {name!r}, which its class does not declare")
        return tantivy.Document.from_dict(made, schema)

    return convert
