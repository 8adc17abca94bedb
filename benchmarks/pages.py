"""What whole pages take, through all middleware: shared by the benchmarks of the pages of each part of the site."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import measuring

WORDS = "What this community is for, and who looks after it. "
PLAIN = "a plain page"  # of Wagtail, with the frame of the site and nothing of ours in it: what the others stand beside


def browser_of(account: Any) -> Any:
    """A browser in which somebody is signed in, and that nothing refuses for coming too often."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    settings.DAILY_BUDGETS = dict.fromkeys(settings.DAILY_BUDGETS, (0, 0))
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (10**9, 60))
    browser = Client(headers={"accept-encoding": "gzip"})
    browser.force_login(account)
    return browser


def plain_page() -> str:
    """The address of a page of the CMS with a few words; it is made when there is none."""
    from wagtail.models import Site

    from idiaspora.models import StandardPage

    home = Site.objects.get(is_default_site=True).root_page
    page = home.get_children().type(StandardPage).live().first()
    return (page or home.add_child(instance=StandardPage(title="About", slug="about", body=f"<p>{40 * WORDS}</p>"))).url


def measure(browser: Any, addresses: Mapping[str, str], times: int, *, kept: Sequence[str] = ()) -> None:
    """Tells of each address milliseconds, statements, kB as sent, and how many of it a plain page takes the time of.

    They take turns, so whatever else the machine does befalls all alike.  The names in `kept` are opened by a visitor
    too, as they are kept for visitors, and by one who has the page already.
    """
    from django.test import Client

    asked = {name: (browser, at, {}) for name, at in {PLAIN: plain_page(), **addresses}.items()}
    visitor = Client(headers={"accept-encoding": "gzip"})
    _have_pages_kept(visitor)
    for name in kept:
        tag = visitor.get(addresses[name])["ETag"]
        asked[f"{name}, kept"] = (visitor, addresses[name], {})
        asked[f"{name}, unchanged"] = (visitor, addresses[name], {"if-none-match": tag})
    facts = {name: _facts(*each) for name, each in asked.items()}
    runs = {
        name: (lambda _turn, who=who, at=at, headers=headers: who.get(at, headers=headers))
        for name, (who, at, headers) in asked.items()
    }
    took = measuring.taking_turns(runs, times, warm=1)
    for name, each in took.items():
        ratio = took[PLAIN].p50 / each.p50
        print(f"{name:<24} {each.p50:7.1f} ms  p95 {each.p95:7.1f}  {ratio:5.2f} x plain  {facts[name]}")


def _have_pages_kept(visitor: Any) -> None:
    """For as long as the benchmark takes; what was written before, and by the first page of all, must have settled."""
    from django.conf import settings

    from idiaspora import page_cache

    settings.PAGE_CACHE_SECONDS = 3600
    visitor.get("/")
    time.sleep(page_cache.SETTLING + 0.1)


def _facts(browser: Any, address: str, headers: Mapping[str, str]) -> str:
    """Status, statements and size of one answer; the first one also warms what is kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(address, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address, headers=headers)
    return f"{response.status_code}  {len(queries):2d} statements  {len(response.content) / 1_000:5.1f} kB"


def database() -> str:
    """Which database is measured."""
    from django.db import connection

    return connection.display_name
