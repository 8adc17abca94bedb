"""The two kinds of text fields.  The other fields are Elasticsearch's own: Keyword, Long, Date, Boolean."""

from typing import Any

from elasticsearch.dsl import Text

from search.languages import FOLDED, LANGUAGES


class FoldedText(Text):
    """Names and labels: neutral analysis, completed by prefix, found with typos, and written in variants()."""

    def __init__(self, **params: Any) -> None:
        super().__init__(analyzer=FOLDED, **params)


class LanguageText(Text):
    """Prose: a subfield for each language (`about.ru`), a neutral one (`about.folded`); itself it is not indexed."""

    def __init__(self, **params: Any) -> None:
        subfields = {code: Text(analyzer=code, index_options="freqs") for code in (*LANGUAGES, FOLDED)}
        super().__init__(index=False, fields=subfields, **params)
