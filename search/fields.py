"""The three kinds of text fields.  The other fields are Elasticsearch's own: Keyword, Long, Date, Boolean."""

from typing import Any

from elasticsearch.dsl import Text

from search.languages import FOLDED, LANGUAGES


class FoldedText(Text):
    """Names and labels: neutral analysis, completed by prefix, found with typos, and written in variants().

    `with_positions`: phrases can be asked for too, by match_phrase_prefix.
    """

    def __init__(self, *, with_positions: bool = False, **params: Any) -> None:
        super().__init__(analyzer=FOLDED, index_options="positions" if with_positions else "freqs", **params)


def _subfields(*analyzers: str) -> dict[str, Text]:
    return {analyzer: Text(analyzer=analyzer, index_options="freqs") for analyzer in analyzers}


class LanguageText(Text):
    """Titles, headlines: a subfield for each language (`title.ru`) and a neutral one (`title.folded`), for beginnings
    and typos; itself it is not indexed."""

    def __init__(self, **params: Any) -> None:
        super().__init__(index=False, fields=_subfields(*LANGUAGES, FOLDED), **params)


class Prose(Text):
    """Long texts: a subfield for each language (`about.ru`), and no neutral one: words are found in their other forms,
    with or without accents, by the beginning of their stem, but not with typos."""

    def __init__(self, **params: Any) -> None:
        super().__init__(index=False, fields=_subfields(*LANGUAGES), **params)
