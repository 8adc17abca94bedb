"""A tantivy schema from a document's mapping, and tantivy documents from its JSON."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
import tantivy

from search.documents import Fields, document_id
from search.languages import FOLDED, LANGUAGES, analyzer, languages_in

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
    said = repr(sorted((f.name, f.type, f.analyzer, f.has_positions) for f in fields.values())) + repr(
        sorted(LANGUAGES.items())
    )
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
                    tokenizer_name=field.analyzer,
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
    for name in (*LANGUAGES, FOLDED):
        index.register_tokenizer(name, analyzer(name))


def to_moment(value: Any) -> datetime:
    """A date of a document or a query: ISO text, epoch milliseconds, or a datetime; without a zone it is UTC."""
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, (int, float)):
        moment = datetime.fromtimestamp(value / 1000, UTC)
    else:
        moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Convert = Callable[[Fields], tantivy.Document]


def converter(fields: Mapping[str, Field]) -> Convert:
    """A function from a document's JSON to a tantivy document.  It is called for every document of a rebuild."""
    adders = {"keyword": "add_text", "long": "add_integer", "boolean": "add_boolean"}
    plain: dict[str, str] = {f.name: adders[f.type] for f in fields.values() if f.type in adders}
    dates = {f.name for f in fields.values() if f.type == "date"}
    texts: dict[str, dict[str, str]] = {}
    for f in fields.values():
        if f.type == "text":
            texts.setdefault(f.source, {})[f.analyzer] = f.name

    def add_text(document: tantivy.Document, names: dict[str, str], text: str) -> None:
        if FOLDED in names:
            document.add_text(names[FOLDED], text)
        if len(names) > 1 or FOLDED not in names:
            for code in languages_in(text):
                if code in names:
                    document.add_text(names[code], text)

    def convert(values: Fields) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text(ID, document_id(values))
        document.add_bytes(SOURCE, orjson.dumps(values))
        for name, value in values.items():
            if value is None or value == "" or value == []:
                continue
            several = value if isinstance(value, list) else (value,)
            if name in plain:
                add = getattr(document, plain[name])
                for each in several:
                    add(name, each)
            elif name in texts:
                for each in several:
                    add_text(document, texts[name], each)
            elif name in dates:
                for each in several:
                    document.add_date(name, to_moment(each))
            else:
                raise ValueError(f"A document has {name!r}, which its class does not declare")
        return document

    return convert
