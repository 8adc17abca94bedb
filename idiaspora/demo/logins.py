"""The accounts that one can sign in with to look around."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from idiaspora.demo.people import Person

PASSWORD = "demo-demo-demo"  # noqa: S105  printed for whoever tries the demo


@dataclass(frozen=True)
class Login:
    """One account: whom it shows, and which organization of the demo it owns."""

    email: str
    who: str
    owns: str = ""


MEMBER = Login("member@example.org", "a member with a full profile")
NEWCOMER = Login("newcomer@example.org", "a member who has just joined")
ORGANIZATION = Login("organization@example.org", "owns a verified organization", owns="osh-water")
UNVERIFIED = Login("unverified@example.org", "owns an organization that waits to be verified", owns="agro-start")
EDITOR = Login("editor@example.org", "reviews what waits, in /admin/")
ADMIN = Login("admin@example.org", "may do everything")
LOGINS = (MEMBER, NEWCOMER, ORGANIZATION, UNVERIFIED, EDITOR, ADMIN)


def describe_logins() -> str:
    """The log-ins of the demo, one a line."""
    lines = [f"  {login.email:<26}{login.who}" for login in LOGINS]
    return "\n".join([f"Log in with one of these and the password {PASSWORD}", *lines])


def person_of(login: Login, now: datetime) -> Person | None:
    """Who signs in; None for those who have no profile to show."""
    people = {
        MEMBER: Person(
            name="Айнура Токтосунова",
            is_woman=True,
            profession="crop-irrigation",
            language="en",
            home=("Berlin", "DE"),
            roots=["KG"],
            roots_city="Osh",
            headline="Irrigation engineer: canals, drip systems, water users",
            about=(
                "I grew up beside the Ak-Buura canal in Osh and studied hydraulic engineering in Bishkek. In Berlin "
                "since 2014, where I design drip systems for orchards and teach at an evening school. I would like to "
                "give back what I know about canals that lose less water."
            ),
            expertise=[
                "crop irrigation",
                "irrigation canal maintenance",
                "drip irrigation",
                "hydrology",
                "training delivery",
            ],
            interests=["mentoring", "renewable energy", "beekeeping"],
            languages=["ky", "ru", "en", "de"],
            open_to=["mentoring", "volunteering", "consulting"],
            links=["https://example.org/people/ainura"],
            audiences={"roots": "members", "headline": "public", "profile": "public", "expertise": "public"},
            joined=now - timedelta(days=420),
            has_photo=True,
        ),
        ORGANIZATION: Person(
            name="Bakyt Sydykov",
            is_woman=False,
            profession="crop-irrigation",
            language="en",
            home=("Osh", "KG"),
            roots=["KG"],
            roots_city="Osh",
            headline="Chair of the Osh Water Users' Association",
            about="I speak for 2,400 farms and three old canals.",
            expertise=["water user associations", "crop irrigation", "negotiation"],
            interests=["diaspora engagement"],
            languages=["ky", "ru", "en"],
            open_to=["speaking"],
            joined=now - timedelta(days=300),
            has_photo=True,
        ),
        UNVERIFIED: Person(
            name="Данияр Касымов",
            is_woman=False,
            profession="crop-production",
            language="ru",
            home=("Bishkek", "KG"),
            roots=["KG"],
            roots_city="Bishkek",
            headline="Основатель «AgroStart», теплицы и полив",
            about="Семь лет в Корее, теперь строим теплицы в Чуйской долине.",
            expertise=["овощеводство", "капельное орошение", "предпринимательство"],
            interests=["экспорт"],
            languages=["ky", "ru", "ko"],
            open_to=["investing"],
            joined=now - timedelta(days=12),
            has_photo=False,
        ),
    }
    return people.get(login)
