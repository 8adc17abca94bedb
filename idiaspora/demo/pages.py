"""The demo's pages: the front page in place of Wagtail's welcome, and what every site has to say."""

import tomllib
from pathlib import Path

from wagtail.models import Page, Site

from idiaspora.models import HomePage, StandardPage

DATA = Path(__file__).parent / "data" / "pages"


def write_pages() -> HomePage:
    """Fills the front page, with the standard pages under it; leaves one that an editor has written."""
    existing = HomePage.objects.first()
    if existing is not None and (existing.sentence or existing.get_children().exists()):
        return existing
    home = _write_home(existing)
    for path in sorted(DATA.glob("*.html")):
        title, _newline, body = path.read_text(encoding="utf-8").partition("\n")
        home.add_child(
            instance=StandardPage(title=title, slug=path.stem.partition("-")[2], body=body.strip(), show_in_menus=True)
        )
    return home


def _write_home(existing: HomePage | None) -> HomePage:
    words = tomllib.loads((DATA / "home.toml").read_text(encoding="utf-8"))
    voices = [{"type": "voice", "value": voice} for voice in words["voices"]]
    home = existing or HomePage(slug="front")
    home.title = home.draft_title = words["title"]
    home.sentence, home.introduction, home.voices = words["sentence"], words["introduction"], voices
    if existing is not None:
        home.save()
        return home
    Page.get_first_root_node().add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    welcome = site.root_page if site.pk else None
    site.root_page = home
    site.save()
    if welcome is not None and welcome.specific_class is Page and not welcome.get_children().exists():
        # Only now: a site goes with its root page.
        welcome.delete()
    return home
