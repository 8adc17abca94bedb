"""The members of the demo community, imagined from a seed."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from idiaspora.demo.names import HOME_LANGUAGES, KYRGYZ_LINES, Diaspora, diasporas
from idiaspora.demo.vocabulary import Vocabulary
from profiles.models import AUDIENCE_FIELDS, OpenTo

DATA = Path(__file__).parent / "data"
WITH_PHOTO = 0.6
BEFORE = datetime(2024, 1, 1, tzinfo=UTC)
THEMES = (
    "diaspora-engagement",
    "remittances",
    "entrepreneurship",
    "mentoring-and-coaching",
    "fundraising",
    "renewable-energy",
    "music",
    "traditions-and-community-life",
    "climate-change",
    "tourism-development",
    "cooking",
    "organic-farming",
    "language-teaching",
    "film",
)


@dataclass
class Person:
    """One member before anything is written."""

    name: str
    is_woman: bool
    profession: str
    language: str
    home: tuple[str, str]  # city, country
    roots: list[str]
    roots_city: str
    headline: str = ""
    about: str = ""
    expertise: list[str] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    open_to: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    audiences: dict[str, str] = field(default_factory=dict)
    roots_consent: bool = True
    joined: datetime = BEFORE
    has_photo: bool = False
    is_hidden: bool = False


@cache
def phrases(language: str) -> dict[str, Any]:
    """What people who write in a language say of themselves, by profession."""
    return tomllib.loads((DATA / f"people.{language}.toml").read_text(encoding="utf-8"))


def professions() -> list[str]:
    """Keys of the concepts that members work in."""
    return [key for key in phrases("en") if key != "all"]


def imagine_people(rng: Random, count: int, vocabulary: Vocabulary, now: datetime) -> list[Person]:
    """`count` members; of every fifty, one is hidden by a moderator."""
    weights = [diaspora.weight for diaspora in diasporas()]
    trades = professions()
    people = []
    for number in range(count):
        diaspora = rng.choices(diasporas(), weights)[0]
        person = _imagine(rng, diaspora, trades[number % len(trades)], vocabulary, now)
        person.is_hidden = number % 50 == 17
        people.append(person)
    return people


def _imagine(rng: Random, diaspora: Diaspora, profession: str, vocabulary: Vocabulary, now: datetime) -> Person:
    is_woman, language = rng.random() < 0.5, rng.choice(diaspora.writes)
    city, _comma, country = rng.choice(diaspora.homes).partition(", ")
    person = Person(
        name=diaspora.draw_name(rng, is_woman),
        is_woman=is_woman,
        profession=profession,
        language=language,
        home=(city, country),
        roots=[diaspora.country],
        roots_city=rng.choice(diaspora.roots),
    )
    if rng.random() < 0.06:
        person.roots.append(rng.choice([other.country for other in diasporas() if other is not diaspora]))
    spoken = [*diaspora.speaks, language, HOME_LANGUAGES[country]] + (["en"] if rng.random() < 0.6 else [])
    person.languages = list(dict.fromkeys(spoken))
    person.open_to = sorted(rng.sample(OpenTo.values, rng.choice((1, 2, 2, 3))), key=OpenTo.values.index)
    person.expertise = vocabulary.skills_of(rng, profession, language)
    person.interests = _interests(rng, profession, language, vocabulary)
    _describe(rng, person, now)
    _settle_audiences(rng, person)
    person.joined = now - timedelta(days=rng.randint(0, 900), minutes=rng.randint(1, 1400))
    person.has_photo = rng.random() < WITH_PHOTO
    if rng.random() < 0.3:
        person.links = [f"https://example.org/people/{rng.randint(1000, 9999)}"]
    return person


def _interests(rng: Random, profession: str, language: str, vocabulary: Vocabulary) -> list[str]:
    themes = [key for key in (*THEMES, *professions()) if key != profession and key in vocabulary.concepts]
    return list(dict.fromkeys(vocabulary.preferred(key, language) for key in rng.sample(themes, rng.randint(1, 3))))


def _describe(rng: Random, person: Person, now: datetime) -> None:
    """Headline and about, in the person's language; some write little, or nothing."""
    words, everybody = phrases(person.language)[person.profession], phrases(person.language)["all"]
    title = words["title"][0 if person.is_woman else -1]
    headline = rng.choice(words["headlines"]).format(title=title)
    person.headline = headline[:1].upper() + headline[1:] if rng.random() < 0.93 else ""
    sentences = rng.sample(words["about"], min(2, len(words["about"])))
    if rng.random() < 0.6:
        sentences.insert(
            rng.choice((0, len(sentences))), rng.choice(everybody["arrived"]).format(year=now.year - rng.randint(2, 19))
        )
    if rng.random() < 0.7:
        sentences.append(rng.choice(everybody["shares"][rng.choice(person.open_to)]))
    if "ky" in person.languages and rng.random() < 0.3:
        sentences.append("\n" + rng.choice(KYRGYZ_LINES))
    length = rng.choices((0, 1, len(sentences)), (8, 12, 80))[0]
    person.about = " ".join(sentences[:length]).replace(" \n", "\n")


def _settle_audiences(rng: Random, person: Person) -> None:
    """Who sees what: some open everything, most keep the cautious defaults, some hide a field or all."""
    person.roots_consent = rng.random() < 0.85
    manner = rng.choices(("open", "default", "choosy", "closed"), (30, 45, 22, 3))[0]
    if manner == "open":
        person.audiences = {name: "public" for name in AUDIENCE_FIELDS if name not in ("roots", "links")}
    elif manner == "choosy":
        chosen = rng.sample([name for name in AUDIENCE_FIELDS if name != "profile"], rng.randint(1, 3))
        person.audiences = {name: rng.choice(("private", "connections")) for name in sorted(chosen)}
    elif manner == "closed":
        person.audiences = {"profile": rng.choice(("private", "connections"))}
    if manner != "closed" and person.roots_consent and "roots" not in person.audiences and rng.random() < 0.7:
        person.audiences["roots"] = "public" if manner == "open" and rng.random() < 0.5 else "members"
