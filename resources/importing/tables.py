"""Records of a table, CSV or XLSX: what its columns can hold, and what its rows say."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.spreadsheets import defused
from profiles.table_columns import Target
from resources.importing.found import Found
from resources.importing.words import kinds_in_words

# Named as the columns of a resource are, so that what is wrong is told beside the column it stands in.
TARGETS: tuple[Target, ...] = (
    Target("ref", gettext_lazy("reference"), (
        "reference", "ref", "id", "identifier", "number", "номер", "код", "référence", "numéro", "identifiant",
        "referencia", "número", "المرجع", "مرجع", "الرقم", "رقم",
    )),
    Target("title", gettext_lazy("title"), (
        "title", "name", "название", "заголовок", "наименование", "titre", "intitulé", "título", "nombre", "العنوان",
        "عنوان",
    )),
    Target("type", gettext_lazy("type"), (
        "type", "kind", "category", "document type", "тип", "вид", "категория", "genre", "nature", "catégorie", "tipo",
        "categoría", "clase", "النوع", "نوع", "الفئة",
    )),
    Target("summary", gettext_lazy("summary"), (
        "summary", "abstract", "description", "about", "аннотация", "описание", "резюме", "résumé", "resume",
        "descripción", "resumen", "الملخص", "ملخص", "الوصف", "وصف",
    )),
    Target("authors", gettext_lazy("authors"), (
        "authors", "author", "by", "creator", "creators", "автор", "авторы", "auteur", "auteurs", "auteur·e·s", "autor",
        "autores", "autoría", "المؤلف", "المؤلفون", "المؤلفين", "الكاتب",
    )),
    Target("year", gettext_lazy("year"), (
        "year", "date", "published", "publication year", "год", "дата", "год издания", "année", "an", "año", "fecha",
        "السنة", "سنة", "عام", "التاريخ",
    )),
    Target("language", gettext_lazy("language"), ("language", "lang", "язык", "langue", "idioma", "اللغة", "لغة")),
    Target("url", gettext_lazy("address"), (
        "url", "link", "address", "web address", "website", "web", "ссылка", "адрес", "сайт", "lien", "adresse", "site",
        "enlace", "dirección", "الرابط", "رابط", "العنوان الإلكتروني",
    )),
    Target("doi", gettext_lazy("DOI"), ("doi",)),
    Target("isbn", gettext_lazy("ISBN"), ("isbn",)),
    Target("topics", gettext_lazy("topics"), (
        "topics", "topic", "keywords", "subject", "subjects", "tags", "темы", "тема", "ключевые слова", "рубрики",
        "sujets", "sujet", "thèmes", "mots-clés", "temas", "tema", "palabras clave", "الموضوعات", "المواضيع",
        "الكلمات المفتاحية",
    )),
    Target("countries", gettext_lazy("countries"), (
        "countries", "country", "страны", "страна", "pays", "países", "país", "البلدان", "البلد", "الدول", "الدولة",
    )),
    Target("licence", gettext_lazy("licence"), (
        "licence", "license", "rights", "лицензия", "права", "droits", "licencia", "derechos", "الترخيص", "رخصة",
        "الحقوق",
    )),
    Target("organization", gettext_lazy("organization"), (
        "organization", "organisation", "publisher", "institution", "организация", "издатель", "издательство",
        "éditeur", "établissement", "organización", "editorial", "institución", "المنظمة", "المؤسسة", "الناشر",
    )),
)  # fmt: skip
MAX_ROWS = 5_000
_PARTS, _WORDS = re.compile(r"[;\n]"), re.compile(r"[;,،\n]")


def found_in(rows: Sequence[Sequence[str]], numbers: Sequence[int], mapping: Mapping[str, int]) -> list[Found]:
    """The rows in their order; `mapping` says in which column what stands."""
    return [
        _found(number, {name: row[place] for name, place in mapping.items() if place < len(row)})
        for number, row in zip(numbers, rows, strict=True)
    ]


def _found(number: int, said: Mapping[str, str]) -> Found:
    def of(name: str) -> list[str]:
        return [text] if (text := said.get(name, "").strip()) else []

    return Found(
        number,
        ref=said.get("ref", "").strip(),
        title=said.get("title", ""),
        kinds=of("type"),
        summary=said.get("summary", ""),
        authors=_listed(said.get("authors", ""), _PARTS),
        date=said.get("year", ""),
        languages=of("language"),
        identifiers=[*of("doi"), *of("isbn")],
        addresses=of("url"),
        topics=_listed(said.get("topics", "")),
        countries=_listed(said.get("countries", "")),
        rights=of("licence"),
        publisher=" ".join(said.get("organization", "").split()),
        meant={
            name: text for name in ("type", "countries", "doi", "isbn", "url") if (text := said.get(name, "").strip())
        },
    )


def _listed(text: str, between: re.Pattern[str] = _WORDS) -> list[str]:
    """Who uses semicolons may have commas in what stands between them, as names have."""
    words = (_PARTS if _PARTS.search(text) else between).split(text)
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def template() -> bytes:
    """A workbook to fill in, in the reader's language: a sheet with the names of the columns, and one that says what
    belongs in each."""
    from openpyxl import Workbook  # it takes its time to load
    from openpyxl.styles import Font

    book = Workbook()
    sheet, about = book.active, book.create_sheet()
    sheet.title, about.title = _sheet_name(_("Resources")), _sheet_name(_("How to fill it in"))
    said = explained()
    for place, (target, words) in enumerate(said, start=1):
        heading = sheet.cell(1, place, defused(capfirst(str(target.label))))
        heading.font = Font(bold=True)
        sheet.column_dimensions[heading.column_letter].width = 22
        about.cell(place, 1, heading.value).font = Font(bold=True)
        about.cell(place, 2, defused(words))
    sheet.freeze_panes = "A2"
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 22, 90
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet_name(words: Any) -> str:
    """As workbooks allow it."""
    return re.sub(r"[\[\]:*?/\\]", " ", str(words))[:31]


def explained() -> list[tuple[Target, str]]:
    """Each column with what belongs in it."""
    words = {
        "ref": _("What it is called where it comes from. By it a row is known again when you import it twice."),
        "title": _("Needed. At most 250 letters."),
        "type": _("One of these, in any of this site's languages: %(kinds)s.") % {"kinds": kinds_in_words()},
        "summary": _("A few sentences on what it tells."),
        "authors": _("People or organizations, with a semicolon between two."),
        "year": _("The year it appeared in, with four digits."),
        "language": _("Its name, or its code, like «en»."),
        "url": _("Where it can be found: https://… Needed where there is no DOI."),
        "doi": _("As 10.1000/182."),
        "isbn": _("As 978-3-16-148410-0."),
        "topics": _("Words with a comma between two."),
        "countries": _("Names or codes of the countries it is about, with a comma between two."),
        "licence": _("Like CC-BY-4.0, or words."),
        "organization": _("Its name, as it stands here."),
    }
    return [(target, words[target.name]) for target in TARGETS]
