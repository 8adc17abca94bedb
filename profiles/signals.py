"""The signals that all kinds share: what a member can do, where, in which language, out of which interest.

Weights are in 64ths; docs/matching.md tells how they were chosen.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.subjects import Location, Subject
from search.matching import UNIT, Fired, Rule, Signal
from taxonomy.lexicon import lexicon
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_tree

# The same specialty says nearly as much as the same concept; another specialty of the same field says little.
EXACT, USEFUL, SAME_SPECIALTY, SAME_FIELD = 7 * UNIT, 6 * UNIT, 5 * UNIT, 3 * UNIT
EACH_EXACT, EACH_USEFUL, EACH_GENERAL = UNIT, UNIT // 2, UNIT // 16
SAME_WORD = 2 * UNIT
SAME_CITY, NEAR_CITY, SAME_COUNTRY, REMOTE = 3 * UNIT + 32, 3 * UNIT + 16, 3 * UNIT, 3 * UNIT
SPOKEN = UNIT // 4


def quoted(labels: Sequence[str]) -> str:
    """«a, b, c»: at most three labels, for a sentence."""
    return _(", ").join(labels[:3])


def labels_of(keys: Sequence[str]) -> list[str]:
    language = get_language() or "en"
    return [concept_tree().label(key, language) for key in keys]


def expertise_signals(subject: Subject, fields: Mapping[str, str]) -> list[Signal]:
    """What the member can do against what a document asks for.

    `fields` names the document's fields: {"exact": …, "useful": … (may be missing), "near": …, "words": …}.
    """
    concepts = tuple(subject.concepts)
    general = tuple(facts.key for _name, facts in subject.expertise if facts.key and facts.is_general)
    words = {word: name for name, facts in subject.expertise for word in facts.words}
    specialties, roots = _above(subject)
    best = [
        Rule(fields["exact"], concepts, EXACT),
        Rule(fields["near"], specialties, SAME_SPECIALTY),
        Rule(fields["near"], roots, SAME_FIELD),
    ]
    each = [Rule(fields["exact"], (key,), EACH_EXACT) for key in concepts]
    if "useful" in fields:
        best.append(Rule(fields["useful"], concepts, USEFUL))
        each += [Rule(fields["useful"], (key,), EACH_USEFUL) for key in concepts]
    return [
        Signal("expertise", tuple(rule for rule in best if rule.values), _say_expertise, best=True),
        Signal("expertise_each", tuple(each), lambda fired: None, enough=False),
        Signal(
            "general", tuple(Rule(fields["exact"], (key,), EACH_GENERAL) for key in general), _say_general, enough=False
        ),
        Signal(
            "words",
            tuple(rule for word in words if (rule := _word_rule(fields["words"], word, words[word])).weight),
            _say_words,
        ),
    ]


def _word_rule(field: str, word: str, label: str) -> Rule:
    """A word of a label that no concept has.  Common words of the vocabulary («management») say little: rarity
    weighs."""
    rarity = lexicon().rarity(word.partition(":")[2])
    return Rule(field, (word,), round(SAME_WORD * max(0.0, 2 * rarity - 1)), {"label": label})


def _above(subject: Subject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(specialties, fields) of what the member can do: the keys just under a root, and the roots."""
    nears = [facts.near for _name, facts in subject.expertise if facts.near]
    specialties = (near[-2] if len(near) > 1 else near[0] for near in nears)
    return tuple(dict.fromkeys(specialties)), tuple(dict.fromkeys(near[-1] for near in nears))


def _say_expertise(fired: list[Fired]) -> str:
    rule, labels = fired[0].rule, quoted(labels_of(fired[0].values))
    if rule.weight == EXACT:
        return _("You list %(expertise)s") % {"expertise": labels}
    if rule.weight == USEFUL:
        return _("You list %(expertise)s, which is welcome here") % {"expertise": labels}
    return _("It is in your field: %(expertise)s") % {"expertise": labels}


def _say_general(fired: list[Fired]) -> str:
    return _("You also bring %(skills)s") % {"skills": quoted(labels_of([value for f in fired for value in f.values]))}


def _say_words(fired: list[Fired]) -> str:
    labels = list(dict.fromkeys(f.rule.params["label"] for f in fired))
    return _("It uses your words: %(words)s") % {"words": quoted(labels)}


def place_signal(subject: Subject, *, remote: bool) -> Signal:
    """Where it is against where the member lives and where their roots are; the best of these counts."""
    rules = list(_place_rules(subject.home, "home"))
    for location in subject.roots:
        rules += _place_rules(location, "roots")
    if remote:
        rules.append(Rule("remote", ("yes",), REMOTE, {"why": "remote"}))
    return Signal("place", tuple(rule for rule in rules if rule.values), _say_place, best=True, enough=False)


def _place_rules(location: Location, why: str) -> list[Rule]:
    found = []
    if location.city:
        params = {"why": why, "name": location.city_name}
        found += [
            Rule("city", (location.city,), SAME_CITY, params),
            Rule("cell", location.cells, NEAR_CITY, params | {"near": True}),
        ]
    if location.country:
        found.append(Rule("country", (location.country,), SAME_COUNTRY, {"why": why}))
    return found


def _say_place(fired: list[Fired]) -> str:
    params = fired[0].rule.params
    if params["why"] == "remote":
        return _("You can do it from where you are")
    name = params.get("name") or country_name(fired[0].values[0], get_language() or "en")
    if params["why"] == "roots":
        text = (
            _("Near %(place)s, where your roots are") if params.get("near") else _("%(place)s is where your roots are")
        )
    else:
        text = _("Near %(place)s, where you live") if params.get("near") else _("%(place)s is where you live")
    return text % {"place": name}


def language_signal(subject: Subject, name: str) -> Signal:
    """A document in a language, or asking for one, that the member speaks."""

    def say(fired: list[Fired]) -> str:
        language = get_language() or "en"
        return _("You speak %(languages)s") % {
            "languages": quoted([language_name(value, language) for value in fired[0].values])
        }

    rules = (Rule(name, subject.languages, SPOKEN),) if subject.languages else ()
    return Signal("language", rules, say, enough=False)


def interest_signal(subject: Subject, name: str) -> Signal:
    """What a document is about against what the member is interested in."""

    def say(fired: list[Fired]) -> str:
        return _("You are interested in %(topics)s") % {"topics": quoted(labels_of(fired[0].values))}

    keys = tuple(dict.fromkeys(facts.key for _name, facts in subject.interests if facts.key))
    return Signal("interest", (Rule(name, keys, 3 * UNIT),) if keys else (), say)
