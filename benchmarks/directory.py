"""What the pages of Connect take, whole, through all middleware: python -m benchmarks.directory (after benchmarks.data)

Each address is opened --times times by one member; told are milliseconds (median, 95th percentile), SQL statements and
kB as sent (gzip).  They take turns, so whatever else the machine does befalls all alike.  Fill the index first.
"""

import argparse
import statistics
import time
from typing import Any

from benchmarks import measuring

# What the names of the data are in benchmarks/data.py: countries, languages, offers.
ADDRESSES = {
    "all": "/connect/",
    "words": "/connect/?q=bada",
    "country and language": "/connect/?country=KG&languages=ru",
    "near a city": "/connect/?near=Osh%2C+Kyrgyzstan",
    "three filters": "/connect/?country=DE&languages=en&open_to=mentoring",
    "page 20": "/connect/?page=20",
    "map": "/connect/map/",
    "organizations": "/connect/organizations/",
    "people to meet": "/connect/meet/",
    "a profile": "",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    options = parser.parse_args()
    measuring.set_up()

    from django.conf import settings
    from django.test import Client

    from profiles.models import Profile

    settings.ALLOWED_HOSTS = ["*"]
    settings.DAILY_BUDGETS = dict.fromkeys(settings.DAILY_BUDGETS, (0, 0))
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (10**9, 60))
    profiles = Profile.objects.order_by("pk")
    browser = Client(headers={"accept-encoding": "gzip"})
    browser.force_login(profiles[0].user)
    addresses = ADDRESSES | {"a profile": profiles[1].get_absolute_url()}
    print(f"{Profile.objects.count():,} profiles, {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}")
    took: dict[str, list[float]] = {name: [] for name in addresses}
    facts = {name: _facts(browser, address) for name, address in addresses.items()}
    for _ in range(options.times):
        for name, address in addresses.items():
            start = time.perf_counter()
            browser.get(address)
            took[name].append((time.perf_counter() - start) * 1_000)
    for name, times in took.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:<22} {statistics.median(times):7.1f} ms  p95 {p95:7.1f}  {facts[name]}")


def _facts(browser: Any, address: str) -> str:
    """Status, statements and size of one answer; the first one also warms what is kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
    return f"{response.status_code}  {len(queries):2d} statements  {len(response.content) / 1_000:5.1f} kB"


if __name__ == "__main__":
    main()
