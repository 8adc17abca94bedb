"""Reading a feed saved as a file, Atom or RSS.  Nothing is fetched; a file that defines things is refused."""

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from taxonomy.names import language_choices

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAX_BYTES = 5 * 1024 * 1024
MAX_ITEMS = 500
PARAGRAPH_ENDS = re.compile(r"</(p|div|li|h\d)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One entry of a feed, in plain text."""

    key: str  # what it is known by
    title: str
    text: str
    link: str
    language: str  # ISO 639-1; "" where the feed doesn't say


def read_feed(data: bytes) -> list[Item]:
    """The entries of a feed's content that have a title.  Raises ValidationError saying what is wrong with it."""
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 5 MB."))
    root = _parsed(data)
    if root.tag == f"{ATOM}feed":
        items = _atom(root)
    elif root.tag == "rss":
        items = _rss(root)
    else:
        raise ValidationError(_("This is neither Atom nor RSS 2.0."))
    return [item for item, _number in zip((item for item in items if item.title), range(MAX_ITEMS), strict=False)]


def _parsed(data: bytes) -> ElementTree.Element:
    def refuse(*declared: object) -> None:
        raise ValidationError(_("The file declares a document type (DOCTYPE). Save the feed without one."))

    first = expat.ParserCreate()
    first.StartDoctypeDeclHandler = refuse
    try:
        first.Parse(data, True)
        return ElementTree.fromstring(data)  # noqa: S314 - as above
    except (expat.ExpatError, ElementTree.ParseError) as error:
        raise ValidationError(_("This is no XML: %(error)s."), params={"error": error}) from error


def _atom(root: ElementTree.Element) -> Iterator[Item]:
    language = root.get(XML_LANG, "")
    for entry in root.iter(f"{ATOM}entry"):
        links = entry.findall(f"{ATOM}link")
        link = next((each.get("href", "") for each in links if each.get("rel", "alternate") == "alternate"), "")
        text = _inner(entry.find(f"{ATOM}content")) or _inner(entry.find(f"{ATOM}summary"))
        key = entry.findtext(f"{ATOM}id", "")
        yield _item(key, _inner(entry.find(f"{ATOM}title")), text, link, entry.get(XML_LANG, language))


def _rss(root: ElementTree.Element) -> Iterator[Item]:
    language = root.findtext("channel/language", "")
    for entry in root.iter("item"):
        text = entry.findtext(CONTENT, "") or entry.findtext("description", "")
        link = entry.findtext("link", "")
        yield _item(entry.findtext("guid", ""), entry.findtext("title", ""), text, link, language)


def _inner(element: ElementTree.Element | None) -> str:
    """The text of an element; of one in XHTML, all the text in it."""
    return "" if element is None else "".join(element.itertext())


def _item(key: str, title: str, text: str, link: str, language: str) -> Item:
    link = link.strip()
    link = link if link.startswith(("https://", "http://")) and len(link) <= 500 else ""
    known = dict(language_choices("en"))
    code = language.strip().lower().split("-")[0]
    said = key.strip() or link or f"{title}\n{text}"
    return Item(
        key=hashlib.sha256(said.encode()).hexdigest()[:32],
        title=" ".join(_plain(title).split())[:250],
        text=_plain(text)[:20_000],
        link=link,
        language=code if code in known else "",
    )


def _plain(words: str) -> str:
    """HTML as the text that a reader would see."""
    lines = html.unescape(strip_tags(PARAGRAPH_ENDS.sub("\n", words))).replace("\xa0", " ").splitlines()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()
