"""People who complement a member: who can do what the member wants to learn of, and who wants what the member can do.

Living near, a language or roots in common add to that; by themselves they bring nobody here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from profiles.matching import roots_signal
from profiles.models import OpenTo
from profiles.signals import labels_of, language_signal, place_signal, quoted
from profiles.subjects import Subject
from search.matching import UNIT, Fired, Match, Rule, Signal, match

# Who has the very thing says more than who has something narrower; both ways at once is best, for it adds up.
EXACT, NARROWER = 5 * UNIT, 4 * UNIT
EACH = UNIT // 2
MENTOR = UNIT


def signals_for(subject: Subject) -> list[Signal]:
    """The signals that rank people who complement a member."""
    wants = tuple(dict.fromkeys(facts.key for _name, facts in subject.interests if facts.key))
    can = tuple(subject.concepts)
    return [
        *_giving("offers", wants, ("expertise", "near"), lambda: _("They can do %(topics)s, which interests you")),
        *_giving(
            "seeks",
            can,
            ("interests", "interests_near"),
            lambda: _("They are interested in %(topics)s, which you can do"),
        ),
        Signal("mentor", _mentor_rules(wants), lambda fired: _("They are open to mentoring"), enough=False),
        replace(roots_signal(subject), enough=False),
        place_signal(subject, remote=False),
        language_signal(subject, "languages"),
    ]


def _giving(code: str, keys: tuple[str, ...], fields: tuple[str, str], sentence: Callable[[], str]) -> list[Signal]:
    """What one has and the other wants; the more of it the better."""
    if not keys:
        return []

    def say(fired: list[Fired]) -> str:
        return sentence() % {"topics": quoted(labels_of(fired[0].values))}

    exact, near = fields
    each = tuple(Rule(exact, (key,), EACH) for key in keys)
    return [
        Signal(code, (Rule(exact, keys, EXACT), Rule(near, keys, NARROWER)), say, best=True),
        Signal(f"{code}_each", each, lambda fired: None, enough=False),
    ]


def _mentor_rules(wants: tuple[str, ...]) -> tuple[Rule, ...]:
    """A mentor is somebody for whoever wants to learn."""
    return (Rule("open_to", (OpenTo.MENTORING.value,), MENTOR),) if wants else ()


def match_complementing(
    subject: Subject, *, audiences: Sequence[str], limit: int = 10, exclude_ids: Sequence[int] = ()
) -> list[Match]:
    """The members who have what this one wants, or want what this one has; never oneself.

    Of a member who says neither what they can do nor what interests them, nobody can be told.
    """
    signals = signals_for(subject)
    if not any(signal.code in ("offers", "seeks") for signal in signals):
        return []
    own = [subject.profile_id] if subject.profile_id else []
    return match(kind="profile", signals=signals, audiences=audiences, exclude_ids=[*own, *exclude_ids], limit=limit)
