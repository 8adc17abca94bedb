"""How many members a post could reach: a rounded count, never who they are.

What counts is what members may see of each other, so nobody is counted for something that they hide.  Where the work
is ranks the posts that a member is shown but keeps none away, so a place makes the count no smaller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from opportunities.models import Opportunity
from profiles.rounding import FEWEST
from profiles.signals import SAME_FIELD, SAME_SPECIALTY, expertise_signals, labels_of, quoted
from profiles.subjects import Subject
from search import fallback
from search.audiences import MEMBERS, audience_clauses
from search.engines import get_engine
from search.matching import Rule
from taxonomy.facts import TermFacts, term_facts
from taxonomy.lexicon import lexicon
from taxonomy.names import language_name

# So coarse that varying a post singles nobody out.
STEPS = tuple(digit * 10**power for power in range(1, 7) for digit in (1, 2, 4))

Asked = Sequence[tuple[str, TermFacts]]


@dataclass(frozen=True)
class Widening:
    """What would reach more, in words, and how many then."""

    words: str
    members: int


@dataclass(frozen=True)
class Reach:
    """`members` is rounded; 0 stands for fewer than FEWEST.  `is_away`: the search is, so nobody was counted."""

    members: int
    widenings: tuple[Widening, ...] = ()
    is_away: bool = False


def rounded(count: int) -> int:
    """The nearest step; 0 for anything below FEWEST."""
    if count < FEWEST:
        return 0
    return min((FEWEST, *STEPS), key=lambda step: abs(step - count))


def asked_of_labels(labels: Iterable[str]) -> Asked:
    """What typed labels ask for; nothing is written."""
    words = lexicon()
    return [(label, term_facts(label, words.find(label), words.suggest(label))) for label in labels]


def asked_of_opportunity(opportunity: Opportunity) -> Asked:
    tags = [item.tag for item in opportunity.required_expertise.all()]
    return [(tag.name, term_facts(tag.name, tag.concept_id, tag.suggestion_id)) for tag in tags]


def reach(asked: Asked, languages: Sequence[str]) -> Reach | None:
    """How many members have any of the asked expertise, or its specialty, and speak any of the languages.

    None when nothing is asked.
    """
    if not asked and not languages:
        return None
    with fallback.tolerated():
        return _counted(asked, languages)
    return Reach(0, is_away=True)


def _counted(asked: Asked, languages: Sequence[str]) -> Reach:
    rules = _rules(asked)
    members = rounded(_count(rules, languages))
    wider = []
    if languages and rules:
        wider.append(Widening(_without(languages), rounded(_count(rules, ()))))
    fields = [rule for rule in _all_rules(asked) if rule.weight == SAME_FIELD]
    if fields:
        words = _("If anybody of the same field may answer (%(fields)s)") % {
            "fields": quoted(labels_of(fields[0].values))
        }
        wider.append(Widening(words, rounded(_count([*rules, *fields], languages))))
    return Reach(members, tuple(widening for widening in wider if widening.members > members))


def _all_rules(asked: Asked) -> list[Rule]:
    """The rules by which members would be told that the post fits them."""
    subject = Subject(profile_id=None, user_id=None, expertise=tuple(asked))
    signals = expertise_signals(subject, {"exact": "expertise", "near": "near", "words": "words"})
    return [rule for signal in signals for rule in signal.rules]


def _rules(asked: Asked) -> list[Rule]:
    """Those that say: the same concept, specialty or uncommon word.  General skills, where nothing else is asked."""
    rules = _all_rules(asked)
    telling = [rule for rule in rules if rule.weight >= SAME_SPECIALTY or rule.field == "words"]
    return telling or [rule for rule in rules if rule.field == "expertise"]


def _count(rules: Sequence[Rule], languages: Sequence[str]) -> int:
    conditions: list[dict[str, Any]] = []
    if rules:
        any_of_them = [rule.to_query()["constant_score"]["filter"] for rule in rules]
        conditions.append({"bool": {"should": any_of_them, "minimum_should_match": 1}})
    if languages:
        conditions.append({"terms": {"languages": list(languages)}})
    clauses = audience_clauses((MEMBERS,))
    query = {"bool": {"filter": [*clauses["filter"], *conditions], "must_not": clauses["must_not"]}}
    return get_engine().search("profile", {"query": query, "size": 0}).total


def _without(languages: Sequence[str]) -> str:
    reader = get_language() or "en"
    names = quoted([language_name(code, reader) for code in languages])
    return ngettext("Without the language %(names)s", "Without the languages %(names)s", len(languages)) % {
        "names": names
    }
