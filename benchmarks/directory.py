"""What the pages of Connect take, whole, through all middleware: python -m benchmarks.directory (after benchmarks.data)

Each address is opened --times times by one member, in turns with the others and with a plain page of Wagtail; told are
milliseconds (median, 95th percentile), requests/s in plain pages, SQL statements and kB as sent (gzip).  Fill the index
first.
"""

import argparse

from benchmarks import measuring, pages

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
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    options = parser.parse_args()
    measuring.set_up()

    from profiles.models import Profile

    profiles = Profile.objects.order_by("pk")
    print(f"{Profile.objects.count():,} profiles, {pages.database()}")
    addresses = ADDRESSES | {"a profile": profiles[1].get_absolute_url()}
    pages.measure(pages.browser_of(profiles[0].user), addresses, options.times)


if __name__ == "__main__":
    main()
