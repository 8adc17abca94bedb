"""How often resources are opened: counted as COUNTER counts, and nobody followed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from resources.models import MonthlyViews
from resources.usage import TWICE
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
BEGAN = datetime(2026, 8, 31, 23, 58, tzinfo=UTC)


def test_what_is_counted_and_who_reads_it(contributor: Any, moderator: Any, stranger: Any, as_user: Any) -> None:
    cache.clear()
    first = make_resource(title="=Formula", contributor=contributor)
    second, draft = make_resource(title="Second"), make_resource(contributor=contributor, live=False)
    address = first.get_absolute_url()
    with time_machine.travel(BEGAN, tick=False) as clock:
        reader, author = as_user(stranger), as_user(contributor)
        for seconds in (0, 20, 20, 31):  # the second and the third are within 30 seconds of the one before
            clock.shift(timedelta(seconds=seconds))
            if seconds > TWICE:
                cache.clear()  # a Redis forgets by a clock of its own
            assert reader.get(address, headers=BROWSER).status_code == 200
        for headers in (BROWSER, BROWSER, {"user-agent": "Another browser"}):
            Client().get(address, headers=headers)
        reader.get(second.get_absolute_url(), headers=BROWSER)
        # None of these counts.
        author.get(address, headers=BROWSER)
        author.get(draft.get_absolute_url(), headers=BROWSER)
        as_user(moderator).head(address, headers=BROWSER)
        for agent in ("Googlebot/2.1", "curl/8", "python-requests/2", ""):
            Client().get(address, headers={"user-agent": agent})
        clock.move_to(BEGAN + timedelta(hours=1))
        cache.clear()
        reader.get(address, headers=BROWSER)

        rows = [(str(month), title, count) for month, title, count in
                MonthlyViews.objects.values_list("month", "resource__title", "count").order_by("month", "resource__title")]  # fmt: skip
        assert rows == [("2026-08-01", "=Formula", 4), ("2026-08-01", "Second", 1), ("2026-09-01", "=Formula", 1)]
        assert "Views so far: 5" in author.get(address).content.decode()
        assert "Views so far" not in reader.get(address).content.decode()

        desk = as_user(moderator)
        shown = desk.get("/admin/library/usage/")
        assert [(row.title, row.in_year, row.in_month) for row in shown.context["resources"]] == [
            ("=Formula", 5, 1), ("Second", 1, 0),
        ]  # fmt: skip
        lines = desk.get("/admin/library/usage/csv/").content.decode("utf-8-sig").splitlines()
        assert lines == [
            '"Month","Item_ID","Item","Total_Item_Investigations"',
            f'"2026-09","{first.uuid}","\'=Formula","1"',
            f'"2026-08","{first.uuid}","\'=Formula","4"',
            f'"2026-08","{second.uuid}","Second","1"',
        ]
        clock.move_to(BEGAN + timedelta(days=365))
        shown = as_user(moderator).get("/admin/library/usage/")
        assert [(row.title, row.in_year) for row in shown.context["resources"]] == [("=Formula", 1)]
    for path in ("", "csv/"):
        assert [as_user(each).get(f"/admin/library/usage/{path}").status_code for each in (stranger, None)] == [
            302,
            302,
        ]
